import { expect, test } from 'vitest';
import { lineOf, topOf } from './series-option.js';

const at = (...times: number[]) => times.map((atMs) => ({ atMs, value: 5 }));

test('no line bridges a gap', () => {
  expect(lineOf(at(0, 60, 120, 480, 540))).toEqual([
    [0, 5],
    [60, 5],
    [120, 5],
    [300, null],
    [480, 5],
    [540, 5],
  ]);
  expect(lineOf(at(7))).toEqual([[7, 5]]);
  expect(lineOf([])).toEqual([]);
});

test('all that is drawn lies below a round top, the limit among it', () => {
  const judged = { fromMs: 0, toMs: 1, mean: 312, limit: 1_000 };
  expect(topOf([{ value: 400 }], judged)).toBe(1_200);
  expect(topOf([{ value: 400 }], null)).toBe(460);
  expect(topOf([], null)).toBe(1.2);
});
