import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Motion, boxOfMotion, correctMotion, motionOffset, predictMotion, startMotion } from './motion.js';

const BOX = { x1: 0.1, y1: 0.4, x2: 0.2, y2: 0.6 };

function predictedIn(motion: Motion, steps: number, totalMs: number): Motion {
  return Array.from({ length: steps }).reduce<Motion>((before) => predictMotion(before, totalMs / steps), motion);
}

describe('a motion', () => {
  test('predicted in many steps is the same as in one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 40, max: 1500 }), (steps, totalMs) => {
        const motion = correctMotion(predictMotion(startMotion(BOX), 500), { ...BOX, x1: 0.13, x2: 0.23 });
        const once = predictedIn(motion, 1, totalMs);
        const often = predictedIn(motion, steps, totalMs);
        expect(often.x).toBeCloseTo(once.x, 9);
        expect(often.sizeVariance).toBeCloseTo(once.sizeVariance, 9);
        often.covariance.forEach((value, index) => {
          expect(value).toBeCloseTo(once.covariance[index] ?? NaN, 9);
        });
      }),
    );
  });

  test.each([2, 5, 25])('learns a steady speed at %i looks a second, within 2 %%', (perSecond) => {
    let motion = startMotion(BOX);
    for (let look = 1; look <= 3 * perSecond; look += 1) {
      const way = (0.1 * look) / perSecond;
      motion = correctMotion(predictMotion(motion, 1000 / perSecond), { ...BOX, x1: BOX.x1 + way, x2: BOX.x2 + way });
    }
    expect(Math.abs(motion.velocityX - 0.1)).toBeLessThan(0.002);
    expect(motion.velocityY).toBeCloseTo(0, 9);
    const ahead = boxOfMotion(predictMotion(motion, 1000));
    expect(Math.abs(ahead.x1 - 0.5)).toBeLessThan(0.01);
  });

  test('is the less sure of the place the longer nothing was seen, and runs ahead for no longer than 1.5 s', () => {
    const motion = correctMotion(predictMotion(startMotion(BOX), 200), { ...BOX, x1: 0.11, x2: 0.21 });
    const offsets = [100, 400, 1600].map((elapsedMs) =>
      motionOffset(predictMotion(motion, elapsedMs), { ...BOX, y1: 0.5, y2: 0.7 }),
    );
    const deviations = offsets.map((offset) => offset.deviations);
    expect(deviations).toEqual([...deviations].sort((a, b) => b - a));
    expect(predictMotion(motion, 9_000).x).toBe(predictMotion(motion, 1_500).x);
  });
});
