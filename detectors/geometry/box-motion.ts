import type { Box } from '@lamppost/contracts';

/** Centre of a box in fractions of the frame. */
export function boxCentre(box: Box): { readonly x: number; readonly y: number } {
  return { x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 };
}

/** A box moved by fractions of the frame; it may leave the frame. */
export function moveBox(box: Box, byX: number, byY: number): Box {
  return { x1: box.x1 + byX, y1: box.y1 + byY, x2: box.x2 + byX, y2: box.y2 + byY };
}

/** A box between two: `share` 0 gives the first, 1 the second. */
export function blendBoxes(from: Box, to: Box, share: number): Box {
  const blend = (a: number, b: number) => a + (b - a) * share;
  return {
    x1: blend(from.x1, to.x1),
    y1: blend(from.y1, to.y1),
    x2: blend(from.x2, to.x2),
    y2: blend(from.y2, to.y2),
  };
}

/** Distance between two centres along each axis, in widths and heights of the first box. */
export function relativeShift(from: Box, to: Box): { readonly x: number; readonly y: number } {
  const a = boxCentre(from);
  const b = boxCentre(to);
  return { x: Math.abs(b.x - a.x) / (from.x2 - from.x1), y: Math.abs(b.y - a.y) / (from.y2 - from.y1) };
}
