import type { Box } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headOf, isSubject, planBlindMask, planMask } from './mask-plan.js';
import type { Seen } from './see-picture.js';

const ASPECT = 16 / 9;
const box = (x1: number, y1: number, x2: number, y2: number): Box => ({ x1, y1, x2, y2 });
const seen = (label: Seen['label'], at: Box): Seen => ({ label, box: at, score: 0.8 });
const car = { label: 'car', box: box(0.4, 0.4, 0.7, 0.7), score: 0.9 };

test('heads are masked, the subject is not, other vehicles are: behind it and before it', () => {
  const person = box(0.1, 0.2, 0.15, 0.6);
  const plan = planMask(
    [
      seen('car', box(0.41, 0.4, 0.71, 0.7)),
      seen('truck', box(0.3, 0.2, 0.6, 0.5)),
      seen('bus', box(0.5, 0.5, 0.9, 0.95)),
      seen('person', person),
      seen('bicycle', box(0, 0, 0.1, 0.1)),
    ],
    car,
    ASPECT,
  );
  expect(plan.behind).toEqual([expect.objectContaining({ x1: 0.3, x2: 0.6, y2: 0.5 })]);
  expect(plan.before).toEqual([expect.objectContaining({ x1: 0.5, x2: 0.9, y2: 0.95 })]);
  expect(plan.heads).toEqual([headOf(person, ASPECT)]);
  expect(plan.subject).toMatchObject({ x1: expect.closeTo(0.391) as number });
});

test('a vendor is masked as well: the subject of a stall is a place', () => {
  const vendor = box(0.4, 0.4, 0.5, 0.9);
  const plan = planMask([seen('person', vendor)], { label: 'person', box: vendor, score: 0.7 }, ASPECT);
  expect(plan.heads).toHaveLength(1);
  expect(plan.subject).toBeNull();
});

test('half of a large vehicle, as a tile shows it, is the vehicle; a small one before it is not', () => {
  expect(isSubject(seen('truck', box(0.4, 0.4, 0.55, 0.7)), car)).toBe(true);
  expect(isSubject(seen('car', box(0.45, 0.6, 0.55, 0.7)), car)).toBe(false);
});

test('a picture that nobody could look at shows the subject alone', () => {
  expect(planBlindMask(car)).toMatchObject({ behind: [box(0, 0, 1, 1)], heads: [] });
  expect(planBlindMask(null).subject).toBeNull();
});

test('a head is masked within the picture, and from the top of the person down', () => {
  const side = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(side, side, side, side, (a, b, c, d) => {
      const person = box(Math.min(a, b), Math.min(c, d), Math.max(a, b), Math.max(c, d));
      fc.pre(person.x2 - person.x1 > 0.001 && person.y2 - person.y1 > 0.001);
      const head = headOf(person, ASPECT);
      expect(head.x1 <= person.x1 && head.x2 >= person.x2 && head.y1 <= person.y1).toBe(true);
      expect(head.y2 > person.y1 && head.y2 < person.y2).toBe(true);
      expect(Math.min(head.x1, head.y1)).toBeGreaterThanOrEqual(0);
      expect(Math.max(head.x2, head.y2)).toBeLessThanOrEqual(1);
    }),
  );
});
