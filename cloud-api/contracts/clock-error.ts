import type { ClockReading } from './evidence-manifest.js';

/** GA/T 832: the clock of a device is within 1.0 s of Beijing time. */
export const CLOCK_LIMIT_MS = 1000;

/** How far a clock may have been off at worst when it was read, milliseconds, 0 or more. */
export function worstClockErrorMs({
  offsetMs,
  uncertaintyMs,
}: Pick<ClockReading, 'offsetMs' | 'uncertaintyMs'>): number {
  return Math.abs(offsetMs) + uncertaintyMs;
}
