import type { GridArea } from '../background/grid-area.js';
import type { LumaGrid } from './luma-grid.js';
import type { LightChange } from './measure-light.js';
import type { MotionOptions } from './motion-options.js';
import type { MotionCells } from './motion-state.js';

/** Mark of a cell that differs from what it has shown of late, */
const CHANGED = 1;
/** and from what it showed a short while ago too. */
const STIRRING = 3;

/** What a frame changed. */
export interface ChangedCells {
  /** How many are marked. */
  readonly count: number;
  /** Mean luma of the background. */
  readonly mean: number;
}

/**
 * Marks the cells that differ from what they have shown of late by more than their noise, and by more than a camera that shakes a little
 * would make them, where edges of the picture pass through; the light is allowed for. Those of them that differ also from a frame a short
 * while ago are marked as stirring. Then lets background and noise follow the frame. Writes `cells`.
 */
export function followCells(
  { background, noise, difference, changed, earlier, stack }: MotionCells,
  grid: LumaGrid,
  area: GridArea,
  { change, gain, from }: LightChange,
  sinceMs: number,
  options: MotionOptions,
): ChangedCells {
  const { minChange, noiseFactor, maxNoise, stirShare } = options;
  const share = 1 - Math.exp(-sinceMs / options.backgroundTimeMs);
  const noiseShare = 1 - Math.exp(-sinceMs / options.noiseTimeMs);
  const { data } = grid;
  let sum = 0;
  let candidates = 0;
  let cell = 0;
  for (let row = 0; row < area.rows; row += 1) {
    let at = (area.top + row) * grid.columns + area.left;
    for (const end = cell + area.columns; cell < end; cell += 1, at += 1) {
      const before = background[cell] ?? 0;
      const lit = Math.min(255, Math.max(0, before + change + gain * (before - from)));
      const off = (data[at] ?? 0) - lit;
      const size = Math.abs(off);
      const unrest = noise[cell] ?? 0;
      const luma = lit + share * off;
      background[cell] = luma;
      sum += luma;
      noise[cell] = unrest + noiseShare * (Math.min(maxNoise, size) - unrest);
      changed[cell] = 0;
      const least = Math.max(minChange, noiseFactor * unrest);
      if (size < least) continue;
      difference[cell] = size;
      const stir = Math.abs((data[at] ?? 0) - (earlier[cell] ?? 0));
      changed[cell] = stir >= stirShare * least ? STIRRING : CHANGED;
      stack[candidates] = cell;
      candidates += 1;
    }
  }
  let count = 0;
  for (let index = 0; index < candidates; index += 1) {
    const candidate = stack[index] ?? 0;
    if ((difference[candidate] ?? 0) < options.shakeShare * relief(background, candidate, area.columns))
      changed[candidate] = 0;
    else count += 1;
  }
  return { count, mean: sum / background.length };
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
