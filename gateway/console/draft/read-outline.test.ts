import { expect, test } from 'vitest';
import { readOutline } from './read-outline.js';

test('an outline is read of what a change tells, and of nothing else', () => {
  expect(readOutline('[[0, 0.55], [1, 0.55], [1, 0.75]]')).toEqual([
    [0, 0.55],
    [1, 0.55],
    [1, 0.75],
  ]);
  for (const other of [null, '20', 'parked-at-kerb', '[]', '[[0, 0.55], [1']) expect(readOutline(other)).toBeNull();
});
