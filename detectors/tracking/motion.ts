import type { Box } from '@lamppost/contracts';
import { z } from 'zod';

/** Standard deviation of a detection's centre and of its size, in box sizes. */
const DETECTION_NOISE = 0.05;
/** Speed that an object may have when it is first seen, in box sizes a second (standard deviation). */
const FIRST_SPEED = 1;
/** How fast speed may change: density of a white acceleration, in box sizes squared a second cubed. */
const SPEED_CHANGE = 0.5;
/** How fast size may change: density of a white growth, as a share squared a second. */
const SIZE_CHANGE = 0.05;
/** Below this size, in fractions of the frame, noise stays as large as for a box of this size: a pixel is a pixel. */
const LEAST_UNIT = 0.04;
/** A prediction goes no further than this: a speed measured over a few looks says little about later. */
const LONGEST_PREDICTION_MS = 1_500;

const DETECTION_VARIANCE = DETECTION_NOISE * DETECTION_NOISE;

/**
 * Where an object is and how fast it moves: a Kalman filter of constant velocity, as of the last sighting.
 *
 * All noise is taken in proportion to the size of the box, so that one covariance, in box sizes, serves both axes. Noise grows with time and
 * not with looks: a prediction over one second is the same as 25 over 40 ms.
 */
export const Motion = z.strictObject({
  /** Centre and size in fractions of the frame. */
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
  /** Fractions of the frame a second. */
  velocityX: z.number(),
  velocityY: z.number(),
  /** Of the place, of place with speed, and of the speed; in box sizes and seconds. */
  covariance: z.tuple([z.number(), z.number(), z.number()]),
  /** Of the size, as a share squared. */
  sizeVariance: z.number().min(0),
});
export type Motion = z.infer<typeof Motion>;

/** The motion of an object that was seen once. */
export function startMotion({ x1, y1, x2, y2 }: Box): Motion {
  return {
    x: (x1 + x2) / 2,
    y: (y1 + y2) / 2,
    width: x2 - x1,
    height: y2 - y1,
    velocityX: 0,
    velocityY: 0,
    covariance: [DETECTION_VARIANCE, 0, FIRST_SPEED * FIRST_SPEED],
    sizeVariance: DETECTION_VARIANCE,
  };
}

/** A motion some time later, before it is known what was seen. */
export function predictMotion(motion: Motion, elapsedMs: number): Motion {
  const seconds = elapsedMs / 1000;
  const ahead = Math.min(elapsedMs, LONGEST_PREDICTION_MS) / 1000;
  const [place, both, speed] = motion.covariance;
  return {
    ...motion,
    x: motion.x + motion.velocityX * ahead,
    y: motion.y + motion.velocityY * ahead,
    covariance: [
      place + seconds * (2 * both + seconds * (speed + (SPEED_CHANGE * seconds) / 3)),
      both + seconds * (speed + (SPEED_CHANGE * seconds) / 2),
      speed + SPEED_CHANGE * seconds,
    ],
    sizeVariance: motion.sizeVariance + SIZE_CHANGE * seconds,
  };
}

/** A predicted motion, corrected by the box that was seen. */
export function correctMotion(predicted: Motion, { x1, y1, x2, y2 }: Box): Motion {
  const [place, both, speed] = predicted.covariance;
  const total = place + DETECTION_VARIANCE;
  const gain = place / total;
  const speedGain = both / total;
  const sizeGain = predicted.sizeVariance / (predicted.sizeVariance + DETECTION_VARIANCE);
  const offX = (x1 + x2) / 2 - predicted.x;
  const offY = (y1 + y2) / 2 - predicted.y;
  return {
    x: predicted.x + gain * offX,
    y: predicted.y + gain * offY,
    width: predicted.width + sizeGain * (x2 - x1 - predicted.width),
    height: predicted.height + sizeGain * (y2 - y1 - predicted.height),
    velocityX: predicted.velocityX + speedGain * offX,
    velocityY: predicted.velocityY + speedGain * offY,
    covariance: [place * (1 - gain), both * (1 - gain), speed - speedGain * both],
    sizeVariance: predicted.sizeVariance * (1 - sizeGain),
  };
}

/** The box that a motion stands for; it may reach beyond the frame. */
export function boxOfMotion({ x, y, width, height }: Motion): Box {
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
}

/** How well a predicted place is known, from 1 down to 1/2 when it may be off by the object's own size: chance may fill it. */
export function certaintyOf({ covariance }: Motion): number {
  return 1 - Math.min(1, Math.sqrt(covariance[0])) / 2;
}

/** How far a box's centre lies from a predicted one. */
export interface MotionOffset {
  /** In standard deviations of prediction and detection together. */
  readonly deviations: number;
  /** In box sizes. */
  readonly sizes: number;
}

/** Compares a detection with where its object is expected. */
export function motionOffset({ x, y, width, height, covariance }: Motion, { x1, y1, x2, y2 }: Box): MotionOffset {
  const sizes = Math.hypot(
    ((x1 + x2) / 2 - x) / Math.max(width, LEAST_UNIT),
    ((y1 + y2) / 2 - y) / Math.max(height, LEAST_UNIT),
  );
  return { deviations: sizes / Math.sqrt(covariance[0] + DETECTION_VARIANCE), sizes };
}
