import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleViolation } from '../testing/sample-violation.js';
import { stillMoments, stillWindow } from './still-moments.js';

const START = 1_760_000_000_000;

test.each([
  ['parking', 60_000, [0, 30_000, 60_000]],
  ['parking', 20_000, [0, 10_000, 20_000]],
  ['burning', 5_000, [0, 5_000]],
  ['dust', 900_000, [870_000, 885_000, 900_000]],
  ['dust', 10_000, [0, 10_000]],
] as const)('%s over %d ms is shown at %j', (matter, lastsMs, moments) => {
  const violation = { ...sampleViolation(1), matter, startedAtMs: START, triggeredAtMs: START + lastsMs };
  expect(stillMoments(violation, null)).toEqual(moments.map((atMs) => START + atMs));
});

test.each([
  ['parking', 60_000, { count: 4, leastSecondsApart: 10 }, [0, 20_000, 40_000, 60_000]],
  ['parking', 60_000, { count: 1, leastSecondsApart: 10 }, [60_000]],
  ['parking', 25_000, { count: 5, leastSecondsApart: 10 }, [0, 12_500, 25_000]],
  ['parking', 5_000, { count: 3, leastSecondsApart: 10 }, [0, 5_000]],
  ['parking', 5_000, { count: 3, leastSecondsApart: 0 }, [0, 2_500, 5_000]],
  ['dust', 900_000, { count: 5, leastSecondsApart: 60 }, [660_000, 720_000, 780_000, 840_000, 900_000]],
] as const)('%s over %d ms, by a rule that wants %j, is shown at %j', (matter, lastsMs, wanted, moments) => {
  const violation = { ...sampleViolation(1), matter, startedAtMs: START, triggeredAtMs: START + lastsMs };
  expect(stillMoments(violation, wanted)).toEqual(moments.map((atMs) => START + atMs));
});

test('wherever stills are taken in their windows, they keep their distance, and the first and last the whole time', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const gaps = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(gaps, fc.array(share, { minLength: 7, maxLength: 7 }), (spare, shares) => {
      const leastApartMs = 10_000;
      const moments = [START];
      for (const gap of spare) moments.push((moments.at(-1) ?? 0) + leastApartMs + gap);
      const taken: number[] = [];
      for (const index of moments.keys()) {
        const { fromMs, toMs } = stillWindow({ moments, index, leastApartMs, firstTakenMs: taken[0] ?? null });
        taken.push(fromMs + (toMs - fromMs) * (shares[index] ?? 0));
      }
      expect(taken[0]).toBeGreaterThanOrEqual(START);
      for (const [index, atMs] of taken.entries())
        expect(index === 0 || atMs - (taken[index - 1] ?? 0) >= leastApartMs - 0.001).toBe(true);
      const [first = 0, last = 0] = [moments[0], moments.at(-1)];
      expect((taken.at(-1) ?? 0) - (taken[0] ?? 0)).toBeGreaterThanOrEqual(last - first - 0.001);
    }),
  );
});
