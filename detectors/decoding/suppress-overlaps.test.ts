import type { Box } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intersectionOverUnion, shareWithin, sharedArea } from '../geometry/box-overlap.js';
import type { Detection } from './detection.js';
import { labelGroup } from './label-groups.js';
import { labelIndex } from './labels.js';
import { suppressOverlaps } from './suppress-overlaps.js';

const LIMITS = { sameLabel: 0.5, sameLabelWithin: 0.85, sameGroup: 0.7 };

function found(label: Detection['label'], score: number, x1: number, width = 0.2): Detection {
  const box: Box = { x1, y1: 0.4, x2: x1 + width, y2: 0.6 };
  return { label, classId: labelIndex(label), score, box };
}

const detections = fc.array(
  fc
    .tuple(
      fc.constantFrom<Detection['label'][]>('car', 'truck', 'person'),
      fc.double({ min: 0.2, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.7, noNaN: true }),
      fc.double({ min: 0.02, max: 0.3, noNaN: true }),
    )
    .map((values) => found(...values)),
  { maxLength: 30 },
);

/** What suppression means, said as plainly and slowly as can be. */
function obviously(all: readonly Detection[], limits: typeof LIMITS): Detection[] {
  const isSame = (better: Detection, weaker: Detection) => {
    if (labelGroup(better.label) !== labelGroup(weaker.label)) return false;
    const overlap = intersectionOverUnion(better.box, weaker.box);
    if (better.label !== weaker.label) return overlap > limits.sameGroup;
    return overlap > limits.sameLabel || shareWithin(weaker.box, better.box) > limits.sameLabelWithin;
  };
  const sorted = all.toSorted((a, b) => b.score - a.score);
  return sorted.reduce<Detection[]>(
    (kept, one) => (kept.some((better) => isSame(better, one)) ? kept : [...kept, one]),
    [],
  );
}

test('it keeps what the plain definition keeps, for any limits', () => {
  const limit = fc.double({ min: 0.05, max: 1, noNaN: true });
  const limits = fc.record({ sameLabel: limit, sameLabelWithin: limit, sameGroup: limit });
  fc.assert(
    fc.property(detections, limits, (all, given) => {
      expect(suppressOverlaps(all, given)).toEqual(obviously(all, given));
    }),
  );
});

test('of boxes that are one object, the best remains', () => {
  fc.assert(
    fc.property(detections, (all) => {
      const kept = suppressOverlaps(all, LIMITS);
      for (const [index, detection] of kept.entries())
        for (const better of kept.slice(0, index)) {
          expect(better.score).toBeGreaterThanOrEqual(detection.score);
          if (better.label === detection.label)
            expect(intersectionOverUnion(better.box, detection.box)).toBeLessThanOrEqual(LIMITS.sameLabel);
        }
      for (const dropped of all.filter((detection) => !kept.includes(detection)))
        expect(kept.some((other) => other.score >= dropped.score && sharedArea(other.box, dropped.box) > 0)).toBe(true);
    }),
  );
});

test('what touches nothing is kept, and the order of the input does not matter', () => {
  fc.assert(
    fc.property(detections, (all) => {
      const kept = suppressOverlaps(all, LIMITS);
      const alone = all.filter((one) => all.every((other) => other === one || sharedArea(one.box, other.box) === 0));
      for (const detection of alone) expect(kept).toContain(detection);
      fc.pre(new Set(all.map(({ score }) => score)).size === all.length);
      expect(suppressOverlaps(all.toReversed(), LIMITS)).toEqual(kept);
    }),
  );
});

test.each([
  ['one vehicle under two labels', [found('truck', 0.5, 0.4), found('car', 0.6, 0.41)], ['car']],
  ['a bus behind a car', [found('bus', 0.5, 0.3, 0.4), found('car', 0.6, 0.4)], ['car', 'bus']],
  ['a person in front of a car', [found('car', 0.6, 0.4), found('person', 0.5, 0.41)], ['car', 'person']],
  ['neighbours', [found('car', 0.6, 0.4), found('car', 0.5, 0.55)], ['car', 'car']],
  ['a part of a person', [found('person', 0.6, 0.4), found('person', 0.5, 0.42, 0.08)], ['person']],
])('%s', (_, all, labels) => {
  expect(suppressOverlaps(all, LIMITS).map(({ label }) => label)).toEqual(labels);
});
