import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from './bootstrap-interval.js';
import { areaUnderRoc, bestWithin, rocCurve } from './roc-curve.js';
import type { LabelledScore } from './roc-curve.js';

const labelled = (positives: readonly number[], negatives: readonly number[]): LabelledScore[] => [
  ...positives.map((score) => ({ score, isPositive: true })),
  ...negatives.map((score) => ({ score, isPositive: false })),
];
const some = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
const areaOf = (scores: readonly LabelledScore[]) => areaUnderRoc(rocCurve(scores) ?? []);

describe('rocCurve', () => {
  test('goes through the points that were worked out by hand', () => {
    expect(rocCurve(labelled([0.9, 0.4], [0.4, 0.1]))).toEqual([
      { minScore: null, falsePositiveRate: 0, recall: 0 },
      { minScore: 0.9, falsePositiveRate: 0, recall: 0.5 },
      { minScore: 0.4, falsePositiveRate: 0.5, recall: 1 },
      { minScore: 0.1, falsePositiveRate: 1, recall: 1 },
    ]);
    expect(areaOf(labelled([0.9, 0.4], [0.4, 0.1]))).toBeCloseTo(0.875, 12);
  });

  test('does not exist without both kinds of picture', () => {
    expect(rocCurve(labelled([0.5], []))).toBeNull();
    expect(rocCurve(labelled([], [0.5]))).toBeNull();
  });

  test('rises from (0, 0) to (1, 1) and never turns back', () => {
    fc.assert(
      fc.property(some, some, (positives, negatives) => {
        const curve = rocCurve(labelled(positives, negatives)) ?? [];
        expect(curve[0]).toMatchObject({ falsePositiveRate: 0, recall: 0 });
        expect(curve.at(-1)).toMatchObject({ falsePositiveRate: 1, recall: 1 });
        for (const [index, point] of curve.entries()) {
          expect(point.recall).toBeGreaterThanOrEqual(curve[index - 1]?.recall ?? 0);
          expect(point.falsePositiveRate).toBeGreaterThanOrEqual(curve[index - 1]?.falsePositiveRate ?? 0);
        }
      }),
    );
  });

  test('encloses the share of pairs in which the positive picture scores higher, whatever their order', () => {
    fc.assert(
      fc.property(some, some, (positives, negatives) => {
        const wins = positives.flatMap((own) =>
          negatives.map((other) => (own > other ? 1 : own === other ? 0.5 : 0) as number),
        );
        const share = wins.reduce((sum, value) => sum + value, 0) / wins.length;
        const scores = labelled(positives, negatives);
        expect(areaOf(scores)).toBeCloseTo(share, 10);
        expect(rocCurve(scores.toReversed())).toEqual(rocCurve(scores));
      }),
    );
  });
});

test('bestWithin gives the most recall below the limit, with the threshold that reaches it', () => {
  const curve = rocCurve(labelled([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.05])) ?? [];
  expect(bestWithin(curve, 0.2)).toEqual({ minScore: 0.8, falsePositiveRate: 0, recall: 2 / 3 });
  expect(bestWithin(curve, 0.25)).toEqual({ minScore: 0.3, falsePositiveRate: 0.25, recall: 1 });
  expect(bestWithin(rocCurve(labelled([0.1], [0.9])) ?? [], 0.5)).toMatchObject({ recall: 0, minScore: null });
});

describe('bootstrapInterval', () => {
  test('holds the figure, is the same each time, and narrows as pictures are added', () => {
    const few = labelled([0.9, 0.8, 0.3, 0.6], [0.5, 0.2, 0.1, 0.7]);
    const many = Array.from({ length: 20 }, () => few).flat();
    const wide = bootstrapInterval(few, areaOf);
    const narrow = bootstrapInterval(many, areaOf);
    expect(bootstrapInterval(few, areaOf)).toEqual(wide);
    for (const interval of [wide, narrow]) {
      expect(interval?.low).toBeLessThanOrEqual(areaOf(few));
      expect(interval?.high).toBeGreaterThanOrEqual(areaOf(few));
    }
    const width = (interval: typeof wide) => (interval?.high ?? NaN) - (interval?.low ?? NaN);
    expect(width(narrow)).toBeLessThan(width(wide) / 2);
  });

  test('is a single point where pictures are told apart without fault', () => {
    expect(bootstrapInterval(labelled([0.9, 0.8], [0.1, 0.2]), areaOf)).toEqual({ low: 1, high: 1 });
  });

  test('does not exist where the figure does not', () => {
    expect(bootstrapInterval(labelled([0.9], []), (scores) => (rocCurve(scores) === null ? null : 1))).toBeNull();
  });
});
