import type { Point, Polygon } from '@lamppost/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveCorner, movePolygon, removeCorner, snapPoint, splitEdge } from './geometry.js';

const SQUARE: Polygon = [
  [0.2, 0.2],
  [0.6, 0.2],
  [0.6, 0.6],
  [0.2, 0.6],
];
const ASPECT = 16 / 9;
const share = fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000);
const point = fc.tuple(share, share);
const polygon: fc.Arbitrary<Polygon> = fc.array(point, { minLength: 3, maxLength: 9 });
const step = fc.double({ min: -2, max: 2, noNaN: true });

describe('a polygon', () => {
  test('stays within the picture and keeps its shape wherever it is moved', () => {
    fc.assert(
      fc.property(polygon, step, step, (shape, dx, dy) => {
        const moved = movePolygon(shape, dx, dy);
        for (const [x, y] of moved) expect(x >= 0 && x <= 1 && y >= 0 && y <= 1).toBe(true);
        shape.forEach(([x, y], index) => {
          const first = shape[0] ?? [0, 0];
          const here = moved[index] ?? [0, 0];
          const origin = moved[0] ?? [0, 0];
          expect(here[0] - origin[0]).toBeCloseTo(x - first[0], 3);
          expect(here[1] - origin[1]).toBeCloseTo(y - first[1], 3);
        });
      }),
    );
  });

  test('gets a corner in the middle of an edge, and is the same when that is taken out', () => {
    expect(splitEdge(SQUARE, 3)).toEqual([...SQUARE, [0.2, 0.4]]);
    fc.assert(
      fc.property(polygon, fc.nat(), (shape, seed) => {
        const index = seed % shape.length;
        expect(removeCorner(splitEdge(shape, index), index + 1)).toEqual(shape);
      }),
    );
  });

  test('keeps three corners, and each of them within the picture', () => {
    expect(removeCorner(SQUARE.slice(0, 3), 1)).toHaveLength(3);
    expect(moveCorner(SQUARE, 1, [1.4, -0.2])[1]).toEqual([1, 0]);
  });
});

describe('a corner snaps', () => {
  const snap = (at: Point) => snapPoint(at, [SQUARE], 0.02, ASPECT);
  test('to a corner before an edge, to an edge before the frame, else nowhere', () => {
    expect(snap([0.61, 0.21])).toEqual({ point: [0.6, 0.2], to: 'corner' });
    expect(snap([0.4, 0.21])).toEqual({ point: [0.4, 0.2], to: 'edge' });
    expect(snap([0.99, 0.5])).toEqual({ point: [1, 0.5], to: 'frame' });
    expect(snap([0.01, 0.98])).toEqual({ point: [0, 1], to: 'frame' });
    expect(snap([0.8, 0.8])).toEqual({ point: [0.8, 0.8], to: null });
  });
});
