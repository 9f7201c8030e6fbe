import { intersectionOverUnion, shareWithin } from '../geometry/box-overlap.js';
import type { Detection } from './detection.js';
import { labelGroup } from './label-groups.js';

/** How much two boxes may overlap (IoU, 0 to 1) before the weaker one is taken for the same object. */
export interface OverlapLimits {
  /** Between detections of the same label. */
  readonly sameLabel: number;
  /** Share of the weaker box that may lie within a better one of the same label, 0 to 1: beyond it, it is a part of the same object. */
  readonly sameLabelWithin: number;
  /** Between labels of one group, e.g. car and truck: higher, for a bus may well stand behind a car. */
  readonly sameGroup: number;
}

/**
 * Non-maximum suppression: keeps the better of detections that are the same object, and every detection that overlaps none.
 *
 * @returns the kept detections, best first; equal scores keep their order
 */
export function suppressOverlaps(detections: readonly Detection[], limits: OverlapLimits): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    const group = labelGroup(candidate.label);
    const isKnown = kept.some((better) => {
      if (labelGroup(better.label) !== group) return false;
      const overlap = intersectionOverUnion(better.box, candidate.box);
      if (better.label !== candidate.label) return overlap > limits.sameGroup;
      return overlap > limits.sameLabel || shareWithin(candidate.box, better.box) > limits.sameLabelWithin;
    });
    if (!isKnown) kept.push(candidate);
  }
  return kept;
}
