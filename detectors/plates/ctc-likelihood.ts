import type { CharacterLattice } from './character-lattice.js';

/** Stands for any character in the sequences of {@link ctcLikelihood}. */
export const ANY = -1;

/** Keeps one doubtful step from ruling a text out, and sums from leaving the range of numbers. */
const FLOOR = 1e-4;

function probability(row: Float64Array, column: number): number {
  return FLOOR + (column === ANY ? 1 - (row[0] ?? 0) : (row[column] ?? 0));
}

/**
 * Natural logarithm of the probability that a lattice says exactly this sequence, over all its alignments: the forward pass of connectionist
 * temporal classification (Graves et al. 2006).
 *
 * @param sequence - columns of the lattice, or {@link ANY}; not empty
 */
export function ctcLikelihood(lattice: CharacterLattice, sequence: readonly number[]): number {
  // States 0, 2, 4, ... are gaps without a character; state 2 k + 1 is character k.
  const labels = [...Array(2 * sequence.length + 1).keys()].map((state) =>
    state % 2 === 0 ? 0 : (sequence[(state - 1) / 2] ?? 0),
  );
  // A character may follow the one before without a gap only when it is another one.
  const mayJump = labels.map((label, state) => state > 2 && state % 2 === 1 && label !== labels[state - 2]);
  let reached: readonly number[] = labels.map((_, state) => (state === 0 ? 1 : 0));
  let logScale = 0;
  lattice.forEach((row, step) => {
    const next = labels.map((label, state) => {
      const jump = mayJump[state] === true ? (reached[state - 2] ?? 0) : 0;
      const from = (reached[state] ?? 0) + (reached[state - 1] ?? 0) + jump;
      return (step === 0 && state > 1 ? 0 : from) * probability(row, label);
    });
    const sum = next.reduce((total, value) => total + value, 0);
    logScale += Math.log(sum);
    reached = next.map((value) => value / sum);
  });
  return logScale + Math.log((reached.at(-1) ?? 0) + (reached.at(-2) ?? 0));
}
