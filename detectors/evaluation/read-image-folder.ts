import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EvaluationError } from './evaluation-error.js';
import { HAZARDS, hazardsOfName } from './hazard-labels.js';
import type { Hazard } from './hazard-labels.js';
import { listPictures } from './list-pictures.js';

const MAX_PROBLEMS = 10;
const TABLE = 'labels.csv';
const YES = new Set(['1', 'true', 'yes']);
const NO = new Set(['0', 'false', 'no', '']);

/** A picture, and what it shows as a whole. */
export interface HazardPicture {
  readonly file: string;
  readonly shows: ReadonlySet<Hazard>;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new EvaluationError(problems.slice(0, MAX_PROBLEMS));
}

/** Cells of a line; quotes are for commas in a name. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}

function showsOfRow(columns: readonly string[], cells: readonly string[]): ReadonlySet<Hazard> | null {
  const cell = (column: string) => (cells[columns.indexOf(column)] ?? '').toLowerCase();
  if (columns.includes('label')) return hazardsOfName(cell('label'));
  if (HAZARDS.some((hazard) => !YES.has(cell(hazard)) && !NO.has(cell(hazard)))) return null;
  return new Set(HAZARDS.filter((hazard) => YES.has(cell(hazard))));
}

/**
 * Reads a table of pictures: `file,label` (see {@link hazardsOfName}), or `file,fire,smoke` with 1 or 0.
 *
 * @throws EvaluationError naming each line that cannot be read
 */
export function parseImageTable(text: string, table: string): { file: string; shows: ReadonlySet<Hazard> }[] {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = cellsOf(head).map((column) => column.toLowerCase());
  const isKnown = columns.includes('label') || HAZARDS.some((hazard) => columns.includes(hazard));
  if (!columns.includes('file') || !isKnown)
    throw new EvaluationError([`${table}:1: the head must be "file,label" or "file,fire,smoke"`]);
  const problems: string[] = [];
  const rows = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = cellsOf(line);
    const file = cells[columns.indexOf('file')] ?? '';
    const shows = showsOfRow(columns, cells);
    if (file !== '' && shows !== null) return [{ file, shows }];
    problems.push(`${table}:${index + 2}: not a file with fire, smoke, both or none, or with 1 or 0 for each`);
    return [];
  });
  refuse(problems);
  if (rows.length === 0) throw new EvaluationError([`${table}: lists no picture`]);
  return rows;
}

async function readTable(table: string): Promise<HazardPicture[]> {
  const text = await readFile(table, 'utf8').catch((cause: unknown) => {
    throw new EvaluationError([`${table}: cannot be read`], { cause });
  });
  return parseImageTable(text, table).map(({ file, shows }) => ({ file: resolve(dirname(table), file), shows }));
}

/**
 * Reads pictures that are labelled as a whole: a folder with a sub-folder for each class (see {@link hazardsOfName}), a folder with
 * `labels.csv`, or a CSV file (see {@link parseImageTable}).
 *
 * @throws EvaluationError naming each folder or line that says nothing of fire and smoke
 */
export async function readImageFolder(given: string): Promise<HazardPicture[]> {
  const source = resolve(given);
  if (/\.csv$/i.test(source)) return readTable(source);
  const table = join(source, TABLE);
  const hasTable = await stat(table).then(
    (found) => found.isFile(),
    () => false,
  );
  if (hasTable) return readTable(table);
  const problems = new Set<string>();
  const pictures = (await listPictures(source)).flatMap((file) => {
    const [className = '', ...rest] = file.split('/');
    const shows = rest.length === 0 ? null : hazardsOfName(className);
    if (shows !== null) return [{ file: join(source, file), shows }];
    problems.add(
      rest.length === 0
        ? `${source}: pictures must stand in a folder named after what they show: fire/, smoke/, both/ or none/; pictures with neither can be given by --negatives`
        : `${join(source, className)}: says nothing of fire and smoke; call the folder fire, smoke, both or none`,
    );
    return [];
  });
  refuse([...problems]);
  return pictures;
}
