import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SizeLeaps } from './size-leaps.js';

const FRAME_MS = 40;

/** Milliseconds at which sizes leap, of pictures that come 25 a second. */
function leapsOf(sizes: readonly number[]): number[] {
  const leaps = new SizeLeaps();
  return sizes.flatMap((size, index) => (leaps.add(index * FRAME_MS, size) ? [index * FRAME_MS] : []));
}

/** Pictures of a still scene for so many seconds: three small ones to each larger one, and grain. */
function still(seconds: number, size: number, noise: readonly number[]): number[] {
  return Array.from(
    { length: seconds * 25 },
    (_, index) => size * (index % 4 === 0 ? 2 : 1) * (1 + (noise[index % noise.length] ?? 0)),
  );
}

const grain = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 97, maxLength: 97 });

test('a still scene does not leap, whatever its size and grain', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 100_000 }), grain, (size, noise) => {
      expect(leapsOf(still(60, size, noise))).toEqual([]);
    }),
  );
});

test('sizes that grow by half show within half a second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 100_000 }), grain, (size, noise) => {
      const [first] = leapsOf([...still(20, size, noise), ...still(2, size * 1.8, noise)]);
      expect(first).toBeGreaterThanOrEqual(20_000);
      expect(first).toBeLessThanOrEqual(20_600);
    }),
  );
});

test('what goes on is usual after a while, and nothing is said before anything is known', () => {
  const rain = leapsOf([...still(20, 1_000, [0]), ...still(60, 2_000, [0])]);
  expect(rain.length).toBeGreaterThan(0);
  expect(rain.at(-1)).toBeLessThan(30_000);
  expect(leapsOf([...still(1, 1_000, [0]), ...still(1, 9_000, [0])])).toEqual([]);
});
