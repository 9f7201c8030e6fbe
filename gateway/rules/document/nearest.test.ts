import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

test.each([
  ['forSecond', ['forSeconds', 'graceSeconds'], 'forSeconds'],
  ['zoen', ['zone', 'zones'], 'zone'],
  ['ZONE', ['id', 'zone'], 'zone'],
  ['polygone', ['polygon', 'camera'], 'polygon'],
  ['xyz', ['zone', 'camera'], null],
  ['', ['zone'], null],
  ['x'.repeat(100_000), ['zone'], null],
])('%.20s among %j: %s', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
