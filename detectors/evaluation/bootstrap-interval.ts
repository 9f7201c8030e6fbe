import type { LabelledScore } from './roc-curve.js';

const RESAMPLES = 1_000;
/** What is left out at either end: the interval holds 95 %. */
const TAIL = 0.025;

/** An interval that holds 95 % of what resampling gives. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Numbers from 0 to below 1, always the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * How far a figure would move if other pictures of the same kind had been taken: percentile bootstrap over pictures, positive and
 * negative ones drawn apart so that their numbers stay. Always the same for the same scores. Pictures of one scene are alike, so the
 * true uncertainty is larger.
 *
 * @returns null when the figure can't be reckoned
 */
export function bootstrapInterval(
  scores: readonly LabelledScore[],
  figure: (resampled: readonly LabelledScore[]) => number | null,
): Interval | null {
  const random = seededRandom(1);
  const strata = [true, false].map((kind) => scores.filter(({ isPositive }) => isPositive === kind));
  const figures: number[] = [];
  for (let round = 0; round < RESAMPLES; round += 1) {
    const resampled = strata.flatMap((stratum) =>
      stratum.flatMap(() => stratum[Math.floor(random() * stratum.length)] ?? []),
    );
    const value = figure(resampled);
    if (value === null) return null;
    figures.push(value);
  }
  figures.sort((a, b) => a - b);
  const low = figures[Math.floor(TAIL * (RESAMPLES - 1))];
  const high = figures[Math.ceil((1 - TAIL) * (RESAMPLES - 1))];
  return low === undefined || high === undefined ? null : { low, high };
}
