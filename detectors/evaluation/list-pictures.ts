import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { EvaluationError } from './evaluation-error.js';

/** Endings of files that are taken for pictures. */
const ENDINGS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.tif', '.tiff', '.avif', '.gif']);

/** Whether a file's name says that it is a picture. */
export function isPicture(file: string): boolean {
  return ENDINGS.has(extname(file).toLowerCase());
}

/**
 * Finds all files below a folder.
 *
 * @returns paths below the folder, sorted, with `/` between their parts
 * @throws EvaluationError when the folder cannot be read
 */
export async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
      .sort();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationError([`${folder}: cannot be read (${reason}); give the path of a folder with pictures`], {
      cause,
    });
  }
}

/** Finds all pictures below a folder, as {@link listFiles} does. @throws EvaluationError when there is none */
export async function listPictures(folder: string): Promise<string[]> {
  const pictures = (await listFiles(folder)).filter(isPicture);
  if (pictures.length === 0)
    throw new EvaluationError([`${folder}: holds no picture; these endings are read: ${[...ENDINGS].join(' ')}`]);
  return pictures;
}
