import type { PixelSize } from '../geometry/letterbox.js';
import { LUMA_CELL } from '../motion/luma-grid.js';
import type { LumaGrid } from '../motion/luma-grid.js';

/** The luma grid of a `bgr24` picture, reckoned pixel by pixel (BT.601, full range). */
export function measureLuma(data: Uint8Array, { width, height }: PixelSize): LumaGrid {
  const columns = width / LUMA_CELL;
  const rows = height / LUMA_CELL;
  const sums = new Float64Array(columns * rows);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const luma = 0.114 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.299 * (data[at + 2] ?? 0);
      const cell = Math.floor(y / LUMA_CELL) * columns + Math.floor(x / LUMA_CELL);
      sums[cell] = (sums[cell] ?? 0) + luma;
    }
  return { columns, rows, data: Uint8Array.from(sums, (sum) => Math.round(sum / LUMA_CELL ** 2)) };
}
