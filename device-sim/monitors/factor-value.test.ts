import { expect, test } from 'vitest';
import { measuredValue } from './factor-value.js';

const timeline = {
  noise: 5,
  values: [
    { at: 0, value: 100, flag: 'N' },
    { at: 8, value: 900, flag: 'N' },
    { at: 20, value: 900, flag: 'D' },
  ],
} as const;
const mutable = { noise: timeline.noise, values: [...timeline.values] };

test.each([
  [0, 100, 'N'],
  [7.9, 100, 'N'],
  [8, 900, 'N'],
  [20, 900, 'D'],
  [9999, 900, 'D'],
  [-1, 100, 'N'],
])('at second %d it is near %d with flag %s', (at, value, flag) => {
  const measured = measuredValue(mutable, at, 'dust-01 a34001', 3);
  expect(Math.abs(measured.value - value)).toBeLessThanOrEqual(5);
  expect(measured.flag).toBe(flag);
});

test('the noise differs from sample to sample and not from run to run', () => {
  const row = () =>
    Array.from({ length: 20 }, (_, sample) => measuredValue(mutable, 0, 'dust-01 a34001', sample).value);
  expect(row()).toEqual(row());
  expect(new Set(row()).size).toBeGreaterThan(10);
  expect(row()).not.toEqual(
    Array.from({ length: 20 }, (_, sample) => measuredValue(mutable, 0, 'dust-02 a34001', sample).value),
  );
});

test('noise takes no concentration below zero', () => {
  const clean = { noise: 50, values: [{ at: 0, value: 1, flag: 'N' as const }] };
  const values = Array.from({ length: 50 }, (_, sample) => measuredValue(clean, 0, 's', sample).value);
  expect(Math.min(...values)).toBe(0);
});
