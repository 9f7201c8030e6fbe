import { type SensorReading, isValidReading } from '@lamppost/contracts';
import type { SensorWindow } from './sensor-window.js';

/** How late a reading may come and still be put in its place, in milliseconds, when not configured. */
export const DEFAULT_TOLERANCE_MS = 60_000;

/** Samples kept per window, when not configured: more than a day at one a second. */
export const DEFAULT_MAX_SAMPLES = 100_000;

/** Samples kept however old, so that the usual interval stays known where the window holds hardly one. */
const REMEMBERED_SAMPLES = 4;

/** How a window takes readings. */
export interface AddReadingOptions {
  /** The longest window that will be asked for; older samples are forgotten. */
  readonly longestWindowMs: number;
  /** A reading this much older than the newest is still merged by its time; an older one is late. Default {@link DEFAULT_TOLERANCE_MS}. */
  readonly toleranceMs?: number;
  /** Above this number the oldest sample is forgotten. Default {@link DEFAULT_MAX_SAMPLES}. */
  readonly maxSamples?: number;
}

type Sample = SensorWindow['samples'][number];

/** How many samples lie at or before `atMs`. */
function countUpTo(samples: readonly Sample[], atMs: number): number {
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
 * Puts a reading into its window. Pure: readings within the tolerance give the same window in whatever order they arrive, as long as
 * none overflows it. Late readings and duplicates are counted.
 *
 * @throws Error when the reading belongs to another sensor or factor
 */
export function addReading(window: SensorWindow, reading: SensorReading, options: AddReadingOptions): SensorWindow {
  if (reading.sensorId !== window.sensorId || reading.factor !== window.factor)
    throw new Error(
      `a reading of ${reading.sensorId} ${reading.factor} was put into the window of ${window.sensorId} ${window.factor}`,
    );
  const { longestWindowMs, toleranceMs = DEFAULT_TOLERANCE_MS, maxSamples = DEFAULT_MAX_SAMPLES } = options;
  const { measuredAtMs: atMs, value } = reading;
  if (window.newestMs !== null && atMs < window.newestMs - toleranceMs) return { ...window, late: window.late + 1 };

  const at = countUpTo(window.samples, atMs);
  if (window.samples[at - 1]?.atMs === atMs) return { ...window, duplicates: window.duplicates + 1 };
  // HJ 212: N (normal) and S (set by hand) are valid, F M D C T B are not; nor is what a faulty monitor sends.
  const samples = window.samples.toSpliced(at, 0, { atMs, value, isValid: isValidReading(reading) });

  const newestMs = Math.max(window.newestMs ?? 0, atMs);
  // A window may still end as far back as a reading may still come.
  const outdated = countUpTo(samples, newestMs - toleranceMs - longestWindowMs) - REMEMBERED_SAMPLES;
  const excess = samples.length - maxSamples;
  const forgotten = Math.max(0, outdated, excess);
  return {
    ...window,
    newestMs,
    samples: forgotten === 0 ? samples : samples.slice(forgotten),
    forgottenToMs: forgotten === 0 ? window.forgottenToMs : (samples[forgotten - 1]?.atMs ?? window.forgottenToMs),
    overflowed: window.overflowed + Math.max(0, excess - Math.max(0, outdated)),
  };
}

/** Up to this event time no reading will be added any more; null before the first one. A mean that ends here is final. */
export function watermarkMs(window: SensorWindow, options: Pick<AddReadingOptions, 'toleranceMs'> = {}): number | null {
  return window.newestMs === null ? null : window.newestMs - (options.toleranceMs ?? DEFAULT_TOLERANCE_MS);
}
