import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HAZARD_DEFAULTS } from './hazard-options.js';
import { FireRegion } from './hazard-region.js';
import { HazardState, emptyHazards } from './hazard-state.js';
import { START_MS, every, gridOf, watchAt } from './made-hazards.js';
import type { Place, Scene } from './made-hazards.js';
import { updateHazards } from './update-hazards.js';

const FIRE: readonly Place[] = [
  [10, 8],
  [11, 8],
  [10, 9],
];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long must be watched at least. */
const LEAST_MS = HAZARD_DEFAULTS.beginShare * HAZARD_DEFAULTS.windowMs;

const showing =
  (cells: readonly Place[], score: number | ((timeMs: number) => number) = 0.9): Scene =>
  (timeMs) =>
    gridOf({ fire: [{ cells, score: typeof score === 'number' ? score : score(timeMs) }] });
const nothing = gridOf({});
const burningFrom =
  (fromMs: number): Scene =>
  (timeMs) =>
    timeMs >= fromMs ? showing(FIRE)(timeMs) : nothing;

/** A number from 0 to 1 that looks random, and is always the same. */
const noise = (seed: number) => Math.abs(Math.sin(seed * 12.9898) * 43_758.5453) % 1;

/** Times of looks at a rate, of which a share is dropped and each comes a little early or late. */
function looks(perSecond: number, untilMs: number, droppedShare: number): number[] {
  const stepMs = 1000 / perSecond;
  const times = Array.from({ length: Math.floor(untilMs / stepMs) }, (_, index) =>
    Math.round((index + 0.4 * noise(index + perSecond)) * stepMs),
  );
  return times.filter((timeMs) => noise(timeMs + 0.5) >= droppedShare);
}

describe('a fire', () => {
  test('is found in time, with the time at which it began, at 1 to 25 looks a second of which many are dropped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 0, max: 20 }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (perSecond, beginsS, droppedShare) => {
          const times = looks(perSecond, 60_000, droppedShare);
          const { steps, last } = watchAt(burningFrom(beginsS * 1000), times);
          const longestGapMs = Math.max(...times.map((timeMs, index) => timeMs - (times[index - 1] ?? 0)));
          // Between two looks that count.
          const stepMs = longestGapMs + HAZARD_DEFAULTS.fireEveryMs;
          const first = steps.find(({ regions }) => regions.fires.length > 0);
          const delayMs = (first?.atMs ?? Infinity) - START_MS - beginsS * 1000;
          expect(delayMs).toBeGreaterThanOrEqual(HAZARD_DEFAULTS.beginShare * LEAST_MS - 2 * stepMs);
          expect(delayMs).toBeLessThanOrEqual(LEAST_MS + 2 * stepMs);
          const [region] = last.fires;
          expect(last.fires).toHaveLength(1);
          expect(region?.score).toBeCloseTo(0.9, 6);
          const sinceMs = (region?.sinceMs ?? 0) - START_MS - beginsS * 1000;
          expect(sinceMs).toBeGreaterThanOrEqual(0);
          expect(sinceMs).toBeLessThanOrEqual(stepMs);
          expect(FireRegion.parse(region)).toEqual(region);
        },
      ),
      {
        numRuns: 60,
        examples: [
          // Looks so far apart that the first one of the fire has left the window when there are enough.
          [1, 19, 0.1602048003478558],
        ],
      },
    );
  });

  test('has the box of its cells in the picture, of which bars cut the outer cells', () => {
    const picture = { x1: 0, y1: 11 / 256, x2: 1, y2: 245 / 256 };
    const { last } = watchAt((timeMs) => ({ ...burningFrom(0)(timeMs), picture }) as never, every(500, 10_000));
    const box = last.fires[0]?.box;
    expect(box?.x1).toBeCloseTo(10 / 26, 9);
    expect(box?.x2).toBeCloseTo(12 / 26, 9);
    expect(box?.y1).toBeCloseTo((8 * 16 - 11) / 234, 9);
    expect(box?.y2).toBeCloseTo((10 * 16 - 11) / 234, 9);
  });

  test('that is hidden for 20 s is the same, and does not burn meanwhile', () => {
    const scene: Scene = (timeMs) => (timeMs > 20_000 && timeMs < 40_000 ? nothing : showing(FIRE)(timeMs));
    const { steps, last } = watchAt(scene, every(200, 60_000));
    expect(last.fires[0]?.sinceMs).toBe(START_MS);
    expect(new Set(steps.flatMap(({ regions }) => regions.fires.map(({ regionId }) => regionId))).size).toBe(1);
    expect(steps.find(({ atMs }) => atMs === START_MS + 30_000)?.regions.fires).toEqual([]);
    expect((last.fires[0]?.observedMs ?? 0) / 60_000).toBeLessThan(0.7);
    expect((last.fires[0]?.observedMs ?? 0) / 60_000).toBeGreaterThan(0.6);
  });

  test('that leaps from cell to cell, and is seen in four looks of five, is one', () => {
    const near: readonly Place[] = [...FIRE, [12, 8], [11, 9]];
    const scene: Scene = (timeMs) => {
      if (noise(timeMs) < 0.2) return nothing;
      return showing(near.filter((_, index) => noise(timeMs * 7 + index) < 0.5))(timeMs);
    };
    const { steps, last } = watchAt(scene, every(200, 60_000));
    expect(last.fires).toHaveLength(1);
    const ids = steps.slice(60).map(({ regions }) => regions.fires.map(({ regionId }) => regionId));
    expect(new Set(ids.map((list) => list.join())).size).toBe(1);
  });

  test('and another one elsewhere are two', () => {
    const { last } = watchAt(showing([...FIRE, [20, 3]]), every(200, 10_000));
    expect(new Set(last.fires.map(({ regionId }) => regionId)).size).toBe(2);
  });

  test('that began while it was watched is there for an hour, before and after the background is learnt', () => {
    for (const beginsMs of [20_000, 15 * MINUTE]) {
      const { steps } = watchAt(burningFrom(beginsMs), every(1000, beginsMs + HOUR));
      const from = steps.findIndex(({ regions }) => regions.fires.length > 0);
      expect((steps[from]?.atMs ?? 0) - START_MS - beginsMs).toBeLessThan(7_000);
      expect(steps.slice(from).every(({ regions }) => regions.fires.length === 1)).toBe(true);
    }
  });

  test('in front of a sign that always answers a little is seen', () => {
    const scene: Scene = (timeMs) => showing(FIRE, timeMs < 30 * MINUTE ? 0.62 : 0.95)(timeMs);
    const { steps, last } = watchAt(scene, every(1000, 31 * MINUTE));
    expect(last.fires).toHaveLength(1);
    expect(steps[29 * 60]?.regions.fires).toEqual([]);
  });
});

