import type { SensorWindow } from './sensor-window.js';

/** Valid readings of the time before that a rise is measured from, at least. */
const MIN_BEFORE = 5;

/** Which stretches of time a rise is measured over. */
export interface RiseSpan {
  /** The newest readings, whose mean is taken; above 0. */
  readonly recentMs: number;
  /** The time before those, whose median is taken; above 0. */
  readonly beforeMs: number;
}

/** How far a factor stands above what it was. */
export interface WindowRise {
  /** Median of the time before, in the unit of the factor. */
  readonly from: number;
  /** Mean of the newest readings. */
  readonly to: number;
  /** When the first of these was measured. */
  readonly sinceMs: number;
}

/**
 * How a factor rose up to `endMs`, on event time: the mean over `(endMs - recentMs, endMs]` against the median over the time before that.
 * The median does not follow a single puff. Pure: the same samples give the same rise, bit for bit.
 *
 * @returns null when there is no valid reading among the newest, when there are fewer than 5 before them, when those reach back over less
 *   than half of their time, or when readings were forgotten already
 * @throws RangeError when a span is not positive
 */
export function windowRise(window: SensorWindow, endMs: number, { recentMs, beforeMs }: RiseSpan): WindowRise | null {
  if (!(recentMs > 0 && beforeMs > 0))
    throw new RangeError(`a rise over ${recentMs} ms against ${beforeMs} ms cannot be told: give lengths above 0`);
  const splitMs = endMs - recentMs;
  const startMs = splitMs - beforeMs;
  if (window.forgottenToMs !== null && window.forgottenToMs > startMs) return null;
  const valid = window.samples.filter(({ atMs, isValid }) => isValid && atMs > startMs && atMs <= endMs);
  const before = valid.filter(({ atMs }) => atMs <= splitMs);
  const recent = valid.slice(before.length);
  const [first] = recent;
  const reachesBack = (before[0]?.atMs ?? Infinity) <= splitMs - beforeMs / 2;
  if (first === undefined || before.length < MIN_BEFORE || !reachesBack) return null;
  const to = recent.reduce((sum, { value }) => sum + value, 0) / recent.length;
  return { from: median(before.map(({ value }) => value)), to, sinceMs: first.atMs };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
