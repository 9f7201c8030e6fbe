import type { Box } from '@lamppost/contracts';
import { relativeShift } from '../geometry/box-motion.js';
import { boxArea, intersectionOverUnion, shareWithin } from '../geometry/box-overlap.js';
import type { TrackerOptions } from './tracker-options.js';

/** Least IoU when only the centre keeps its place: a box may breathe, but not become another. */
const BREATHING_IOU = 0.4;
/** A box that lies within the place by this share, and fills at least this share of it, may be the visible part of what stands there. */
const PART_WITHIN = 0.85;
const PART_AREA = 0.3;

/** Whether a box is where the anchor is, but for the unrest of the model. */
export function isInPlace(box: Box, anchor: Box, options: TrackerOptions): boolean {
  const overlap = intersectionOverUnion(box, anchor);
  return (
    overlap >= options.placeIou || (overlap >= BREATHING_IOU && isCentred(box, anchor, options.placeShift, options))
  );
}

/** Whether a box is so close to the anchor that an object which is new there may be called at rest: unrest alone, no slow roll. */
export function isAtRest(box: Box, anchor: Box, options: TrackerOptions): boolean {
  const overlap = intersectionOverUnion(box, anchor);
  return overlap >= options.restIou || (overlap >= BREATHING_IOU && isCentred(box, anchor, 0, options));
}

function isCentred(box: Box, anchor: Box, share: number, { placeJitter }: TrackerOptions): boolean {
  const shift = relativeShift(anchor, box);
  return (
    shift.x <= Math.max(share, placeJitter / (anchor.x2 - anchor.x1)) &&
    shift.y <= Math.max(share, placeJitter / (anchor.y2 - anchor.y1))
  );
}

/** Whether a box may be what can be seen of an object that stands at the anchor and is hidden in part. */
export function isPartInPlace(box: Box, anchor: Box): boolean {
  return shareWithin(box, anchor) >= PART_WITHIN && boxArea(box) >= PART_AREA * boxArea(anchor);
}