describe('no fire', () => {
  test.each<[string, Scene]>([
    ['scores below the limit', showing(FIRE, 0.54)],
    [
      'a car that answers, and passes',
      (timeMs) => showing([0, 1, 2].map((part) => [Math.floor(timeMs / 500) % 26, 8 + part]))(timeMs),
    ],
    ['somebody who answers, and walks', (timeMs) => showing([[Math.floor(timeMs / 1500) % 26, 8]])(timeMs)],
    [
      'a lamp that is switched on for a moment every 10 s',
      (timeMs) => (timeMs % 10_000 < 2_000 ? showing(FIRE)(timeMs) : nothing),
    ],
    ['a lamp that blinks', showing(FIRE, (timeMs) => (timeMs % 1000 < 500 ? 0.95 : 0.02))],
    ['smoke', () => gridOf({ smoke: [{ cells: FIRE, score: 1 }] })],
    ['no answer at all', () => null],
  ])('%s', (_, scene) => {
    const { steps } = watchAt(scene, every(200, 120_000));
    expect(steps.flatMap(({ regions }) => regions.fires)).toEqual([]);
  });

  test.each<[string, Scene]>([
    ['shines day and night', showing(FIRE, (timeMs) => 0.6 + 0.1 * noise(timeMs))],
    ['shines brightly', showing(FIRE, (timeMs) => 0.9 + 0.08 * noise(timeMs))],
    ['blinks slowly', showing(FIRE, (timeMs) => (timeMs % 40_000 < 20_000 ? 0.95 : 0.1))],
    ['answers now and then', showing(FIRE, (timeMs) => 0.2 + 0.75 * noise(Math.floor(timeMs / 15_000)))],
  ])('a sign that %s is none once it is known', (_, scene) => {
    const { steps } = watchAt(scene, every(2000, 5 * HOUR));
    const alarms = steps.filter(({ regions }) => regions.fires.length > 0);
    const lastAlarmMs = (alarms.at(-1)?.atMs ?? START_MS) - START_MS;
    // 2 h held out, and then the time that the background takes.
    expect(lastAlarmMs).toBeLessThan(3.5 * HOUR);
  });

  test('a sign that was there from the first look is none after 10 minutes', () => {
    const { steps } = watchAt(
      showing(FIRE, (timeMs) => 0.7 + 0.05 * noise(timeMs)),
      every(1000, 2 * HOUR),
    );
    const alarms = steps.filter(({ regions }) => regions.fires.length > 0);
    expect((alarms.at(-1)?.atMs ?? 0) - START_MS).toBeLessThan(11 * MINUTE);
  });

  test('is known to burn by a look that answered nothing', () => {
    const { state } = watchAt(showing(FIRE), every(200, 10_000));
    expect(updateHazards(state, START_MS + 12_500, null)).toEqual({
      state,
      regions: { fires: [], smokes: [] },
      isSuspected: false,
    });
  });
});

