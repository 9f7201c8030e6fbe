import type { Box } from '@lamppost/contracts';

/** Pictures are taken for 16:9 where a length across is compared with one upwards. */
export const HEIGHT_PER_WIDTH = 9 / 16;

/** The smallest box around two. */
export function around(a: Box, b: Box): Box {
  return { x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1), x2: Math.max(a.x2, b.x2), y2: Math.max(a.y2, b.y2) };
}

/** Between the middles of two boxes, in widths of the picture. */
export function distance(a: Box, b: Box): number {
  const across = (a.x1 + a.x2 - b.x1 - b.x2) / 2;
  const upwards = ((a.y1 + a.y2 - b.y1 - b.y2) / 2) * HEIGHT_PER_WIDTH;
  return Math.hypot(across, upwards);
}

/** Whether two boxes are no further apart than `reach`, in heights of the picture, to the sides, and half of that up and down. */
export function isWithin(a: Box, b: Box, reach: number): boolean {
  const across = reach * HEIGHT_PER_WIDTH;
  const upwards = reach / 2;
  return a.x1 - across < b.x2 && b.x1 < a.x2 + across && a.y1 - upwards < b.y2 && b.y1 < a.y2 + upwards;
}
