import { expect, test } from 'vitest';
import { keepLook, type LiveLook, lookAt } from './look-at.js';

const look = (atMs: number): LiveLook => ({ kind: 'look', atMs, tracks: [], fires: [], smokes: [] });

test('a picture shows the look of its own time, however much later it is painted', () => {
  const kept = [1_000, 1_200, 1_400].reduce<LiveLook[]>((all, atMs) => keepLook(all, look(atMs)), []);
  expect(lookAt(kept, 990)?.atMs).toBe(1_000);
  expect(lookAt(kept, 1_239)?.atMs).toBe(1_200);
  expect(lookAt(kept, 9_000)?.atMs).toBe(1_400);
  expect(lookAt(kept, 900)).toBeNull();
});

test('looks are bounded, and a clock that was set back forgets what lies ahead', () => {
  let kept: LiveLook[] = [];
  for (let atMs = 0; atMs < 1_000; atMs += 1) kept = keepLook(kept, look(atMs));
  expect(kept).toHaveLength(250);
  expect(keepLook(kept, look(800)).at(-1)?.atMs).toBe(800);
});
