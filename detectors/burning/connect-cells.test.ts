import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectCells } from './connect-cells.js';

test('cells that touch by an edge or a corner are one group; the ends of neighbouring rows do not touch', () => {
  // . X . .     cells 1; 6; 8, 12, 13; 11
  // . . X .
  // X . . X
  // X X . .
  expect(connectCells([1, 6, 8, 11, 12, 13], 4)).toEqual([
    [1, 6, 11],
    [8, 12, 13],
  ]);
  expect(connectCells([3, 4], 4)).toEqual([[3], [4]]);
});

test('every cell is in exactly one group, and cells of different groups never touch', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 63 })), (cells) => {
      const groups = connectCells(cells, 8);
      expect(groups.flat().sort((a, b) => a - b)).toEqual(cells.toSorted((a, b) => a - b));
      const touch = (a: number, b: number) =>
        Math.abs((a % 8) - (b % 8)) <= 1 && Math.abs(Math.floor(a / 8) - Math.floor(b / 8)) <= 1;
      for (const group of groups)
        for (const other of groups)
          if (group !== other) expect(group.some((a) => other.some((b) => touch(a, b)))).toBe(false);
    }),
  );
});
