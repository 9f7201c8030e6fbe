import { expect, test } from 'vitest';
import { HazardGrid } from './hazard-grid.js';

const grid = {
  columns: 2,
  rows: 2,
  fire: [0, 0.2, 0.9, 1],
  smoke: [0, 0, 0, 0],
  picture: { x1: 0, y1: 0.1, x2: 1, y2: 0.9 },
};

test('a grid survives JSON', () => {
  expect(HazardGrid.parse(JSON.parse(JSON.stringify(grid)))).toEqual(grid);
});

test.each<[string, object]>([
  ['with a score that is no number', { fire: [0, 0.2, NaN, 1] }],
  ['with a score above 1', { smoke: [0, 0, 1.01, 0] }],
  ['with too few scores of fire', { fire: [0, 0.2, 0.9] }],
  ['with too many scores of smoke', { smoke: [0, 0, 0, 0, 0] }],
  ['without cells', { columns: 0, fire: [], smoke: [] }],
  ['without a picture', { picture: { x1: 0.5, y1: 0, x2: 0.5, y2: 1 } }],
])('a grid %s is refused', (_, over) => {
  expect(HazardGrid.safeParse({ ...grid, ...over }).success).toBe(false);
});
