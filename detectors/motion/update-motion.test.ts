import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lumaScene, randomNumbers } from '../testing/luma-scene.js';
import type { Patch, Shot } from '../testing/luma-scene.js';
import type { LumaGrid } from './luma-grid.js';
import { MOTION_DEFAULTS } from './motion-options.js';
import type { MotionState } from './motion-state.js';
import { updateMotion } from './update-motion.js';

const START_MS = 1_760_000_000_000;

/** One frame's answer, and its time since the start. */
interface Seen {
  readonly ms: number;
  readonly isMoving: boolean;
  readonly movingCells: number;
}

function watch(seconds: number, framesPerSecond: number, gridAt: (ms: number) => LumaGrid): Seen[] {
  let state: MotionState | null = null;
  return Array.from({ length: Math.floor(seconds * framesPerSecond) }, (_, index) => {
    const ms = (index * 1000) / framesPerSecond;
    const update = updateMotion(state, gridAt(ms), START_MS + ms);
    state = update.state;
    return { ms, isMoving: update.isMoving, movingCells: update.movingCells };
  });
}

const movingAfter = (seen: readonly Seen[], fromMs: number) =>
  seen.filter(({ ms, movingCells }) => ms >= fromMs && movingCells > 0).map(({ ms }) => ms);

describe('something that moves', () => {
  const walker = (ms: number, contrast: number): Shot['patches'] =>
    ms < 20_000
      ? []
      : [{ x: 60 + Math.floor((ms - 20_000) * 0.012), y: 101, width: 8, height: 16, luma: 110 - contrast }];

  test.each([2, 5, 10])('a person far away, 8 by 16 pixels, is found walking at %d frames a second', (rate) => {
    const random = randomNumbers(3);
    const scene = lumaScene(1);
    const seen = watch(26, rate, (ms) =>
      scene({
        patches: [{ x: 40, y: 60, width: 200, height: 80, luma: 110 }, ...(walker(ms, 40) ?? [])],
        grain: { deviation: 5, random },
      }),
    );
    expect(movingAfter(seen, 5_000)[0]).toBeGreaterThanOrEqual(20_000);
    // Found within half a second, or two frames.
    expect(movingAfter(seen, 5_000)[0]).toBeLessThanOrEqual(20_000 + Math.max(500, 2_000 / rate));
    const walking = seen.filter(({ ms }) => ms >= 20_000 + Math.max(500, 2_000 / rate));
    expect(walking.filter(({ movingCells }) => movingCells > 0).length / walking.length).toBeGreaterThan(0.8);
    expect(walking.every(({ isMoving }) => isMoving)).toBe(true);
  });

  test('a car that stops is part of the scene some seconds later, and is found again when it leaves', () => {
    const scene = lumaScene(2);
    const at = (ms: number) =>
      ms < 10_000 ? -80 : ms < 12_000 ? -80 + (ms - 10_000) * 0.12 : ms < 60_000 ? 160 : 160 + (ms - 60_000) * 0.12;
    const seen = watch(70, 5, (ms) =>
      scene({ patches: [{ x: Math.floor(at(ms)), y: 140, width: 70, height: 34, luma: 215 }] }),
    );
    const moving = seen.filter(({ isMoving }) => isMoving).map(({ ms }) => ms);
    expect(moving.filter((ms) => ms > 5_000 && ms < 10_000)).toEqual([]);
    const halted = moving.filter((ms) => ms >= 12_000 && ms < 60_000);
    // Long enough for the tracker to tell that it stands.
    expect(halted.at(-1)).toBeGreaterThan(15_000);
    expect(halted.at(-1)).toBeLessThan(30_000);
    expect(movingAfter(seen, 60_000)[0]).toBeLessThanOrEqual(60_600);
  });
});

