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

/** A window that is being changed: nobody else has it, nor its samples. */
export type OpenWindow = Omit<SensorWindow, 'samples'> & { readonly samples: Sample[] };

/** A copy of a window, to be changed. */
export function openWindow(window: SensorWindow): OpenWindow {
  return { ...window, samples: window.samples.slice() };
}

/**
 * Puts a reading into its window, in the place of its time. Pure: the same readings give the same window in whatever order they come, as
 * long as none is older than the longest window and none overflows it. Those and duplicates are counted.
 *
 * @throws Error when the reading belongs to another sensor or factor
 */
export function addReading(window: SensorWindow, reading: SensorReading, options: AddReadingOptions): SensorWindow {
  const open = openWindow(window);
  putReading(open, reading, options);
  return open;
}

/**
 * As {@link addReading}, in the window itself.
 *
 * @throws Error when the reading belongs to another sensor or factor
 */
export function putReading(window: OpenWindow, reading: SensorReading, options: AddReadingOptions): void {
  if (reading.sensorId !== window.sensorId || reading.factor !== window.factor)
    throw new Error(
      `a reading of ${reading.sensorId} ${reading.factor} was put into the window of ${window.sensorId} ${window.factor}`,
    );
  const { longestWindowMs, toleranceMs = DEFAULT_TOLERANCE_MS, maxSamples = DEFAULT_MAX_SAMPLES } = options;
  const keptMs = longestWindowMs + toleranceMs;
  const { measuredAtMs: atMs, value, marks } = reading;
  if (window.newestMs !== null && atMs <= window.newestMs - keptMs) {
    window.late += 1;
    return;
  }
  const { samples } = window;
  const isNewest = (samples[samples.length - 1]?.atMs ?? Number.NEGATIVE_INFINITY) < atMs;
  const at = isNewest ? samples.length : countUpTo(samples, atMs);
  if (samples[at - 1]?.atMs === atMs) {
    window.duplicates += 1;
    return;
  }
  const isValid = isValidReading(reading);
  const sample: Sample =
    marks?.includes('humid') === true ? { atMs, value, isValid, isHumid: true } : { atMs, value, isValid };
  if (isNewest) samples.push(sample);
  else samples.splice(at, 0, sample);

  window.newestMs = Math.max(window.newestMs ?? 0, atMs);
  // A window may still end as far back as the tolerance reaches. The new sample itself is never older: see above.
  const outdated = countOutdated(samples, window.newestMs - keptMs);
  const excess = Math.max(0, samples.length - maxSamples);
  const forgotten = Math.max(outdated, excess);
  if (forgotten === 0) return;
  window.forgottenToMs = samples[forgotten - 1]?.atMs ?? window.forgottenToMs;
  window.overflowed += Math.max(0, excess - outdated);
  if (forgotten === 1) samples.shift();
  else samples.splice(0, forgotten);
}

/** How many samples at or before `atMs` are not remembered. */
function countOutdated(samples: readonly Sample[], atMs: number): number {
  let count = 0;
  // Hardly ever more than one, for they were forgotten before.
  while ((samples[count + REMEMBERED_SAMPLES]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) count += 1;
  return count;
}

/** Forgets what a window holds from after `atMs`: the sensor's clock was set back to there. Pure. */
export function forgetAfter(window: SensorWindow, atMs: number): SensorWindow {
  return { ...window, samples: window.samples.slice(0, countUpTo(window.samples, atMs)), newestMs: atMs };
}
