import type { Box } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';
import type { OpenViolation } from './rule-state.js';

/** What counts as the same place: intersection over union of the two boxes. */
const SAME_PLACE_IOU = 0.5;
/** How soon something must be back at a violation's place to be taken for the same thing under a new track. */
const BACK_WITHIN_MS = 60_000;
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Where the open violation stands that something seen now belongs to; -1 when it belongs to none.
 *
 * @param visible - keys of what is seen by itself in this look: something else in its place does not belong to it
 */
export function findOpen(
  open: readonly OpenViolation[],
  seen: { readonly key: string; readonly box: Box | null; readonly atMs: number },
  visible: ReadonlySet<string> = NOTHING,
): number {
  const byKey = open.findIndex((violation) => violation.key === seen.key);
  if (byKey >= 0 || seen.box === null) return byKey;
  const { box } = seen;
  return open.findIndex(
    (violation) =>
      violation.box !== null &&
      !visible.has(violation.key) &&
      seen.atMs - violation.lastSeenAtMs <= BACK_WITHIN_MS &&
      intersectionOverUnion(violation.box, box) >= SAME_PLACE_IOU,
  );
}

/** Joins what is seen to an open violation (`index` from {@link findOpen}), which keeps its ID, or opens one for it. */
export function joinOpen(open: readonly OpenViolation[], index: number, seen: OpenViolation): readonly OpenViolation[] {
  return index < 0
    ? [...open, seen]
    : open.map((violation, at) => (at === index ? { ...violation, ...seen } : violation));
}

/** Drops the violations that ended: nothing was seen of them for `endsAfterMs`, and it is not `followed` any more. */
export function dropEnded(
  open: readonly OpenViolation[],
  atMs: number,
  endsAfterMs: number,
  followed: ReadonlySet<string> = NOTHING,
): readonly OpenViolation[] {
  return open.filter(({ key, lastSeenAtMs }) => followed.has(key) || atMs - lastSeenAtMs < endsAfterMs);
}
