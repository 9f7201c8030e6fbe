import { basename, extname } from 'node:path';

/** Characters that names put between the parts of a plate, and that no plate is told apart by. */
const SEPARATORS = /[\s·•.\-]/g;
/** A mainland plate: the province or the kind in one Chinese character, then letters and digits, perhaps a Chinese character at the end. */
const PLATE = /^\p{Script=Han}[A-Z0-9]{4,7}\p{Script=Han}?$/u;

/** A plate's text without separators, letters large. */
export function plainPlate(text: string): string {
  return text.normalize('NFKC').replaceAll(SEPARATORS, '').toUpperCase();
}

/**
 * Reads the plate that a file is named after: the name up to the first underscore, without its ending. `沪AMS087.jpg`, `沪AMS087_1.jpg`
 * and `沪A·MS087_back.png` all say 沪AMS087.
 *
 * @returns null when the name is no mainland plate
 */
export function plateOfName(file: string): string | null {
  const [name = ''] = basename(file, extname(file)).split('_');
  const plate = plainPlate(name);
  return PLATE.test(plate) ? plate : null;
}
