import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HazardGrid } from '../burning/hazard-grid.js';
import { letterboxOf, withoutLetterbox } from '../geometry/letterbox.js';
import { readHazardGrid } from './hazard-output.js';

const FRAME = { width: 416, height: 256 };
const WHOLE = { x1: 0, y1: 0, x2: 1, y2: 1 };

const outputs = (values: Float32Array, shape: readonly number[]) => ({
  floats: () => values,
  shape: (name: string) => (name === 'hazard' ? shape : []),
});

/** An answer over a frame of 26 x 16 cells, in which each cell's scores tell its number. */
const numbered = outputs(
  Float32Array.from({ length: 2 * 416 }, (_, index) => index / 1000),
  [1, 2, 16, 26],
);

test('a picture of 16:9 has all cells of the frame, the upper and lower ones cut by the bars', () => {
  const grid = HazardGrid.parse(readHazardGrid(numbered, letterboxOf({ width: 1280, height: 720 }, FRAME).content));
  expect(grid).toMatchObject({ columns: 26, rows: 16 });
  expect(grid.fire).toEqual(Array.from({ length: 416 }, (_, index) => index / 1000));
  expect(grid.smoke[0]).toBe(0.416);
  // 10 of 256 pixels are bars above, 12 below.
  expect(grid.picture).toEqual({ x1: 0, y1: 10 / 256, x2: 1, y2: 244 / 256 });
});

test('cells that lie in bars alone are left out', () => {
  const grid = HazardGrid.parse(readHazardGrid(numbered, letterboxOf({ width: 640, height: 480 }, FRAME).content));
  // 341 pixels from the 36th on: columns 2 to 23, of which the first has 12 pixels and the last 9 of the picture.
  expect(grid).toMatchObject({ columns: 22, rows: 16 });
  expect(grid.fire.slice(0, 2)).toEqual([0.002, 0.003]);
  expect(grid.fire[22]).toBe(0.028);
  expect(grid.picture.x1).toBeCloseTo(4 / 352, 12);
  expect(grid.picture.x2).toBeCloseTo(345 / 352, 12);
});

test('a cell keeps its place in the picture, whatever the picture', () => {
  const side = fc.integer({ min: 16, max: 4000 });
  fc.assert(
    fc.property(side, side, fc.nat(415), (width, height, cell) => {
      const { content } = letterboxOf({ width, height }, FRAME);
      const values = new Float32Array(832);
      values[cell] = 1;
      const grid = readHazardGrid(outputs(values, [1, 2, 16, 26]), content);
      if (grid === null) throw new Error('the output was not read');
      const at = (index: number, columns: number, rows: number) => {
        const [x, y] = [index % columns, Math.floor(index / columns)];
        return { x1: x / columns, y1: y / rows, x2: (x + 1) / columns, y2: (y + 1) / rows };
      };
      const expected = withoutLetterbox(at(cell, 26, 16), content);
      const found = grid.fire.indexOf(1);
      if (expected === null) return;
      const place = withoutLetterbox(at(found, grid.columns, grid.rows), grid.picture);
      for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) expect(place?.[edge]).toBeCloseTo(expected[edge], 9);
    }),
  );
});

test('a model without the output has no grid', () => {
  expect(readHazardGrid(outputs(new Float32Array(0), []), WHOLE)).toBeNull();
});

test.each<[string, Float32Array, number[]]>([
  ['NaN', Float32Array.of(0, 0, NaN, 0), [1, 2, 1, 2]],
  ['a score above 1', Float32Array.of(0, 0, 2, 0), [1, 2, 1, 2]],
  ['one plane', Float32Array.of(0, 0), [1, 1, 1, 2]],
  ['fewer scores than cells', Float32Array.of(0, 0, 0), [1, 2, 1, 2]],
  ['no cells', new Float32Array(0), [1, 2, 0, 2]],
  ['three sizes', Float32Array.of(0, 0), [2, 1, 1]],
])('an answer with %s is refused', (_, values, shape) => {
  expect(() => readHazardGrid(outputs(values, shape), WHOLE)).toThrow(/output hazard/);
});
