import fc from 'fast-check';
import { expect, test } from 'vitest';
import { letterboxOf } from '../geometry/letterbox.js';
import { decodeDetections } from './decode-detections.js';
import { Detection } from './detection.js';

const SIZE = { width: 416, height: 256 };
const frame = { ...SIZE, letterbox: letterboxOf({ width: 1280, height: 720 }, SIZE).content };

function output(rows: readonly { box: readonly number[]; score: number; classId: number }[]) {
  return {
    boxes: Float32Array.from(rows.flatMap(({ box }) => [...box])),
    scores: Float32Array.from(rows, ({ score }) => score),
    classes: Int32Array.from(rows, ({ classId }) => classId),
  };
}

test('boxes become fractions of the picture, without the bars', () => {
  const [car] = decodeDetections(output([{ box: [104, 10 + 58.5, 208, 10 + 117], score: 0.5, classId: 2 }]), frame);
  expect(car).toMatchObject({ label: 'car', classId: 2, score: 0.5 });
  expect(car?.box.x1).toBeCloseTo(0.25, 6);
  expect(car?.box.y1).toBeCloseTo(0.25, 6);
  expect(car?.box.x2).toBeCloseTo(0.5, 6);
  expect(car?.box.y2).toBeCloseTo(0.5, 6);
});

test.each([
  ['a weak one', { box: [104, 70, 208, 128], score: 0.19, classId: 2 }],
  ['a tiny one', { box: [104, 70, 108, 128], score: 0.9, classId: 2 }],
  ['one in the bars', { box: [104, 0, 208, 10], score: 0.9, classId: 2 }],
  ['one outside the frame', { box: [420, 70, 500, 128], score: 0.9, classId: 2 }],
  ['one of no class', { box: [104, 70, 208, 128], score: 0.9, classId: 80 }],
  ['one without numbers', { box: [NaN, 70, 208, 128], score: 0.9, classId: 2 }],
])('%s is left out', (_, row) => {
  expect(decodeDetections(output([row]), frame)).toEqual([]);
});

test('whatever the model answers, detections follow their schema, best first and no more than asked for', () => {
  const row = fc.record({
    box: fc.array(fc.float({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 4 }),
    score: fc.float({ min: 0, max: 1 }),
    classId: fc.integer({ min: -1, max: 81 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const detections = decodeDetections(output(rows), frame, { maxDetections: 10 });
      expect(detections.length).toBeLessThanOrEqual(10);
      for (const detection of detections) expect(Detection.parse(detection)).toEqual(detection);
      const scores = detections.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }),
  );
});
