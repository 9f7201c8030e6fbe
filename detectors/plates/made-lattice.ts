import { COLUMNS, COLUMN_COUNT, type CharacterLattice } from './character-lattice.js';

/** A step of a made-up lattice: probabilities by character, `-` for none; the rest is what no plate has. */
export type Step = Readonly<Record<string, number>>;

/** A lattice out of its steps, for tests. */
export function latticeOf(steps: readonly Step[]): CharacterLattice {
  return steps.map((step) => {
    const row = new Float64Array(COLUMN_COUNT);
    for (const [character, probability] of Object.entries(step))
      row[character === '-' ? 0 : (COLUMNS.get(character) ?? 0)] = probability;
    return row;
  });
}

/** A lattice that says a text clearly: each character for two steps, then a gap. */
export function clearLattice(text: string, sure = 0.98): CharacterLattice {
  return latticeOf(
    Array.from(text).flatMap((character) => [
      { [character]: sure, '-': 1 - sure },
      { [character]: sure, '-': 1 - sure },
      { '-': sure },
    ]),
  );
}
