import { TRACKER_DEFAULTS } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import { lookDemand } from './look-demand.js';

const rest = lookDemand({ stillMs: 60_000, dwell: 'none' });
const settled = lookDemand({ stillMs: 60_000, dwell: 'settled' });
const settling = lookDemand({ stillMs: 60_000, dwell: 'settling' });
const moving = lookDemand({ stillMs: 0, dwell: 'none' });
const both = lookDemand({ stillMs: 0, dwell: 'settled' });

test('what moves is looked at in every frame, what is not clear each second, what stands now and then, and the rest seldom', () => {
  expect([moving.everyMs, both.everyMs]).toEqual([0, 0]);
  expect(settling.everyMs).toBeLessThanOrEqual(1_000);
  expect(settled.everyMs).toBeGreaterThan(2 * settling.everyMs);
  expect(rest.everyMs).toBeGreaterThan(settled.everyMs);
});

test('what has just come to rest is looked at each second, until it is known whether it stands', () => {
  expect(lookDemand({ stillMs: 200, dwell: 'none' }).everyMs).toBe(0);
  expect(lookDemand({ stillMs: 3_000, dwell: 'none' })).toEqual(settling);
  expect(lookDemand({ stillMs: 6_000, dwell: 'none' })).toEqual(rest);
});

test('what is not clear may wait least, what rests longest', () => {
  expect(both.withinMs).toBe(settling.withinMs);
  expect(settling.withinMs).toBeLessThan(moving.withinMs);
  expect(moving.withinMs).toBeLessThan(settled.withinMs);
  expect(settled.withinMs).toBeLessThan(rest.withinMs);
});

test('the looks at what is not clear are close enough together for the tracker to call it seen, even if one fails', () => {
  expect(2 * settling.everyMs).toBeLessThan(TRACKER_DEFAULTS.coverGapMs);
  expect(3 * settling.everyMs).toBeLessThan(TRACKER_DEFAULTS.lookGapMs);
});
