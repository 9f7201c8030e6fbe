import { expect, test } from 'vitest';
import { leastToShow, proportionOf } from './wilson-interval.js';

test.each([
  // Newcombe (1998), Statistics in Medicine 17, 857-872, table I: Wilson's method without continuity correction.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i lie between %f and %f', (count, of, low, high) => {
  const { interval } = proportionOf(count, of);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test('nothing counted has no share; enough successes show a share', () => {
  expect(proportionOf(0, 0)).toEqual({ count: 0, of: 0, share: null, interval: null });
  const enough = leastToShow(0.95);
  expect(enough).toBe(73);
  expect(proportionOf(enough, enough).interval?.low).toBeGreaterThanOrEqual(0.95);
  expect(proportionOf(enough - 1, enough - 1).interval?.low).toBeLessThan(0.95);
});
