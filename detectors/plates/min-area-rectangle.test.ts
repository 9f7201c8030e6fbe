import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minAreaRectangle } from './min-area-rectangle.js';

test('a turned rectangle is found by its corners and what lies in it', () => {
  fc.assert(
    fc.property(
      fc.record({
        x: fc.integer({ min: -500, max: 500 }),
        y: fc.integer({ min: -500, max: 500 }),
        width: fc.integer({ min: 40, max: 300 }),
        height: fc.integer({ min: 10, max: 35 }),
        angleDeg: fc.integer({ min: -44, max: 44 }),
      }),
      ({ x, y, width, height, angleDeg }) => {
        const [cos, sin] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
        const points = [-1, 0, 1].flatMap((along) =>
          [-1, 0, 1].map((across): [number, number] => {
            const [u, v] = [(along * width) / 2, (across * height) / 2];
            return [x + u * cos - v * sin, y + u * sin + v * cos];
          }),
        );
        const found = minAreaRectangle(points);
        expect(found.centreX).toBeCloseTo(x, 6);
        expect(found.centreY).toBeCloseTo(y, 6);
        expect(found.width).toBeCloseTo(width, 6);
        expect(found.height).toBeCloseTo(height, 6);
        expect(found.angleDeg).toBeCloseTo(angleDeg, 6);
      },
    ),
  );
});

test('points on a line, and a single one, have a rectangle without area', () => {
  const line = minAreaRectangle([
    [0, 0],
    [10, 10],
    [5, 5],
  ]);
  expect(Math.min(line.width, line.height)).toBeCloseTo(0, 9);
  expect(minAreaRectangle([[3, 4]])).toMatchObject({ centreX: 3, centreY: 4, width: 0, height: 0 });
});
