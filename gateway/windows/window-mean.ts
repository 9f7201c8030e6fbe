import type { SensorWindow } from './sensor-window.js';

/** Share of a window that valid readings must cover. GB 3095-2012 asks 45 valid minutes of an hour; shorter windows follow it. */
export const DEFAULT_MIN_CAPTURE = 0.75;

/** Gaps between readings from which the usual interval may be told. */
const MIN_GAPS = 3;

/** What a mean is held to. */
export interface WindowMeanOptions {
  /** Least share of the window that valid readings cover, 0 to 1. Default {@link DEFAULT_MIN_CAPTURE}. */
  readonly minCapture?: number;
  /** Time between two readings of this sensor; when not configured, the median of what was seen. */
  readonly expectedIntervalMs?: number;
}

/** Mean of the valid readings in a window. */
export interface WindowMean {
  /** In the unit of the factor. */
  readonly mean: number;
  /** Share of the window that valid readings cover, 0 to 1. */
  readonly validShare: number;
  /** How many valid readings it is the mean of. */
  readonly count: number;
  /** When the first of them was measured. */
  readonly sinceMs: number;
}

function learnInterval(samples: SensorWindow['samples']): number | null {
  if (samples.length <= MIN_GAPS) return null;
  const gaps = new Float64Array(samples.length - 1);
  for (let index = 0; index < gaps.length; index += 1)
    gaps[index] = (samples[index + 1]?.atMs ?? 0) - (samples[index]?.atMs ?? 0);
  gaps.sort();
  return gaps[(gaps.length - 1) >> 1] ?? null; // of two in the middle the lower: it asks for more readings, not for fewer
}

/**
 * Arithmetic mean over the window `(endMs - windowMs, endMs]` of event time. Each valid reading covers the time since the reading
 * before it, at most one interval, so that a burst does not make up for a gap. Pure: the same samples give the same mean, bit for bit.
 *
 * @returns null when the valid readings cover too little of the window, when the interval is not known yet, or when readings of the
 *   window were forgotten already
 * @throws RangeError when `windowMs` is not positive
 */
export function windowMean(
  window: SensorWindow,
  endMs: number,
  windowMs: number,
  options: WindowMeanOptions = {},
): WindowMean | null {
  if (!(windowMs > 0)) throw new RangeError(`a window of ${windowMs} ms has no mean: give a length above 0`);
  const { minCapture = DEFAULT_MIN_CAPTURE, expectedIntervalMs } = options;
  const startMs = endMs - windowMs;
  if (window.forgottenToMs !== null && window.forgottenToMs > startMs) return null;
  const intervalMs = expectedIntervalMs ?? learnInterval(window.samples);
  if (intervalMs === null) return null;

  let sum = 0;
  let count = 0;
  let coveredMs = 0;
  let sinceMs: number | null = null;
  let previousMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, value, isValid } of window.samples) {
    if (atMs > endMs) break;
    if (atMs > startMs && isValid) {
      sum += value;
      count += 1;
      coveredMs += Math.min(intervalMs, atMs - previousMs);
      sinceMs ??= atMs;
    }
    previousMs = atMs;
  }
  const validShare = Math.min(1, coveredMs / windowMs);
  return sinceMs === null || validShare < minCapture ? null : { mean: sum / count, validShare, count, sinceMs };
}
