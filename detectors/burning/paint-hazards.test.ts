import type { Box } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HazardGrid } from './hazard-grid.js';
import { COLUMNS, ROWS, gridOf } from './made-hazards.js';
import { paintHazards } from './paint-hazards.js';

const blank = gridOf({ floor: 0 });
const cellBox = (column: number, row: number, width: number, height: number): Box => ({
  x1: column / COLUMNS,
  y1: row / ROWS,
  x2: (column + width) / COLUMNS,
  y2: (row + height) / ROWS,
});

test('a box marks the cells that it covers, in the plane of its label', () => {
  const box = cellBox(4, 6, 2, 1);
  const grid = paintHazards(blank, [
    { label: 'smoke', box, score: 0.4 },
    { label: 'car', box: cellBox(0, 0, 9, 9), score: 0.9 },
  ]);
  expect(grid.fire).toEqual(blank.fire);
  expect(grid.smoke.flatMap((score, cell) => (score > 0 ? [[cell, score]] : []))).toEqual([
    [6 * COLUMNS + 4, 0.7],
    [6 * COLUMNS + 5, 0.7],
  ]);
});

test('a box smaller than a cell marks the one that holds its middle', () => {
  const grid = paintHazards(blank, [{ label: 'fire', box: cellBox(4.4, 6.4, 0.2, 0.2), score: 1 }]);
  expect(grid.fire.indexOf(1)).toBe(6 * COLUMNS + 4);
});

test('the higher score of a cell stays', () => {
  const given = gridOf({ fire: [{ cells: [[4, 6]], score: 0.95 }], floor: 0 });
  const grid = paintHazards(given, [{ label: 'fire', box: cellBox(4, 6, 1, 1), score: 0.2 }]);
  expect(grid.fire).toEqual(given.fire);
});

test('bars that cut the outer cells move the box with the picture', () => {
  const picture = { x1: 0, y1: 0.25, x2: 1, y2: 0.75 };
  // Of the picture's height the upper half: rows 4 to 7 of 16.
  const grid = paintHazards({ ...blank, picture }, [
    { label: 'fire', box: { x1: 0, y1: 0, x2: 1 / COLUMNS, y2: 0.5 }, score: 1 },
  ]);
  expect(grid.fire.flatMap((score, cell) => (score > 0 ? [cell / COLUMNS] : []))).toEqual([4, 5, 6, 7]);
});

test('whatever the box, at least one cell is marked, and the grid stays one', () => {
  const edge = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(edge, edge, edge, edge, edge, (xa, xb, ya, yb, score) => {
      fc.pre(xa !== xb && ya !== yb);
      const box = { x1: Math.min(xa, xb), y1: Math.min(ya, yb), x2: Math.max(xa, xb), y2: Math.max(ya, yb) };
      const grid = HazardGrid.parse(paintHazards(blank, [{ label: 'fire', box, score }]));
      expect(Math.max(...grid.fire)).toBe(0.5 + score / 2);
    }),
  );
});
