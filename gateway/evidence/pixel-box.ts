import type { Box } from '@lamppost/contracts';
import type { PixelSize } from '@lamppost/detectors';
import type { Region } from 'sharp';

/** The whole pixels that a box touches; at least one each way, none beyond the picture. */
export function pixelBox(box: Box, { width, height }: PixelSize): Region {
  const left = Math.min(width - 1, Math.max(0, Math.floor(box.x1 * width)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(box.y1 * height)));
  const right = Math.max(left + 1, Math.min(width, Math.ceil(box.x2 * width)));
  const bottom = Math.max(top + 1, Math.min(height, Math.ceil(box.y2 * height)));
  return { left, top, width: right - left, height: bottom - top };
}

/** A box made larger by a share of its own size on each side, cut at the picture's edges. */
export function widen(box: Box, share: number): Box {
  const [x, y] = [(box.x2 - box.x1) * share, (box.y2 - box.y1) * share];
  return {
    x1: Math.max(0, box.x1 - x),
    y1: Math.max(0, box.y1 - y),
    x2: Math.min(1, box.x2 + x),
    y2: Math.min(1, box.y2 + y),
  };
}
