import type { Violation } from '@lamppost/contracts';

/** Dust is shown as it was shortly before, and when, the limit was passed: its window may begin long before. */
const DUST_LEAD_MS = 30_000;
/** A third still is taken when the two ends lie further apart than this. */
const MIDDLE_FROM_MS = 20_000;

/**
 * Capture times at which a violation is shown, ascending. The first and the last are those of its beginning and its trigger: for a parked
 * vehicle GA/T 832 wants them at least 10 s apart, which the rule's own dwell time sees to.
 */
export function stillMoments(violation: Violation): readonly number[] {
  const last = violation.triggeredAtMs;
  const first =
    violation.matter === 'dust' ? Math.max(violation.startedAtMs, last - DUST_LEAD_MS) : violation.startedAtMs;
  return last - first < MIDDLE_FROM_MS ? [first, last] : [first, Math.round((first + last) / 2), last];
}