describe('what is no motion', () => {
  test('grain of any night', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 12 }), (seed, deviation) => {
        const random = randomNumbers(seed);
        const scene = lumaScene(seed);
        const seen = watch(12, 5, () => scene({ grain: { deviation, random } }));
        expect(movingAfter(seen, 2_000)).toEqual([]);
        expect(seen.at(-1)?.isMoving).toBe(false);
      }),
      { numRuns: 8 },
    );
  });

  test('clouds, and an exposure that follows them', () => {
    const scene = lumaScene(4);
    const light = (ms: number) => {
      const gain = 1 + 0.35 * Math.sin(ms / 4_000);
      return (luma: number) => luma * gain * 0.7 + 8 * Math.sin(ms / 900);
    };
    expect(
      movingAfter(
        watch(40, 5, (ms) => scene({ light: light(ms) })),
        0,
      ),
    ).toEqual([]);
  });

  test.each([
    ['a lamp that is switched on', (luma: number) => luma * 1.5 + 10],
    ['a camera that goes over to infrared', (luma: number) => 250 - luma * 0.8],
  ])('%s is forgotten within moments', (_, night) => {
    const scene = lumaScene(5);
    const seen = watch(50, 5, (ms) => scene(ms < 20_000 ? {} : { light: night }));
    expect(movingAfter(seen, 0).filter((ms) => ms < 20_000)).toEqual([]);
    expect(movingAfter(seen, 35_000)).toEqual([]);
  });

  test('a camera that shakes by a pixel', () => {
    const random = randomNumbers(8);
    const scene = lumaScene(6);
    const shift = () => Math.floor(random() * 3) - 1;
    const seen = watch(30, 5, () => scene({ shift: { x: shift(), y: shift() } }));
    expect(movingAfter(seen, 5_000).length).toBeLessThan(0.05 * seen.length);
  });

  test('rain: streaks that are somewhere else in each frame', () => {
    const random = randomNumbers(9);
    const scene = lumaScene(7);
    const streak = () => ({
      x: Math.floor(random() * 416),
      y: Math.floor(random() * 256),
      width: 1,
      height: 10,
      luma: 170,
    });
    const seen = watch(30, 5, () =>
      scene({ patches: Array.from({ length: 100 }, streak), grain: { deviation: 4, random } }),
    );
    expect(movingAfter(seen, 2_000).length).toBeLessThan(0.05 * seen.length);
  });

  test("the figures of a clock in the picture's corner, once they are known", () => {
    const scene = lumaScene(10);
    const plate = { x: 56, y: 6, width: 60, height: 12, luma: 90 };
    const seen = watch(180, 5, (ms) => scene({ patches: [plate, ...clockFigures(Math.floor(ms / 1000))] }));
    expect(movingAfter(seen, 60_000).length).toBeLessThan(0.03 * seen.length);
  });
});

/** Segments of the figures 0 to 9, from the top to the right, as on a pocket calculator. */
const SEGMENTS = [
  0b1110111, 0b0100100, 0b1011101, 0b1101101, 0b0101110, 0b1101011, 0b1111011, 0b0100101, 0b1111111, 0b1101111,
];
const PLACES = [
  [0, 0, 4, 1],
  [0, 0, 1, 4],
  [3, 0, 1, 4],
  [0, 3, 4, 1],
  [0, 4, 1, 4],
  [3, 4, 1, 4],
  [0, 7, 4, 1],
] as const;

/** Minutes and seconds, in white figures of 4 by 8 pixels. */
function clockFigures(second: number): Patch[] {
  const figures = [Math.floor(second / 600), Math.floor(second / 60) % 10, Math.floor(second / 10) % 6, second % 10];
  return figures.flatMap((figure, index) =>
    PLACES.filter((_, segment) => (((SEGMENTS[figure] ?? 0) >> segment) & 1) === 1).map(([x, y, width, height]) => ({
      x: 60 + index * 6 + (index > 1 ? 4 : 0) + x,
      y: 8 + y,
      width,
      height,
      luma: 235,
    })),
  );
}

test('the answers do not hang on the frame rate', () => {
  const scene = lumaScene(11);
  const quietAfter = [1, 5, 15].map((rate) => {
    const seen = watch(40, rate, (ms) =>
      scene(ms < 10_000 ? {} : { patches: [{ x: 100, y: 100, width: 60, height: 40, luma: 240 }] }),
    );
    return movingAfter(seen, 10_000).at(-1) ?? 0;
  });
  expect(Math.max(...quietAfter) - Math.min(...quietAfter)).toBeLessThanOrEqual(1_500);
});

test('bars beside a picture that stands upright do not hide how its light changes', () => {
  const scene = lumaScene(12);
  const content = { x1: 0.35, y1: 0, x2: 0.65, y2: 1 };
  let state: MotionState | null = null;
  const moving: number[] = [];
  for (let frame = 0; frame < 50; frame += 1) {
    const grid = scene({ light: (luma) => luma * (1 - 0.008 * frame) });
    const data = grid.data.map((luma, cell) => {
      const across = (cell % grid.columns) / grid.columns;
      return across < 0.35 || across >= 0.65 ? 114 : luma;
    });
    const update = updateMotion(state, { ...grid, data }, START_MS + frame * 200, { content });
    state = update.state;
    if (update.movingCells > 0) moving.push(frame);
  }
  expect(moving).toEqual([]);
});

test('a scene that was never seen, or is seen in another size, counts as moving for a while', () => {
  const grid = lumaScene(13)();
  const first = updateMotion(null, grid, START_MS);
  expect(first).toMatchObject({ isMoving: true, movingCells: 0 });
  const later = updateMotion(first.state, grid, START_MS + MOTION_DEFAULTS.holdMs);
  expect(later.isMoving).toBe(false);
  const small = { columns: 8, rows: 8, data: new Uint8Array(64) };
  expect(updateMotion(later.state, small, START_MS + 10_000).isMoving).toBe(true);
});

test('a clock that is set back does not hold the scene for moving', () => {
  const grid = lumaScene(14)();
  let { state } = updateMotion(null, grid, START_MS);
  for (const ms of [-3_600_000, -3_600_000 + MOTION_DEFAULTS.holdMs]) {
    const update = updateMotion(state, grid, START_MS + ms);
    state = update.state;
    if (ms > -3_600_000) expect(update.isMoving).toBe(false);
  }
});
