import type { Background } from './hazard-state.js';

/** Millionths are kept: below them nothing matters, and the state stays short. */
const STEPS = 1_000_000;
const rounded = (value: number) => Math.round(value * STEPS) / STEPS;

/**
 * How much a look counts in a slow mean: all looks alike until the time constant is reached, the newer more from then on. It hangs on
 * time alone, so that the rate of looks changes nothing.
 *
 * @param gapMs - time that the look stands for
 * @param learntMs - time that was learnt from before
 */
export function learningWeight(gapMs: number, learntMs: number, timeConstantMs: number): number {
  if (learntMs + gapMs <= 0) return 1;
  return Math.max(gapMs / (learntMs + gapMs), 1 - Math.exp(-gapMs / timeConstantMs));
}

/** Learns from a look what is usual at each cell; those that `isHeldOut` names stay as they are. */
export function learnBackground(
  before: Background,
  scores: readonly number[],
  weight: number,
  isHeldOut: (cell: number) => boolean,
): Background {
  const mean: number[] = [];
  const deviation: number[] = [];
  scores.forEach((score, cell) => {
    const oldMean = before.mean[cell] ?? 0;
    const oldDeviation = before.deviation[cell] ?? 0;
    const share = isHeldOut(cell) ? 0 : weight;
    mean.push(rounded(oldMean + share * (score - oldMean)));
    deviation.push(rounded(oldDeviation + share * (Math.abs(score - oldMean) - oldDeviation)));
  });
  return { mean, deviation };
}
