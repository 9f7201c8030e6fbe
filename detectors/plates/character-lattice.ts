import { PLATE_CHARACTERS } from './plate-grammar.js';

/** How sure the recogniser is of each character in each step from left to right: rows of probabilities, column 0 for no character. */
export type CharacterLattice = readonly Float64Array[];

/** Column of a plate character in a {@link CharacterLattice}. */
export const COLUMNS: ReadonlyMap<string, number> = new Map(
  PLATE_CHARACTERS.map((character, index) => [character, index + 1]),
);

/** Columns of a lattice: no character, then each plate character. */
export const COLUMN_COUNT = PLATE_CHARACTERS.length + 1;

// A recogniser of any text writes what stands on no plate. The dot behind the office and its look-alikes count as no character; a letter
// that GA 36 does not use, or a small one, counts as what it must be.
const SEPARATORS = new Set(['', ' ', '·', '•', '・', '.', '-', '—', '_', ':', "'", ',']);
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', o: '0', I: '1', i: '1', l: '1', '|': '1' };

/** Column that each entry of the recogniser's dictionary counts towards; -1 for what can't be on a plate. */
export function columnsOf(dictionary: readonly string[]): Int16Array {
  return Int16Array.from(dictionary, (entry) => {
    if (SEPARATORS.has(entry)) return 0;
    return COLUMNS.get(LOOK_ALIKES[entry] ?? entry) ?? COLUMNS.get(entry.toUpperCase()) ?? -1;
  });
}

/** Takes the plate characters out of a recogniser's output: `steps` rows, one probability for each entry of its dictionary. */
export function toLattice(probabilities: Float32Array, steps: number, columns: Int16Array): CharacterLattice {
  return [...Array(steps).keys()].map((step) => {
    const row = new Float64Array(COLUMN_COUNT);
    const from = step * columns.length;
    columns.forEach((column, entry) => {
      if (column >= 0) row[column] = (row[column] ?? 0) + (probabilities[from + entry] ?? 0);
    });
    return row;
  });
}
