import { describe, expect, test } from 'vitest';
import { keepLook, type LiveLook, lookAt } from './look-at.js';

const look = (atMs: number): LiveLook => ({ kind: 'look', atMs, tracks: [], fires: [], smokes: [] });

test('a picture shows the look of its own time, however much later it is painted', () => {
  const kept = [1_000, 1_200, 1_400].reduce<LiveLook[]>((all, atMs) => keepLook(all, look(atMs)), []);
  expect(lookAt(kept, 990)?.atMs).toBe(1_000);
  expect(lookAt(kept, 1_239)?.atMs).toBe(1_200);
  expect(lookAt(kept, 9_000)?.atMs).toBe(1_400);
  expect(lookAt(kept, 900)).toBeNull();
});

describe('what moves', () => {
  const track = (trackId: number, x1: number, given: Partial<LiveLook['tracks'][number]> = {}) => ({
    ...{ trackId, label: 'person', isVisible: true, standingSinceMs: null, due: null, isOpen: false },
    box: { x1, y1: 0.2, x2: x1 + 0.1, y2: 0.6 },
    ...given,
  });
  const lefts = (looks: readonly LiveLook[], atMs: number) =>
    lookAt(looks, atMs)?.tracks.map(({ box }) => box.x1.toFixed(2));

  test('is drawn between two looks where it was when the picture was captured', () => {
    const looks = [
      { ...look(1_000), tracks: [track(1, 0.1), track(2, 0.5), track(3, 0.7), track(4, 0.8, { standingSinceMs: 1 })] },
      { ...look(1_400), tracks: [track(1, 0.3), track(2, 0.6, { isVisible: false }), track(4, 0.84)] },
      { ...look(9_000), tracks: [track(1, 0.8)] },
    ];
    expect(lefts(looks, 980)).toEqual(['0.10', '0.50', '0.70', '0.80']);
    expect(lefts(looks, 1_100)).toEqual(['0.15', '0.50', '0.70', '0.80']);
    expect(lefts(looks, 1_300)).toEqual(['0.25', '0.50', '0.70', '0.80']);
    // Nobody knows where it was in the seconds without a look.
    expect(lefts(looks, 5_000)).toEqual(['0.30', '0.60', '0.84']);
  });

  test('goes on from the last look for a while, since the next one is still to come', () => {
    const looks = [
      { ...look(1_000), tracks: [track(1, 0.1)] },
      { ...look(1_400), tracks: [track(1, 0.3), track(2, 0.5)] },
    ];
    expect(lefts(looks, 1_600)).toEqual(['0.40', '0.50']);
    expect(lefts(looks, 3_000)).toEqual(['0.30', '0.50']);
  });
});

test('looks are bounded, and a clock that was set back forgets what lies ahead', () => {
  let kept: LiveLook[] = [];
  for (let atMs = 0; atMs < 1_000; atMs += 1) kept = keepLook(kept, look(atMs));
  expect(kept).toHaveLength(250);
  expect(keepLook(kept, look(800)).at(-1)?.atMs).toBe(800);
});
