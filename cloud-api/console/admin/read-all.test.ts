import { expect, test } from 'vitest';
import { readAll } from './read-all.js';

test('reads on from page to page until the last', async () => {
  const pages = new Map([
    ['', { found: [1, 2], nextCursor: 'a' }],
    ['a', { found: [3], nextCursor: 'b' }],
    ['b', { found: [], nextCursor: null }],
  ]);
  const asked: string[] = [];
  const all = await readAll(
    ({ cursor = '' }) => {
      asked.push(cursor);
      const page = pages.get(cursor);
      return page === undefined ? Promise.reject(new Error(`nobody gave the cursor ${cursor}`)) : Promise.resolve(page);
    },
    ({ found }) => found,
  );
  expect(all).toEqual([1, 2, 3]);
  expect(asked).toEqual(['', 'a', 'b']);
});
