import type { Detection } from './detection.js';
import { suppressOverlaps } from './suppress-overlaps.js';

/** Within one model, suppression was done already; between two, one vehicle may be a car to one and a truck to the other. */
const BETWEEN_MODELS = { sameLabel: 1, sameLabelWithin: 1, sameGroup: 0.7 };

/** Puts together what several models found in one picture; best first. */
export function joinDetections(found: readonly (readonly Detection[])[], atMost: number): Detection[] {
  const [only] = found;
  if (only !== undefined && found.length === 1) return [...only];
  return suppressOverlaps(found.flat(), BETWEEN_MODELS).slice(0, atMost);
}
