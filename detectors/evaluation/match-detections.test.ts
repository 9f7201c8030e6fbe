import type { Box } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision } from './average-precision.js';
import { matchDetections } from './match-detections.js';

const box = (x1: number, y1: number, x2: number, y2: number): Box => ({ x1, y1, x2, y2 });
const boxes = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 4 }))
    .map(([x, y, size]) => box(x / 12, y / 12, (x + size) / 12, (y + size) / 12)),
  { maxLength: 12 },
);

test('an object is found once, by the better detection; the other one is wrong', () => {
  const object = box(0, 0, 0.4, 0.4);
  const weak = { score: 0.5, box: object };
  const strong = { score: 0.9, box: box(0, 0, 0.4, 0.3) };
  expect(matchDetections([weak, strong], [object])).toEqual([
    { score: 0.9, isTrue: true },
    { score: 0.5, isTrue: false },
  ]);
});

test('a detection whose best object is taken gets the next one that it overlaps enough', () => {
  const objects = [box(0, 0, 0.4, 0.4), box(0.05, 0, 0.45, 0.4)];
  const detections = [0.9, 0.8].map((score) => ({ score, box: box(0, 0, 0.4, 0.4) }));
  expect(matchDetections(detections, objects).map(({ isTrue }) => isTrue)).toEqual([true, true]);
});

test('an overlap of exactly one half is enough, and less is not', () => {
  const object = box(0, 0, 0.5, 0.5);
  expect(matchDetections([{ score: 1, box: box(0, 0, 0.5, 0.25) }], [object])[0]?.isTrue).toBe(true);
  expect(matchDetections([{ score: 1, box: box(0, 0, 0.5, 0.24) }], [object])[0]?.isTrue).toBe(false);
});

test('a perfect detector has an average precision of 1, in whatever order its detections and the objects come', () => {
  fc.assert(
    fc.property(boxes, (objects) => {
      const detections = objects.toReversed().map((own, index) => ({ score: index / 20, box: own }));
      const verdicts = matchDetections(detections, objects);
      expect(verdicts.every(({ isTrue }) => isTrue)).toBe(true);
      expect(averagePrecision(verdicts, objects.length)).toBe(objects.length === 0 ? null : 1);
    }),
  );
});

test('the order in which detections come changes no verdict', () => {
  fc.assert(
    fc.property(boxes, boxes, (detected, objects) => {
      const detections = detected.map((own, index) => ({ score: (index % 3) / 3, box: own }));
      expect(matchDetections(detections.toReversed(), objects)).toEqual(matchDetections(detections, objects));
    }),
  );
});
