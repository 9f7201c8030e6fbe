import { countUpTo } from './add-reading.js';
import type { SensorWindow } from './sensor-window.js';

/** Share of a window that valid readings must cover. GB 3095-2012 asks 45 valid minutes of an hour; shorter windows follow it. */
const DEFAULT_MIN_CAPTURE = 0.75;

/** Gaps between readings from which the usual interval may be told, at least, */
const MIN_GAPS = 3;
/** and at most: the newest. */
const MAX_GAPS = 60;
/** Readings from before the window that the interval is also told from, where the window holds hardly one. */
const GAPS_BEFORE = 4;

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
  /** The highest valid reading. */
  readonly max: number;
  /** How many valid readings it is the mean of, */
  readonly count: number;
  /** and how many of these were taken above 90 %RH. */
  readonly humid: number;
  /** When the first of them was measured. */
  readonly sinceMs: number;
}

/** Gaps in the order of their length, for the time of one call. */
const sortedGaps = new Float64Array(MAX_GAPS);

/** Told from readings up to the window's end alone: what comes after it must not change what was judged. */
function learnInterval(samples: SensorWindow['samples'], start: number, end: number): number | null {
  const first = Math.max(0, start - GAPS_BEFORE, end - 1 - MAX_GAPS);
  const count = end - first - 1;
  if (count < MIN_GAPS) return null;
  let beforeMs = samples[first]?.atMs ?? 0;
  for (let index = 0; index < count; index += 1) {
    const atMs = samples[first + index + 1]?.atMs ?? 0;
    const gapMs = atMs - beforeMs;
    beforeMs = atMs;
    let place = index;
    // Gaps of a monitor are nearly the same, so that hardly one moves far.
    for (let longer; place > 0 && (longer = sortedGaps[place - 1] ?? 0) > gapMs; place -= 1) sortedGaps[place] = longer;
    sortedGaps[place] = gapMs;
  }
  return sortedGaps[(count - 1) >> 1] ?? null; // of two in the middle the lower: it asks for more readings, not for fewer
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
  const start = countUpTo(window.samples, startMs);
  const end = countUpTo(window.samples, endMs);
  const intervalMs = expectedIntervalMs ?? learnInterval(window.samples, start, end);
  if (intervalMs === null) return null;

  let sum = 0;
  let count = 0;
  let humid = 0;
  let max = Number.NEGATIVE_INFINITY;
  let coveredMs = 0;
  let sinceMs: number | null = null;
  let previousMs = window.samples[start - 1]?.atMs ?? Number.NEGATIVE_INFINITY;
  for (let index = start; index < end; index += 1) {
    const sample = window.samples[index];
    if (sample === undefined) break;
    const { atMs, value, isValid, isHumid } = sample;
    if (isValid) {
      sum += value;
      count += 1;
      max = Math.max(max, value);
      if (isHumid === true) humid += 1;
      coveredMs += Math.min(intervalMs, atMs - previousMs);
      sinceMs ??= atMs;
    }
    previousMs = atMs;
  }
  const validShare = Math.min(1, coveredMs / windowMs);
  if (sinceMs === null || validShare < minCapture) return null;
  return { mean: sum / count, max, validShare, count, humid, sinceMs };
}
