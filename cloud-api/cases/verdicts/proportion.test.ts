import { expect, test } from 'vitest';
import { proportionOf } from './proportion.js';

// Newcombe (1998, Statistics in Medicine 17, 857-872), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the interval of %d of %d is from %d to %d', (count, of, low, high) => {
  const { interval } = proportionOf(count, of);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test('nothing counted says nothing', () => {
  expect(proportionOf(0, 0)).toEqual({ count: 0, of: 0, share: null, interval: null });
});
