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
/** Footage is waited for until it reaches this far beyond a still's time, so that a picture is there to decode. */
const BEYOND_MS = 300;
/** A hidden subject is looked for this far from a moment. */
const MAX_SLACK_MS = 3_000;

/** Times around one moment, and what must be kept free of other stills. */
export interface WindowOptions {
  /** All moments, ascending, and the place of this one among them. */
  readonly moments: readonly number[];
  readonly index: number;
  /** Least time between two stills, milliseconds. */
  readonly leastApartMs: number;
  /** When the first still was really taken; null while it is not. */
  readonly firstTakenMs: number | null;
}

/**
 * Where the still of a moment may be taken. None is taken before the first moment: it would show what was not there yet. The last is put off
 * by as much as the first was, so that the whole time that the rule wants lies between the two; those between keep their distance to both
 * neighbours, whatever is taken of those.
 */
export function stillWindow({ moments, index, leastApartMs, firstTakenMs }: WindowOptions): StillWindow {
  const atMs = moments[index] ?? 0;
  const [before, after] = [moments[index - 1], moments[index + 1]];
  // Half of what is left is this one's, the other half its neighbour's.
  const spare = (gapMs: number) => Math.max(0, gapMs - leastApartMs) / 2;
  if (before === undefined) {
    const near = after === undefined ? BEYOND_MS : Math.min(NEAR_MS, spare(after - atMs));
    return { atMs, fromMs: atMs, toMs: atMs + near, slackMs: 0 };
  }
  if (after === undefined) {
    const lateMs = Math.max(0, (firstTakenMs ?? 0) - (moments[0] ?? 0));
    return { atMs: atMs + lateMs, fromMs: atMs + lateMs, toMs: atMs + lateMs + BEYOND_MS, slackMs: 0 };
  }
  const slackMs = Math.min(MAX_SLACK_MS, spare(Math.min(atMs - before, after - atMs)));
  const near = Math.min(NEAR_MS, slackMs);
  return { atMs, fromMs: atMs - near, toMs: atMs + near, slackMs };
}
