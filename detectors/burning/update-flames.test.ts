import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlameGrid } from './flame-grid.js';
import { FlameRegion } from './flame-region.js';
import { FlameState, emptyFlames } from './flame-state.js';
import { updateFlames } from './update-flames.js';

const START = 1_760_000_000_000;
const COLUMNS = 26;
const ROWS = 16;
const FULL = { x1: 0, y1: 0, x2: 1, y2: 1 };

/** A grid in which some cells look like a flame, given as [column, row]. */
function grid(cells: readonly (readonly [number, number])[], colour = 0.5, flicker = 0.2): FlameGrid {
  const values = (value: number) => {
    const all = new Array<number>(COLUMNS * ROWS).fill(0);
    for (const [column, row] of cells) all[row * COLUMNS + column] = value;
    return all;
  };
  return { columns: COLUMNS, rows: ROWS, colour: values(colour), flicker: values(flicker), letterbox: FULL };
}

type Scene = (sinceStartMs: number) => FlameGrid | null;

function watch(scene: Scene, stepMs: number, untilMs: number, fromMs = 0, from: FlameState = emptyFlames()) {
  const steps: { atMs: number; regions: readonly FlameRegion[] }[] = [];
  let state = from;
  for (let time = fromMs; time <= untilMs; time += stepMs) {
    const update = updateFlames(state, START + time, scene(time));
    state = update.state;
    steps.push({ atMs: START + time, regions: update.regions });
  }
  return { state, steps, last: steps.at(-1)?.regions ?? [] };
}

const FIRE = [
  [10, 8],
  [11, 8],
  [10, 9],
] as const;

describe('a fire', () => {
  test('is found within the window, with the time at which it began, at 1 to 25 looks a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 0, max: 20 }), (perSecond, beginsS) => {
        const stepMs = Math.round(1000 / perSecond);
        const { steps, last } = watch((time) => grid(time >= beginsS * 1000 ? FIRE : []), stepMs, 40_000);
        const first = steps.find(({ regions }) => regions.length > 0);
        const delayMs = (first?.atMs ?? Infinity) - START - beginsS * 1000;
        expect(delayMs).toBeLessThanOrEqual(5_000 + stepMs);
        expect(last).toHaveLength(1);
        const [region] = last;
        const sinceMs = (region?.burningSinceMs ?? 0) - START - beginsS * 1000;
        expect(sinceMs).toBeGreaterThanOrEqual(0);
        expect(sinceMs).toBeLessThanOrEqual(stepMs + 200);
        expect(region?.score).toBeGreaterThan(0.9);
        expect((region?.observedMs ?? 0) / (40_000 - beginsS * 1000)).toBeGreaterThan(0.85);
        expect(FlameRegion.parse(region)).toEqual(region);
      }),
      { numRuns: 40 },
    );
  });

  test('has the box of its cells, without the letterbox', () => {
    const letterbox = { x1: 0, y1: 0.0625, x2: 1, y2: 0.9375 };
    const { last } = watch(() => ({ ...grid(FIRE), letterbox }), 500, 10_000);
    expect(last[0]?.box.x1).toBeCloseTo(10 / 26, 6);
    expect(last[0]?.box.x2).toBeCloseTo(12 / 26, 6);
    expect(last[0]?.box.y1).toBeCloseTo(7 / 14, 6);
    expect(last[0]?.box.y2).toBeCloseTo(9 / 14, 6);
  });

  test('is the same when it is hidden for 20 s, and does not burn meanwhile', () => {
    const { steps, last } = watch((time) => grid(time > 20_000 && time < 40_000 ? [] : FIRE), 200, 60_000);
    expect(last[0]?.burningSinceMs).toBe(START);
    expect(new Set(steps.flatMap(({ regions }) => regions.map(({ regionId }) => regionId))).size).toBe(1);
    expect(steps.find(({ atMs }) => atMs === START + 30_000)?.regions).toEqual([]);
    expect((last[0]?.observedMs ?? 0) / 60_000).toBeLessThan(0.75);
  });

  test('is the same after a restart, from state that is JSON', () => {
    const before = watch(() => grid(FIRE), 200, 10_000);
    const saved = FlameState.parse(JSON.parse(JSON.stringify(before.state)));
    const after = watch(() => grid(FIRE), 200, 30_000, 22_000, saved);
    expect(after.last[0]).toMatchObject({ regionId: before.last[0]?.regionId, burningSinceMs: START });
  });

  test('may wander by a cell from look to look', () => {
    const near = [...FIRE, [12, 8], [11, 9]] as const;
    const { last } = watch((time) => grid(near.filter((_, index) => (index + time / 200) % 5 < 3)), 200, 20_000);
    expect(last).toHaveLength(1);
  });

  test('and another one elsewhere are two', () => {
    const { last } = watch(() => grid([...FIRE, [20, 3]]), 200, 10_000);
    expect(last).toHaveLength(2);
    expect(new Set(last.map(({ regionId }) => regionId)).size).toBe(2);
  });
});

describe('no fire', () => {
  test.each<[string, Scene]>([
    ['an orange umbrella that stands', () => grid(FIRE, 0.9, 0.01)],
    ['strong grain on it', () => grid(FIRE, 0.9, 0.04)],
    ['sparks too small for a cell', () => grid(FIRE, 0.05, 0.5)],
    ['an orange car that passes', (time) => grid([0, 1, 2].map((part) => [Math.floor(time / 500) % 26, 8 + part]))],
    [
      'somebody in orange who walks',
      (time) =>
        grid([
          [Math.floor(time / 1500) % 26, 8],
          [Math.floor(time / 1500) % 26, 9],
        ]),
    ],
    ['a lamp that is switched on every 10 s', (time) => grid(time % 10_000 < 400 ? FIRE : [])],
    ['no measure at all', () => null],
  ])('%s', (_, scene) => {
    const { steps } = watch(scene, 200, 60_000);
    expect(steps.flatMap(({ regions }) => regions)).toEqual([]);
  });

  test('is known to burn by a look that measured nothing', () => {
    const { state } = watch(() => grid(FIRE), 200, 10_000);
    expect(updateFlames(state, START + 12_500, null).regions).toEqual([]);
  });
});

test('a look that is not later than the last changes nothing', () => {
  const { state, last } = watch(() => grid(FIRE), 200, 10_000);
  const again = updateFlames(state, START + 9_000, grid([]));
  expect(again.state).toBe(state);
  expect(again.regions).toEqual(last);
});

test('a clock that was set back by hours begins anew', () => {
  const { state } = watch(() => grid(FIRE), 200, 10_000);
  const update = updateFlames(state, START - 7_200_000, grid(FIRE));
  expect(update.regions).toEqual([]);
  expect(update.state.looksAtMs).toEqual([START - 7_200_000]);
});
