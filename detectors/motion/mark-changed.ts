import type { GridArea } from '../background/grid-area.js';
import type { MotionOptions } from './motion-options.js';
import type { MotionCells } from './motion-state.js';

/**
 * Marks the cells that changed by more than their noise, and by more than a camera that shakes a little would make them, where edges
 * of the picture pass through. Writes `cells.changed`.
 *
 * @returns how many changed
 */
export function markChanged(
  { background, noise, difference, changed }: MotionCells,
  { columns }: GridArea,
  { minChange, noiseFactor, shakeShare }: MotionOptions,
): number {
  let count = 0;
  for (let cell = 0; cell < changed.length; cell += 1) {
    const change = Math.abs(difference[cell] ?? 0);
    changed[cell] = 0;
    if (change < minChange || change < noiseFactor * (noise[cell] ?? 0)) continue;
    if (change < shakeShare * relief(background, cell, columns)) continue;
    changed[cell] = 1;
    count += 1;
  }
  return count;
}

/** How much the background rises and falls around a cell: from the cell on its left to that on its right, and from above to below. */
function relief(background: Float32Array, cell: number, columns: number): number {
  const luma = background[cell] ?? 0;
  const column = cell % columns;
  const left = column > 0 ? (background[cell - 1] ?? luma) : luma;
  const right = column < columns - 1 ? (background[cell + 1] ?? luma) : luma;
  const above = cell >= columns ? (background[cell - columns] ?? luma) : luma;
  const below = cell < background.length - columns ? (background[cell + columns] ?? luma) : luma;
  const across = Math.max(luma, left, right) - Math.min(luma, left, right);
  return across + Math.max(luma, above, below) - Math.min(luma, above, below);
}
