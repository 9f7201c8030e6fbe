import type { GridArea } from '../background/grid-area.js';
import type { MotionOptions } from './motion-options.js';
import type { MotionCells } from './motion-state.js';

/**
 * Marks the cells that changed by more than their noise, and by more than a camera that shakes a little would make them: at an edge of the
 * picture a pixel to the side is as much brighter as the next cell. Writes `cells.changed`.
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
    if (change < shakeShare * steepest(background, cell, columns)) continue;
    changed[cell] = 1;
    count += 1;
  }
  return count;
}

/** Largest step of the background from a cell to those beside, above and below it. */
function steepest(background: Float32Array, cell: number, columns: number): number {
  const luma = background[cell] ?? 0;
  const column = cell % columns;
  let most = 0;
  if (column > 0) most = Math.abs((background[cell - 1] ?? luma) - luma);
  if (column < columns - 1) most = Math.max(most, Math.abs((background[cell + 1] ?? luma) - luma));
  if (cell >= columns) most = Math.max(most, Math.abs((background[cell - columns] ?? luma) - luma));
  if (cell < background.length - columns) most = Math.max(most, Math.abs((background[cell + columns] ?? luma) - luma));
  return most;
}
