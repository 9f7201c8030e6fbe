import type { Box } from '@lamppost/contracts';

/**
 * Steps in a frame's width or height. Powers of two, so that every step is exact in binary. A step is 0.23 pixels of a picture 1,920 wide,
 * and a twentieth of a pixel of what the street model sees of it.
 */
export const BOX_STEPS = 2 ** 13;
/** Steps between scores 0 and 1. */
export const SCORE_STEPS = 2 ** 12;
/** Steps between shares 0 and 1 of a picture's area. */
export const AREA_STEPS = 2 ** 16;

/** The nearest step, as a fraction. */
export function toStep(fraction: number, steps: number): number {
  return Math.round(fraction * steps) / steps;
}

/** Whether a number from 0 to 1 lies on a step. */
export function isOnStep(fraction: number, steps: number): boolean {
  // -0 would come back as 0.
  return fraction >= 0 && fraction <= 1 && Number.isInteger(fraction * steps) && !Object.is(fraction, -0);
}

/** Both edges on steps, and at least one apart. */
function edgesOnSteps(low: number, high: number): readonly [number, number] {
  const [from, to] = [toStep(low, BOX_STEPS), toStep(high, BOX_STEPS)];
  if (from < to) return [from, to];
  return to < 1 ? [from, from + 1 / BOX_STEPS] : [1 - 1 / BOX_STEPS, 1];
}

/** The box with its edges on steps; it never becomes empty. */
export function boxOnSteps({ x1, y1, x2, y2 }: Box): Box {
  const [left, right] = edgesOnSteps(x1, x2);
  const [top, bottom] = edgesOnSteps(y1, y2);
  return { x1: left, y1: top, x2: right, y2: bottom };
}

/** Whether all edges lie on steps. */
export function isBoxOnSteps({ x1, y1, x2, y2 }: Box): boolean {
  return isOnStep(x1, BOX_STEPS) && isOnStep(y1, BOX_STEPS) && isOnStep(x2, BOX_STEPS) && isOnStep(y2, BOX_STEPS);
}
