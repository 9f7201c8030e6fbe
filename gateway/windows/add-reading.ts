import { type SensorReading, isValidReading } from '@lamppost/contracts';
import type { SensorWindow } from './sensor-window.js';

/** How long before the newest reading a window may still end, in milliseconds, when not configured. */
const DEFAULT_TOLERANCE_MS = 60_000;

/** Samples kept per window, when not configured: more than a day at one a second. */
export const DEFAULT_MAX_SAMPLES = 100_000;

/** Samples kept however old, so that the usual interval stays known where the window holds hardly one. */
const REMEMBERED_SAMPLES = 4;

/** How a window takes readings. */
export interface AddReadingOptions {
  /** The longest window that will be asked for; older samples are forgotten. */
  readonly longestWindowMs: number;
  /** A window may be asked for that ends so long before the newest reading. Default {@link DEFAULT_TOLERANCE_MS}. */
  readonly toleranceMs?: number;
  /** Above this number the oldest sample is forgotten. Default {@link DEFAULT_MAX_SAMPLES}. */
  readonly maxSamples?: number;
}

type Sample = SensorWindow['samples'][number];

/** How many samples lie at or before `atMs`. */
export function countUpTo(samples: readonly Sample[], atMs: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Puts a reading into its window, in the place of its time. Pure: the same readings give the same window in whatever order they come, as
 * long as none is older than the longest window and none overflows it. Those and duplicates are counted.
 *
 * @throws Error when the reading belongs to another sensor or factor
 */
export function addReading(window: SensorWindow, reading: SensorReading, options: AddReadingOptions): SensorWindow {
  if (reading.sensorId !== window.sensorId || reading.factor !== window.factor)
    throw new Error(
      `a reading of ${reading.sensorId} ${reading.factor} was put into the window of ${window.sensorId} ${window.factor}`,
    );
  const { longestWindowMs, toleranceMs = DEFAULT_TOLERANCE_MS, maxSamples = DEFAULT_MAX_SAMPLES } = options;
  const keptMs = longestWindowMs + toleranceMs;
  const { measuredAtMs: atMs, value, marks } = reading;
  if (window.newestMs !== null && atMs <= window.newestMs - keptMs) return { ...window, late: window.late + 1 };

  const at = countUpTo(window.samples, atMs);
  if (window.samples[at - 1]?.atMs === atMs) return { ...window, duplicates: window.duplicates + 1 };
  const humid = marks?.includes('humid') === true ? { isHumid: true as const } : {};
  const sample: Sample = { atMs, value, isValid: isValidReading(reading), ...humid };

  const newestMs = Math.max(window.newestMs ?? 0, atMs);
  // A window may still end as far back as the tolerance reaches. The new sample itself is never older: see above.
  const outdated = countUpTo(window.samples, newestMs - keptMs) - REMEMBERED_SAMPLES;
  const excess = window.samples.length + 1 - maxSamples;
  const forgotten = Math.max(0, outdated, excess);
  const isForgotten = at < forgotten;
  const samples = window.samples.slice(isForgotten ? forgotten - 1 : forgotten);
  if (!isForgotten && at === window.samples.length) samples.push(sample);
  else if (!isForgotten) samples.splice(at - forgotten, 0, sample);
  // The last that is forgotten may be the new one, where there are too many.
  const lastForgotten = at === forgotten - 1 ? sample : window.samples[isForgotten ? forgotten - 2 : forgotten - 1];
  return {
    ...window,
    newestMs,
    samples,
    forgottenToMs: forgotten === 0 ? window.forgottenToMs : (lastForgotten?.atMs ?? window.forgottenToMs),
    overflowed: window.overflowed + Math.max(0, excess - Math.max(0, outdated)),
  };
}

/** Forgets what a window holds from after `atMs`: the sensor's clock was set back to there. Pure. */
export function forgetAfter(window: SensorWindow, atMs: number): SensorWindow {
  return { ...window, samples: window.samples.slice(0, countUpTo(window.samples, atMs)), newestMs: atMs };
}
