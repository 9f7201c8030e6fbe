import fc from 'fast-check';
import { expect, test } from 'vitest';
import { letterboxOf, withoutLetterbox } from './letterbox.js';

const FRAME = { width: 416, height: 256 };
const share = fc.double({ min: 0, max: 1, noNaN: true });

test.each([
  [
    { width: 1280, height: 720 },
    { left: 0, top: 10, width: 416, height: 234 },
  ],
  [
    { width: 608, height: 608 },
    { left: 80, top: 0, width: 256, height: 256 },
  ],
  [
    { width: 416, height: 256 },
    { left: 0, top: 0, width: 416, height: 256 },
  ],
])('a picture of %j lies at %j', (picture, place) => {
  expect(letterboxOf(picture, FRAME)).toMatchObject(place);
});

test('the letterbox lies within the frame, touches two opposite edges and keeps the aspect ratio', () => {
  const size = fc.record({ width: fc.integer({ min: 16, max: 4000 }), height: fc.integer({ min: 16, max: 4000 }) });
  fc.assert(
    fc.property(size, (picture) => {
      const { left, top, width, height } = letterboxOf(picture, FRAME);
      expect(left + width).toBeLessThanOrEqual(FRAME.width);
      expect(top + height).toBeLessThanOrEqual(FRAME.height);
      expect(width === FRAME.width || height === FRAME.height).toBe(true);
      const scale = Math.min(FRAME.width / picture.width, FRAME.height / picture.height);
      expect(Math.abs(width - picture.width * scale)).toBeLessThanOrEqual(1);
      expect(Math.abs(height - picture.height * scale)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a box of the picture comes back from the frame as it was', () => {
  fc.assert(
    fc.property(share, share, share, share, (a, b, c, d) => {
      fc.pre(Math.abs(a - b) > 0.001 && Math.abs(c - d) > 0.001);
      const box = { x1: Math.min(a, b), y1: Math.min(c, d), x2: Math.max(a, b), y2: Math.max(c, d) };
      const { content } = letterboxOf({ width: 1280, height: 720 }, FRAME);
      const x = (value: number) => content.x1 + value * (content.x2 - content.x1);
      const y = (value: number) => content.y1 + value * (content.y2 - content.y1);
      const back = withoutLetterbox({ x1: x(box.x1), y1: y(box.y1), x2: x(box.x2), y2: y(box.y2) }, content);
      for (const side of ['x1', 'y1', 'x2', 'y2'] as const) expect(back?.[side]).toBeCloseTo(box[side], 9);
    }),
  );
});

test('a box in the bars is no box of the picture', () => {
  const { content } = letterboxOf({ width: 1280, height: 720 }, FRAME);
  expect(withoutLetterbox({ x1: 0.2, y1: 0, x2: 0.4, y2: 0.035 }, content)).toBeNull();
});
