import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedArea } from '../geometry/box-overlap.js';
import { gridOf } from './box-grid.js';

const side = fc.double({ min: -0.3, max: 1.3, noNaN: true });
const box = fc
  .tuple(side, side, fc.double({ min: 0.001, max: 1, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true }))
  .map(([x1, y1, width, height]) => ({ x1, y1, x2: x1 + width, y2: y1 + height }));

test('a grid finds every box that touches a place, each once', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 30 }), fc.array(box, { minLength: 1, maxLength: 4 }), (boxes, places) => {
      const grid = gridOf(boxes);
      for (const place of places) {
        const visited: number[] = [];
        grid.visitNear(place, (index) => visited.push(index));
        expect(new Set(visited).size).toBe(visited.length);
        boxes.forEach((other, index) => {
          if (sharedArea(other, place) > 0) expect(visited).toContain(index);
        });
      }
    }),
  );
});

test('a grid leaves out what is far away', () => {
  const grid = gridOf([{ x1: 0.9, y1: 0.9, x2: 0.95, y2: 0.95 }]);
  const visited: number[] = [];
  grid.visitNear({ x1: 0.1, y1: 0.1, x2: 0.2, y2: 0.2 }, (index) => visited.push(index));
  expect(visited).toEqual([]);
});
