import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { EvaluationError } from './evaluation-error.js';

/** Names that are told at most. */
const MAX_NAMED = 5;

/**
 * Keeps the pictures whose file name is a line of a list, so that e.g. a set kept out of training can be evaluated alone.
 *
 * @param list - path of a text file, one file name a line, with or without folders before it; null keeps all
 * @throws EvaluationError when the list cannot be read, or names a picture that is not there
 */
export async function onlyListed<Picture extends { readonly file: string }>(
  pictures: readonly Picture[],
  list: string | null,
): Promise<readonly Picture[]> {
  if (list === null) return pictures;
  const text = await readFile(list, 'utf8').catch((cause: unknown) => {
    throw new EvaluationError([`--only: ${list} cannot be read; give a text file with one file name a line`], {
      cause,
    });
  });
  const lines = text.split(/\r?\n/).map((line) => basename(line.trim()));
  const wanted = new Set(lines.filter((line) => line !== ''));
  const kept = pictures.filter(({ file }) => wanted.has(basename(file)));
  const found = new Set(kept.map(({ file }) => basename(file)));
  const lost = [...wanted].filter((name) => !found.has(name));
  if (lost.length === 0 && kept.length > 0) return kept;
  const named = lost.slice(0, MAX_NAMED).join(', ');
  throw new EvaluationError([
    `--only: ${list} names ${lost.length} pictures that are not there: ${named || 'it is empty'}`,
  ]);
}
