import type { Polygon } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasFootInZone, isPointInPolygon } from './is-in-zone.js';

const square: Polygon = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
];

test('a point is in a rectangle exactly when both its coordinates are', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, y) => {
      fc.pre([x, y].every((value) => value !== 0.2 && value !== 0.8));
      expect(isPointInPolygon(x, y, square)).toBe(x > 0.2 && x < 0.8 && y > 0.2 && y < 0.8);
    }),
  );
});

test('the notch of a concave polygon is outside', () => {
  const notched: Polygon = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0.5, 0.4],
    [0, 1],
  ];
  expect(isPointInPolygon(0.5, 0.2, notched)).toBe(true);
  expect(isPointInPolygon(0.5, 0.8, notched)).toBe(false);
});

test('what stands in the zone counts, not what only reaches over it', () => {
  expect(hasFootInZone({ x1: 0.4, y1: 0, x2: 0.6, y2: 0.5 }, square)).toBe(true);
  expect(hasFootInZone({ x1: 0.4, y1: 0.3, x2: 0.6, y2: 0.9 }, square)).toBe(false);
});
