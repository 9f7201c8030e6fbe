import type { Box } from '@lamppost/contracts';
import type { Detection } from '../decoding/detection.js';
import { shareWithin } from '../geometry/box-overlap.js';
import type { HazardGrid } from './hazard-grid.js';

/** A box covers a cell when it covers this much of it. */
const COVERED_SHARE = 0.5;

/** A box that passed its own model's limit counts: its score is brought into the upper half, where ours counts too. */
const paintedScore = (score: number) => 0.5 + score / 2;

/**
 * Lays boxes that a model calls `fire` or `smoke` over the grid, so that a city's own model is followed as ours is. Each cell keeps the
 * higher score; a box too small for any cell marks the one that holds its middle.
 */
export function paintHazards(
  grid: HazardGrid,
  detections: readonly Pick<Detection, 'label' | 'box' | 'score'>[],
): HazardGrid {
  const painted = { ...grid, fire: [...grid.fire], smoke: [...grid.smoke] };
  for (const { label, box, score } of detections) {
    if (label !== 'fire' && label !== 'smoke') continue;
    const scores = painted[label];
    for (const cell of cellsUnder(box, grid)) scores[cell] = Math.max(scores[cell] ?? 0, paintedScore(score));
  }
  return painted;
}

function cellsUnder(box: Box, { columns, rows, picture }: HazardGrid): number[] {
  const across = (x: number) => picture.x1 + x * (picture.x2 - picture.x1);
  const down = (y: number) => picture.y1 + y * (picture.y2 - picture.y1);
  const inGrid = { x1: across(box.x1), y1: down(box.y1), x2: across(box.x2), y2: down(box.y2) };
  const covered: number[] = [];
  for (let row = Math.floor(inGrid.y1 * rows); row < Math.min(rows, inGrid.y2 * rows); row += 1)
    for (let column = Math.floor(inGrid.x1 * columns); column < Math.min(columns, inGrid.x2 * columns); column += 1) {
      const cell = { x1: column / columns, y1: row / rows, x2: (column + 1) / columns, y2: (row + 1) / rows };
      if (shareWithin(cell, inGrid) >= COVERED_SHARE) covered.push(row * columns + column);
    }
  if (covered.length > 0) return covered;
  const middle = (from: number, to: number, count: number) =>
    Math.min(count - 1, Math.floor(((from + to) / 2) * count));
  return [middle(inGrid.y1, inGrid.y2, rows) * columns + middle(inGrid.x1, inGrid.x2, columns)];
}
