import { expect, test } from 'vitest';
import { findTextLines } from './find-text-lines.js';
import { plateCandidates } from './plate-candidates.js';

const [WIDTH, HEIGHT] = [320, 160];

/** A map that is `probability` inside of a level or turned rectangle, and 0 elsewhere. */
function mapOf(
  boxes: readonly { x: number; y: number; w: number; h: number; deg?: number; p?: number }[],
): Float32Array {
  return Float32Array.from({ length: WIDTH * HEIGHT }, (_, index) => {
    const [px, py] = [index % WIDTH, Math.floor(index / WIDTH)];
    for (const { x, y, w, h, deg = 0, p = 0.9 } of boxes) {
      const angle = (deg * Math.PI) / 180;
      const [dx, dy] = [px - x, py - y];
      const along = dx * Math.cos(angle) + dy * Math.sin(angle);
      const across = dy * Math.cos(angle) - dx * Math.sin(angle);
      if (Math.abs(along) <= w / 2 && Math.abs(across) <= h / 2) return p;
    }
    return 0;
  });
}

test('each region is a line that reaches further than its core', () => {
  const lines = findTextLines(mapOf([{ x: 100, y: 60, w: 80, h: 16 }]), WIDTH, HEIGHT);
  expect(lines).toHaveLength(1);
  const [line] = lines;
  expect(Math.abs((line?.centreX ?? 0) - 100)).toBeLessThan(4);
  expect(Math.abs((line?.centreY ?? 0) - 60)).toBeLessThan(4);
  expect(line?.width).toBeGreaterThan(95);
  expect(line?.height).toBeGreaterThan(30);
  expect(line?.score).toBeCloseTo(0.9, 5);
});

test('a turned line is told with its angle, two lines apart, and faint ones not at all', () => {
  const lines = findTextLines(
    mapOf([
      { x: 90, y: 60, w: 100, h: 20, deg: 15 },
      { x: 240, y: 120, w: 60, h: 14 },
      { x: 250, y: 30, w: 60, h: 14, p: 0.4 },
    ]),
    WIDTH,
    HEIGHT,
  );
  expect(lines).toHaveLength(2);
  expect(Math.abs((lines[0]?.angleDeg ?? 0) - 15)).toBeLessThan(4);
});

test('an empty map has no line', () => {
  expect(findTextLines(new Float32Array(WIDTH * HEIGHT), WIDTH, HEIGHT)).toEqual([]);
});

test('two rows of a plate are joined, and what no plate can be shaped like is left out', () => {
  const upper = { centreX: 100, centreY: 40, width: 60, height: 24, angleDeg: 0, score: 0.8 };
  const lower = { centreX: 100, centreY: 66, width: 110, height: 34, angleDeg: 0, score: 0.9 };
  const [both, ...rows] = plateCandidates([lower, upper]);
  expect(both).toMatchObject({ centreX: 100, width: 110, height: 55, score: 0.8 });
  expect(both?.centreY).toBeCloseTo(55.5);
  expect(rows).toHaveLength(2);
  expect(plateCandidates([{ ...lower, width: 400 }])).toEqual([]);
  expect(plateCandidates([{ ...lower, angleDeg: 40 }])).toEqual([]);
  expect(plateCandidates([{ ...lower, height: 6, width: 18 }])).toEqual([]);
});
