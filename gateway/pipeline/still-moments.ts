import type { Violation } from '@lamppost/contracts';
import type { Rule } from '../rules/document/rule.js';
import type { StillWindow } from './choose-still.js';

/** Dust is shown as it was shortly before, and when, the limit was passed: its window may begin long before. */
const DUST_LEAD_MS = 30_000;
/** A third still is taken when the two ends lie further apart than this. */
const MIDDLE_FROM_MS = 20_000;

/**
 * Capture times at which a violation is shown, ascending, as many as the rule wants and its time holds; `wanted` is null where it says
 * nothing. The first and the last are those of its beginning and its trigger: for a parked vehicle GA/T 832 wants them at least 10 s apart,
 * which the rule's own dwell time sees to.
 */
export function stillMoments(violation: Violation, wanted: Rule['stills']): readonly number[] {
  const last = violation.triggeredAtMs;
  if (wanted === null) {
    const first = firstMoment(violation, DUST_LEAD_MS);
    return last - first < MIDDLE_FROM_MS ? [first, last] : [first, Math.round((first + last) / 2), last];
  }
  const { count } = wanted;
  const apartMs = wanted.leastSecondsApart * 1000;
  const first = firstMoment(violation, Math.max(DUST_LEAD_MS, (count - 1) * apartMs));
  const fitting = apartMs === 0 ? count : Math.floor((last - first) / apartMs) + 1;
  if (count === 1 || first === last) return [last];
  // Beginning and end are shown at any rate, were they closer together than wanted.
  const gaps = Math.max(1, Math.min(count, fitting) - 1);
  return Array.from({ length: gaps + 1 }, (_, index) => Math.round(first + ((last - first) * index) / gaps));
}

function firstMoment({ matter, startedAtMs, triggeredAtMs }: Violation, leadMs: number): number {
  return matter === 'dust' ? Math.max(startedAtMs, triggeredAtMs - leadMs) : startedAtMs;
}

/** A still is looked for this far from its moment: the sharpest there is taken. */
const NEAR_MS = 400;
/** Footage is waited for until it reaches this far beyond the last moment. */
export const BEYOND_MOMENT_MS = 300;
/** A hidden subject is looked for this far from a moment. */
const MAX_SLACK_MS = 3_000;

/**
 * Where each still may be taken, for moments in order. The first is never taken after its moment, the last never before: between the two lies
 * the whole time that the rule wants. Those between keep their distance to both neighbours, whatever is taken of those.
 *
 * @param leastApartMs least time between two stills
 */
export function stillWindows(moments: readonly number[], leastApartMs: number): StillWindow[] {
  return moments.map((atMs, index) => {
    const before = moments[index - 1];
    const after = moments[index + 1];
    if (before === undefined)
      return {
        atMs,
        fromMs: after === undefined ? atMs : atMs - NEAR_MS,
        toMs: after === undefined ? atMs + BEYOND_MOMENT_MS : atMs,
        slackMs: 0,
      };
    if (after === undefined) return { atMs, fromMs: atMs, toMs: atMs + BEYOND_MOMENT_MS, slackMs: 0 };
    // Neighbours that lie between others may come half the way.
    const spare = Math.max(0, Math.min(atMs - before, after - atMs) - leastApartMs) / 2;
    const near = Math.min(NEAR_MS, spare);
    return { atMs, fromMs: atMs - near, toMs: atMs + near, slackMs: Math.min(MAX_SLACK_MS, spare) };
  });
}
