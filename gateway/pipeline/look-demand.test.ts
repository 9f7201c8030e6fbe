import { TRACKER_DEFAULTS } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import { lookDemand } from './look-demand.js';

const still = lookDemand({ isMoving: false, isDwelling: false });
const dwelling = lookDemand({ isMoving: false, isDwelling: true });
const moving = lookDemand({ isMoving: true, isDwelling: false });
const both = lookDemand({ isMoving: true, isDwelling: true });

test('what moves is looked at in every frame, what stands each second, and the rest seldom', () => {
  expect([moving.everyMs, both.everyMs]).toEqual([0, 0]);
  expect(dwelling.everyMs).toBeLessThanOrEqual(1_000);
  expect(still.everyMs).toBeGreaterThan(5 * dwelling.everyMs);
});

test('what stands may wait least, what rests longest', () => {
  expect(both.withinMs).toBe(dwelling.withinMs);
  expect(dwelling.withinMs).toBeLessThan(moving.withinMs);
  expect(moving.withinMs).toBeLessThan(still.withinMs);
});

test('the looks at what stands are close enough together for the tracker to call it seen, even if one fails', () => {
  expect(2 * dwelling.everyMs).toBeLessThan(TRACKER_DEFAULTS.coverGapMs);
  expect(3 * dwelling.everyMs).toBeLessThan(TRACKER_DEFAULTS.lookGapMs);
});
