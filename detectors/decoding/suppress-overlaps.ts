import { Candidates } from './candidates.js';
import type { Detection } from './detection.js';
import { labelIndex } from './labels.js';

/** How much two boxes may overlap (IoU, 0 to 1) before the weaker one is taken for the same object. */
export interface OverlapLimits {
  /** Between detections of the same label. */
  readonly sameLabel: number;
  /** Share of the weaker box that may lie within a better one of the same label, 0 to 1: beyond it, it is a part of the same object. */
  readonly sameLabelWithin: number;
  /** Between labels of one group, e.g. car and truck: higher, for a bus may well stand behind a car. */
  readonly sameGroup: number;
}

/** Whether the weaker of two candidates of one group is the same object as the better one. */
function isSameObject(candidates: Candidates, better: number, weaker: number, limits: OverlapLimits): boolean {
  const { boxes, labels } = candidates;
  const [a, b] = [4 * better, 4 * weaker];
  // Read one by one, for an array made anew for each pair is most of the cost.
  const ax1 = boxes[a] ?? 0;
  const ay1 = boxes[a + 1] ?? 0;
  const ax2 = boxes[a + 2] ?? 0;
  const ay2 = boxes[a + 3] ?? 0;
  const bx1 = boxes[b] ?? 0;
  const by1 = boxes[b + 1] ?? 0;
  const bx2 = boxes[b + 2] ?? 0;
  const by2 = boxes[b + 3] ?? 0;
  const width = Math.min(ax2, bx2) - Math.max(ax1, bx1);
  const height = Math.min(ay2, by2) - Math.max(ay1, by1);
  if (!(width > 0 && height > 0)) return false;
  const shared = width * height;
  const weakerArea = (bx2 - bx1) * (by2 - by1);
  const overlap = shared / ((ax2 - ax1) * (ay2 - ay1) + weakerArea - shared);
  if (labels[better] !== labels[weaker]) return overlap > limits.sameGroup;
  return overlap > limits.sameLabel || shared / weakerArea > limits.sameLabelWithin;
}

/**
 * Non-maximum suppression: keeps the better of candidates that are the same object, and every candidate that overlaps none.
 *
 * @returns indices of the kept candidates, best first, `atMost` of them; equal scores keep their order
 */
export function keepBest(candidates: Candidates, limits: OverlapLimits, atMost = Infinity): number[] {
  const kept: number[] = [];
  for (const candidate of candidates.bestFirst()) {
    if (kept.length >= atMost) break;
    const group = candidates.group(candidate);
    let isKnown = false;
    for (const better of kept)
      if (candidates.group(better) === group && isSameObject(candidates, better, candidate, limits)) {
        isKnown = true;
        break;
      }
    if (!isKnown) kept.push(candidate);
  }
  return kept;
}

/** {@link keepBest} of detections. */
export function suppressOverlaps(detections: readonly Detection[], limits: OverlapLimits): Detection[] {
  const candidates = new Candidates(detections.length);
  for (const { box, score, label } of detections)
    candidates.add(box.x1, box.y1, box.x2, box.y2, score, labelIndex(label));
  return keepBest(candidates, limits).flatMap((index) => detections[index] ?? []);
}
