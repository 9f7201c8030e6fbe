import type { Box } from '@lamppost/contracts';

/** Area of a box as a share of the frame, 0 to 1. */
export function boxArea(box: Box): number {
  return (box.x2 - box.x1) * (box.y2 - box.y1);
}

/** Area that two boxes share, as a share of the frame; 0 when they are apart. */
export function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union of two boxes, 0 (apart) to 1 (the same). */
export function intersectionOverUnion(a: Box, b: Box): number {
  const shared = sharedArea(a, b);
  return shared === 0 ? 0 : shared / (boxArea(a) + boxArea(b) - shared);
}

/** Share of the first box that lies within the second, 0 to 1. */
export function shareWithin(inner: Box, outer: Box): number {
  return sharedArea(inner, outer) / boxArea(inner);
}
