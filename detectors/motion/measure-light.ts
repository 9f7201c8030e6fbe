import type { GridArea } from '../background/grid-area.js';
import type { LumaGrid } from './luma-grid.js';

/** Every so many columns and rows are asked: enough for a median. */
const STRIDE = 2;
const LARGEST = 255;
/** Either half of the cells must be this share of all, for its median to be believed. */
const MIN_SHARE = 0.1;
/** Least distance of the halves' mean luma by which a gain can be told. */
const MIN_DISTANCE = 16;

/** How the light changed: `change` at luma `from`, and `gain` more for each step of luma above it. */
export interface LightChange {
  readonly change: number;
  readonly gain: number;
  readonly from: number;
}

// How many cells became brighter by how much. Written anew by each call, and never read by another.
const dark = new Int32Array(2 * LARGEST + 1);
const bright = new Int32Array(2 * LARGEST + 1);

function medianOf(histogram: Int32Array, count: number): number {
  let left = count / 2;
  for (let step = 0; step < histogram.length; step += 1) {
    left -= histogram[step] ?? 0;
    if (left <= 0) return step - LARGEST;
  }
  return 0;
}

/**
 * Tells how the light of a scene changed: clouds, exposure and gain change all cells alike, the bright ones more. The change of most cells
 * is taken for that of the light, apart for the darker and the brighter ones; what moves is seldom the most of either.
 *
 * @param background - luma that each cell of the area has shown of late
 * @param middle - luma that divides the darker cells from the brighter ones
 */
export function measureLight(background: Float32Array, middle: number, grid: LumaGrid, area: GridArea): LightChange {
  dark.fill(0);
  bright.fill(0);
  let darkCount = 0;
  let darkSum = 0;
  let brightCount = 0;
  let brightSum = 0;
  for (let row = 0; row < area.rows; row += STRIDE) {
    let cell = row * area.columns;
    let from = (area.top + row) * grid.columns + area.left;
    for (const end = cell + area.columns; cell < end; cell += STRIDE, from += STRIDE) {
      const luma = background[cell] ?? 0;
      const step = ((grid.data[from] ?? 0) - luma + LARGEST + 0.5) | 0;
      if (luma < middle) {
        dark[step] = (dark[step] ?? 0) + 1;
        darkCount += 1;
        darkSum += luma;
      } else {
        bright[step] = (bright[step] ?? 0) + 1;
        brightCount += 1;
        brightSum += luma;
      }
    }
  }
  const count = darkCount + brightCount;
  const from = darkSum / Math.max(1, darkCount);
  const distance = brightSum / Math.max(1, brightCount) - from;
  const isSplit = Math.min(darkCount, brightCount) >= MIN_SHARE * count && distance >= MIN_DISTANCE;
  if (!isSplit) for (let step = 0; step < dark.length; step += 1) dark[step] = (dark[step] ?? 0) + (bright[step] ?? 0);
  const change = medianOf(dark, isSplit ? darkCount : count);
  return { change, gain: isSplit ? (medianOf(bright, brightCount) - change) / distance : 0, from };
}
