import { expect, test } from 'vitest';
import { findBrokenLink } from './find-broken-link.js';

const line = (number: number, previousHash: string, hash: string) => ({ hash, entry: { number, previousHash } });
const LINES = [line(3, 'b', 'c'), line(2, 'a', 'b'), line(1, '0', 'a')];

test('entries that hold each other are in order, newest first', () => {
  expect(findBrokenLink(LINES)).toBeNull();
  expect(findBrokenLink([])).toBeNull();
});

test('an entry that was changed, or is missing, is found by the one after it', () => {
  expect(findBrokenLink([line(3, 'b', 'c'), line(2, 'a', 'other'), line(1, '0', 'a')])).toBe(3);
  expect(findBrokenLink([line(3, 'b', 'c'), line(1, '0', 'a')])).toBe(3);
});