test('one look that shows fire or smoke asks for more', () => {
  const first = (scene: Scene) => updateHazards(emptyHazards(), START_MS, scene(0)).isSuspected;
  expect(first(showing(FIRE))).toBe(true);
  expect(first(() => gridOf({ smoke: [{ cells: FIRE, score: 0.9 }] }))).toBe(true);
  expect(first(() => nothing)).toBe(false);
});

describe('the state', () => {
  const scene: Scene = (timeMs) => {
    const grow = Math.min(6, 1 + timeMs / 20_000);
    const cells = Array.from({ length: 8 * 8 }, (_, index): Place => [3 + (index % 8), 3 + Math.floor(index / 8)]);
    const smoke = cells.filter(([column, row]) => Math.hypot(column - 6, row - 6) < grow);
    const fire = { cells: FIRE, score: timeMs > 30_000 && noise(timeMs) > 0.2 ? 0.5 + 0.5 * noise(timeMs + 1) : 0.1 };
    return gridOf({ fire: [fire], smoke: [{ cells: smoke, score: (index) => 0.5 + 0.5 * noise(index + timeMs) }] });
  };

  test('goes through JSON at any moment without changing anything that follows', () => {
    const times = looks(5, 90_000, 0.1);
    const whole = watchAt(scene, times);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: times.length - 1 }), (cut) => {
        const before = watchAt(scene, times.slice(0, cut));
        const saved = HazardState.parse(JSON.parse(JSON.stringify(before.state)));
        const after = watchAt(scene, times.slice(cut), saved);
        expect([...before.steps, ...after.steps]).toEqual(whole.steps);
        expect(after.state).toEqual(whole.state);
      }),
      { numRuns: 20 },
    );
  });

  test('is the same after a restart of 12 s', () => {
    const before = watchAt(showing(FIRE), every(200, 10_000));
    const after = watchAt(showing(FIRE), every(200, 30_000, 22_000), before.state);
    const [region] = before.last.fires;
    expect(after.last.fires[0]).toMatchObject({ regionId: region?.regionId, sinceMs: START_MS });
  });

  test('is left alone by a look that is not later than the last', () => {
    const { state, last } = watchAt(showing(FIRE), every(200, 10_000));
    expect(updateHazards(state, START_MS + 9_000, nothing)).toEqual({ state, regions: last, isSuspected: true });
  });

  test('keeps only what is usual when a clock is set back by hours', () => {
    const { state } = watchAt(showing(FIRE), every(200, 10_000));
    const update = updateHazards(state, START_MS - 2 * HOUR, nothing);
    expect(update.regions).toEqual({ fires: [], smokes: [] });
    expect(update.state.learntMs).toBe(state.learntMs);
    expect(update.state.fires).toEqual([]);
    expect(update.state.lastLookAtMs).toBe(START_MS - 2 * HOUR);
  });

  test('begins anew with a grid of another size, but gives no number twice', () => {
    const { state } = watchAt(showing(FIRE), every(200, 10_000));
    const scores = new Array<number>(4).fill(0);
    const picture = { x1: 0, y1: 0, x2: 1, y2: 1 };
    const update = updateHazards(state, START_MS + 11_000, {
      columns: 2,
      rows: 2,
      fire: scores,
      smoke: scores,
      picture,
    });
    expect(update.state).toMatchObject({ columns: 2, rows: 2, learntMs: 0, nextRegionId: state.nextRegionId });
  });
});
