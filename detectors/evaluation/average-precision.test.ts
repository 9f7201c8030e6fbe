import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision, operatingPoint } from './average-precision.js';
import type { Verdict } from './average-precision.js';

const ranked = (...verdicts: readonly boolean[]): Verdict[] =>
  verdicts.map((isTrue, index) => ({ score: 1 - index / 100, isTrue }));
const scores = fc.array(fc.record({ score: fc.integer({ min: 0, max: 8 }), isTrue: fc.boolean() }), { maxLength: 40 });

describe('averagePrecision', () => {
  test('reckons cases that were worked out by hand', () => {
    // One wrong detection between two true ones: 1/2 x 1 + 1/2 x 2/3.
    expect(averagePrecision(ranked(true, false, true), 2)).toBeCloseTo(1 / 2 + 1 / 3, 12);
    // Precision that rises later on counts from the recall before: 1/2 throughout, as far as recall 1/2.
    expect(averagePrecision(ranked(false, true), 2)).toBeCloseTo(1 / 4, 12);
    // PASCAL's example of a dip: precisions 1, 1/2, 2/3, 3/4 and, after two wrong ones, 4/7, at recalls 1/5 to 4/5.
    expect(averagePrecision(ranked(true, false, true, true, false, false, true), 5)).toBeCloseTo(
      0.2 * 1 + 0.2 * 0.75 + 0.2 * 0.75 + 0.2 * (4 / 7),
      12,
    );
  });

  test('is 0 when nothing is found, and nothing when there was nothing to find', () => {
    expect(averagePrecision([], 3)).toBe(0);
    expect(averagePrecision(ranked(false, false), 3)).toBe(0);
    expect(averagePrecision(ranked(false), 0)).toBeNull();
  });

  test('is 1 for a detector that finds all and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), (given) => {
        const verdicts = given.map((score) => ({ score, isTrue: true }));
        expect(averagePrecision(verdicts, verdicts.length)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('lies between 0 and the share that is found, whatever the order of equal scores', () => {
    fc.assert(
      fc.property(
        scores,
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(), { minLength: 40 }),
        (verdicts, missed, keys) => {
          const found = verdicts.filter(({ isTrue }) => isTrue).length;
          const area = averagePrecision(verdicts, found + missed) ?? NaN;
          expect(area).toBeGreaterThanOrEqual(0);
          expect(area).toBeLessThanOrEqual(found / (found + missed) + 1e-12);
          const shuffled = verdicts
            .map((verdict, index) => ({ verdict, key: keys[index] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ verdict }) => verdict);
          expect(averagePrecision(shuffled, found + missed)).toBe(area);
        },
      ),
    );
  });

  test('never falls when a wrong detection is taken away', () => {
    fc.assert(
      fc.property(scores, (verdicts) => {
        const objects = verdicts.filter(({ isTrue }) => isTrue).length + 1;
        const worst = verdicts.findIndex(({ isTrue }) => !isTrue);
        const without = verdicts.filter((_, index) => index !== worst);
        expect(averagePrecision(without, objects) ?? 0).toBeGreaterThanOrEqual(
          (averagePrecision(verdicts, objects) ?? 0) - 1e-12,
        );
      }),
    );
  });
});

test('operatingPoint counts what reaches the threshold', () => {
  const verdicts = ranked(true, false, true, true);
  expect(operatingPoint(verdicts, 5, 0.98)).toEqual({ found: 2, missed: 3, wrong: 1, precision: 2 / 3, recall: 0.4 });
  expect(operatingPoint(verdicts, 5, 2)).toEqual({ found: 0, missed: 5, wrong: 0, precision: null, recall: 0 });
  expect(operatingPoint([], 0, 0)).toMatchObject({ precision: null, recall: null });
});
