import type { Box } from '@lamppost/contracts';
import { intersectionOverUnion } from '../geometry/box-overlap.js';
import type { Verdict } from './average-precision.js';

/** A detection of one class in one picture, to be held against the truth. */
export interface ScoredBox {
  readonly score: number;
  readonly box: Box;
}

/** Least IoU at which a detection counts as having found an object. */
export const MATCH_IOU = 0.5;

/** Best first; equal scores by place, so that the order in which they come does not matter. */
function byScore(a: ScoredBox, b: ScoredBox): number {
  return b.score - a.score || a.box.x1 - b.box.x1 || a.box.y1 - b.box.y1 || a.box.x2 - b.box.x2 || a.box.y2 - b.box.y2;
}

/**
 * Holds the detections of one class in one picture against the objects of that class: the best detection chooses first, and takes the
 * free object that it overlaps most, at least by {@link MATCH_IOU}. Each object is found once; every other detection is wrong.
 *
 * @returns a verdict for each detection, best first
 */
export function matchDetections(detections: readonly ScoredBox[], objects: readonly Box[]): Verdict[] {
  const free = new Set(objects.map((_, index) => index));
  return detections.toSorted(byScore).map(({ score, box }) => {
    let best: { index: number; overlap: number } | null = null;
    for (const index of free) {
      const object = objects[index];
      if (object === undefined) continue;
      const overlap = intersectionOverUnion(box, object);
      if (overlap >= MATCH_IOU && overlap > (best?.overlap ?? 0)) best = { index, overlap };
    }
    if (best !== null) free.delete(best.index);
    return { score, isTrue: best !== null };
  });
}
