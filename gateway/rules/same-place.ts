import type { Box } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';

const SAME_PLACE_IOU = 0.5;

/** Whether two violations of a rule are at the same place; those without a box are at the rule's only one. */
export function isSamePlace(a: Box | null, b: Box | null): boolean {
  if (a === null || b === null) return a === b;
  return intersectionOverUnion(a, b) >= SAME_PLACE_IOU;
}
