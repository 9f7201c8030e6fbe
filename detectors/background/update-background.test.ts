import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intersectionOverUnion } from '../geometry/box-overlap.js';
import type { LumaGrid } from '../motion/luma-grid.js';
import type { BackgroundOptions } from './background-options.js';
import type { BackgroundState } from './background-state.js';
import type { ForegroundObject } from './foreground-object.js';
import type { Occupant } from './occupant.js';
import { furnitureOf } from './furniture-of.js';
import { StoredBackground, restoreBackground, storeBackground } from './stored-background.js';
import { updateBackground } from './update-background.js';

const START = 1_760_000_000_000;
const COLUMNS = 104;
const ROWS = 64;
/** A 16:9 picture in a frame of 416 x 256. */
const LETTERBOX = { x1: 0, y1: 11 / 256, x2: 1, y2: 245 / 256 };
const TABLE = { x1: 0.42, y1: 0.5, x2: 0.54, y2: 0.64 };
const CAR = { x1: 0.6, y1: 0.5, x2: 0.85, y2: 0.75 };

type Box = typeof TABLE;
/** Brightness of a point of the picture, 0 to 255. */
type Paint = (x: number, y: number, ground: number) => number;

const within = ({ x1, y1, x2, y2 }: Box, x: number, y: number) => x >= x1 && x < x2 && y >= y1 && y < y2;

/** A number from 0 to 1 that depends on whole numbers alone. */
function hash(...numbers: number[]): number {
  let state = 17;
  for (const number of numbers) state = Math.imul(state ^ number, 0x9e3779b1) ^ (state >>> 13);
  return (state >>> 0) / 2 ** 32;
}

/** A road with slabs and stains, a kerb and a house. */
function ground(x: number, y: number): number {
  const house = y < 0.3 ? 40 * hash(Math.floor(x * 16), Math.floor(y * 8)) : 0;
  const kerb = y > 0.4 && y < 0.43 ? 50 : 0;
  return 105 + house + kerb + 6 * hash(Math.floor(x * 26), Math.floor(y * 16), 5);
}

/** Things with a light top, a dark front and wares of all shades. */
function thing(box: Box): Paint {
  return (x, y, below) => {
    if (!within(box, x, y)) return below;
    const down = (y - box.y1) / (box.y2 - box.y1);
    return down < 0.3 ? 200 : 60 + 90 * hash(Math.floor(x * 60), Math.floor(y * 40), 3);
  };
}

const shadow =
  (box: Box, left: number): Paint =>
  (x, y, below) =>
    within(box, x, y) ? below * left : below;

const CELLS = [...Array(COLUMNS * ROWS).keys()].flatMap((cell) => {
  const x = ((cell % COLUMNS) + 0.5) / COLUMNS;
  const y = ((Math.floor(cell / COLUMNS) + 0.5) / ROWS - LETTERBOX.y1) / (LETTERBOX.y2 - LETTERBOX.y1);
  return y < 0 || y >= 1 ? [] : [{ cell, x, y, ground: ground(x, y) }];
});
/** Of a length that no row divides. */
const GRAIN = Float32Array.from({ length: 9973 }, (_, index) => 4 * hash(index, 1) - 2);

function photograph(paints: readonly Paint[], atMs: number, light = { gain: 1, offset: 0 }): LumaGrid {
  const data = new Uint8Array(COLUMNS * ROWS).fill(114);
  for (const { cell, x, y, ground: bare } of CELLS) {
    let seen = bare;
    for (const paint of paints) seen = paint(x, y, seen);
    const grain = GRAIN[(cell + atMs) % GRAIN.length] ?? 0;
    data[cell] = Math.max(0, Math.min(255, seen * light.gain + light.offset + grain));
  }
  return { columns: COLUMNS, rows: ROWS, data };
}

interface Moment {
  readonly paints?: readonly Paint[];
  readonly occupants?: readonly Occupant[];
  readonly light?: { gain: number; offset: number };
}
type Scene = (seconds: number) => Moment;
type Seen = readonly { seconds: number; objects: readonly ForegroundObject[] }[];

/** Watches a scene, and returns what each look found. */
function watch(
  scene: Scene,
  untilSeconds: number,
  everyMs = 1000,
  from?: { state: BackgroundState; seconds: number },
  options: Partial<BackgroundOptions> = {},
) {
  let state: BackgroundState | null = from?.state ?? null;
  const seen: { seconds: number; objects: readonly ForegroundObject[] }[] = [];
  for (let ms = (from?.seconds ?? 0) * 1000; ms <= untilSeconds * 1000; ms += everyMs) {
    const { paints = [], occupants = [], light } = scene(ms / 1000);
    const atMs = START + ms;
    const look = { atMs, grid: photograph(paints, atMs, light), letterbox: LETTERBOX, occupants };
    const update = updateBackground(state, look, options);
    ({ state } = update);
    seen.push({ seconds: ms / 1000, objects: update.objects });
  }
  return { state, seen };
}

const anything = (seen: Seen) => seen.filter(({ objects }) => objects.length > 0);
const from = (seconds: number, paint: Paint) => (now: number) => (now >= seconds ? [paint] : []);

describe('an object', () => {
  test('is found where it stands, half a minute after it came and never before, at any rate of looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 2000 }), (everyMs) => {
        const scene: Scene = (now) => ({ paints: from(70, thing(TABLE))(now) });
        const found = anything(watch(scene, 112, everyMs).seen);
        const [first] = found;
        expect(first?.seconds).toBeGreaterThanOrEqual(100);
        // For three seconds it may be somebody who passes, and two looks a second are taken.
        expect(first?.seconds).toBeLessThanOrEqual(103 + 3 * Math.max(0.5, everyMs / 1000));
        for (const { objects } of found) {
          expect(objects).toHaveLength(1);
          expect(intersectionOverUnion(objects[0]?.box ?? CAR, TABLE)).toBeGreaterThan(0.75);
          const cameAtMs = (objects[0]?.sinceMs ?? 0) - START;
          expect(cameAtMs).toBeGreaterThanOrEqual(70_000);
          expect(cameAtMs).toBeLessThanOrEqual(73_000 + 2 * Math.max(500, everyMs));
        }
      }),
      { numRuns: 4 },
    );
  });

  test('states how much of the time it was seen: what people hide of it does not count', () => {
    const inFront = { box: TABLE, isParked: false };
    const scene: Scene = (now) => ({
      paints: from(70, thing(TABLE))(now),
      occupants: now >= 80 && now < 110 ? [inFront] : [],
    });
    const found = anything(watch(scene, 150).seen);
    expect(found[0]?.seconds).toBeGreaterThanOrEqual(130);
    expect(found[0]?.seconds).toBeLessThan(135);
    expect(found[0]?.objects[0]?.stability).toBeGreaterThan(0.45);
    expect(found[0]?.objects[0]?.stability).toBeLessThan(0.55);
    expect(found.at(-1)?.objects[0]?.stability).toBeGreaterThan(0.6);
  });

  test('is still found when the exposure changes meanwhile, and that change alone finds nothing', () => {
    const light = (now: number) => (now < 85 ? { gain: 1, offset: 0 } : { gain: 1.3, offset: -12 });
    const empty = watch((now) => ({ light: light(now) }), 150);
    expect(anything(empty.seen)).toEqual([]);
    const found = anything(watch((now) => ({ light: light(now), paints: from(70, thing(TABLE))(now) }), 150).seen);
    expect(found[0]?.seconds).toBeGreaterThanOrEqual(100);
    expect(found[0]?.seconds).toBeLessThan(115);
  });

  test('becomes background in the end, and what it leaves behind is known again at once', () => {
    const scene: Scene = (now) => ({ paints: now >= 70 && now < 500 ? [thing(TABLE)] : [] });
    const { seen, state } = watch(scene, 600, 1000, undefined, { absorbMs: 300_000 });
    expect(anything(seen).at(-1)?.seconds).toBeGreaterThan(370);
    expect(anything(seen).at(-1)?.seconds).toBeLessThan(380);
    const { state: never } = watch(() => ({}), 600);
    const most = Math.max(
      ...(state?.cells.background.map((known, cell) => Math.abs(known - (never?.cells.background[cell] ?? 0))) ?? []),
    );
    expect(most).toBeLessThan(10);
  });

  test('is known across a restart', () => {
    const scene: Scene = (now) => ({ paints: from(70, thing(TABLE))(now) });
    const before = watch(scene, 90);
    if (before.state === null) throw new Error('there is a state');
    const saved = JSON.stringify(storeBackground(before.state));
    expect(saved.length).toBeLessThan(16_000);
    const state = restoreBackground(StoredBackground.parse(JSON.parse(saved)));
    if (state === null) throw new Error('what was saved fits together');
    const found = anything(watch(scene, 110, 1000, { state, seconds: 95 }).seen);
    expect(found[0]?.seconds).toBeGreaterThanOrEqual(100);
    expect(found[0]?.seconds).toBeLessThan(106);
  });
});

describe('nothing is found', () => {
  test.each<[string, Scene]>([
    ['in an empty street', () => ({})],
    ['of what stood there from the first', () => ({ paints: [thing(TABLE)] })],
    ['of what stays for less than half a minute', (now) => ({ paints: now >= 70 && now < 95 ? [thing(TABLE)] : [] })],
    [
      'of a vehicle that is parked and seen',
      (now) => ({
        paints: from(70, thing(CAR))(now),
        occupants: now >= 70 ? [{ box: CAR, isParked: true }] : [],
      }),
    ],
    [
      'of a parked vehicle that the detector sees for a moment only',
      (now) => ({
        paints: from(70, thing(CAR))(now),
        occupants: now >= 70 && now < 73 ? [{ box: CAR, isParked: true }] : [],
      }),
    ],
    [
      'of the road that a vehicle uncovers which stood there from the first',
      (now) => ({
        paints: now < 100 ? [thing(CAR)] : [],
        occupants: now < 100 ? [{ box: CAR, isParked: true }] : [],
      }),
    ],
    [
      'of the road that an undetected vehicle uncovers which stood there from the first',
      (now) => ({ paints: now < 100 ? [thing(CAR)] : [] }),
    ],
    ['of a shadow that falls at once', (now) => ({ paints: from(70, shadow(CAR, 0.6))(now) })],
    ['of a patch of lamplight', (now) => ({ paints: from(70, shadow(CAR, 1.7))(now) })],
    [
      'of a shadow that wanders',
      (now) => {
        const x1 = 0.1 + 0.0008 * now;
        return { paints: [shadow({ x1, y1: 0.45, x2: x1 + 0.2, y2: 0.9 }, 0.55)] };
      },
    ],
    [
      'of a street that gets wet',
      (now) => ({
        paints: [(_x, y, below) => (y > 0.45 ? below * (1 - 0.35 * Math.min(1, Math.max(0, (now - 70) / 60))) : below)],
      }),
    ],
    [
      'of leaves in the wind',
      (now) => ({
        paints: [
          (x, y, below) =>
            within({ x1: 0.1, y1: 0.3, x2: 0.3, y2: 0.7 }, x, y)
              ? 60 + 90 * hash(Math.floor(x * 104), Math.floor(y * 64), Math.floor(now * 2))
              : below,
        ],
      }),
    ],
    [
      'of traffic that nobody detects',
      (now) => {
        const x1 = ((now * 0.13) % 1.3) - 0.3;
        return { paints: [thing({ x1, y1: 0.6, x2: x1 + 0.15, y2: 0.75 })] };
      },
    ],
    [
      'after the camera was turned',
      (now) => ({ paints: now < 70 ? [] : [(x, y) => ground(x + 0.17, y + 0.11) + 60 * hash(Math.floor(x * 30), 9)] }),
    ],
  ])('%s', (_, scene) => {
    expect(anything(watch(scene, 260).seen)).toEqual([]);
  });

  test('of a parked vehicle that is not detected again after a restart', () => {
    const scene: Scene = (now) => ({
      paints: from(70, thing(CAR))(now),
      occupants: now >= 70 && now < 90 ? [{ box: CAR, isParked: true }] : [],
    });
    const before = watch(scene, 89);
    if (before.state === null) throw new Error('there is a state');
    const state = restoreBackground(StoredBackground.parse(JSON.parse(JSON.stringify(storeBackground(before.state)))));
    if (state === null) throw new Error('what was saved fits together');
    expect(anything(watch(scene, 200, 1000, { state, seconds: 95 }).seen)).toEqual([]);
  });
});

test('an object that was carried off a lorry is found once the lorry has left', () => {
  const scene: Scene = (now) => ({
    paints: [...(now >= 70 && now < 90 ? [thing(CAR)] : []), ...from(75, thing({ ...CAR, x1: 0.64, x2: 0.74 }))(now)],
    occupants: now >= 70 && now < 90 ? [{ box: CAR, isParked: true }] : [],
  });
  const found = anything(watch(scene, 150).seen);
  expect(found[0]?.seconds).toBeGreaterThanOrEqual(120);
  expect(found[0]?.seconds).toBeLessThan(126);
});

test('the camera is learnt anew after it was turned, and then finds what comes', () => {
  const turned: Paint = (x, y) => ground(x + 0.17, y + 0.11) + 60 * hash(Math.floor(x * 30), 9);
  const scene: Scene = (now) => ({
    paints: [...(now < 70 ? [] : [turned]), ...from(180, thing(TABLE))(now)],
  });
  const { seen, state } = watch(scene, 240);
  expect(state?.bornAtMs).toBeGreaterThan(START + 70_000);
  expect(anything(seen)[0]?.seconds).toBeGreaterThanOrEqual(210);
});

test('what has always stood there is furniture once the street is known for ten minutes; what came is not', () => {
  const stands = { trackId: 1, label: 'chair', box: TABLE, anchorBox: TABLE, score: 0.5, visible: true, observedMs: 0 };
  const track = { ...stands, firstSeenAtMs: START, lastSeenAtMs: START, stationarySinceMs: START };
  const tracks = [track, { ...track, trackId: 2, anchorBox: CAR }, { ...track, trackId: 3, stationarySinceMs: null }];
  const scene: Scene = (now) => ({ paints: [thing(TABLE), ...from(120, thing(CAR))(now)] });
  expect(furnitureOf(null, tracks)).toEqual([]);
  const early = watch(scene, 590, 2000);
  if (early.state === null) throw new Error('there is a state');
  expect(furnitureOf(early.state, tracks)).toEqual([]);
  expect(furnitureOf(watch(scene, 610, 1000, { state: early.state, seconds: 591 }).state, tracks)).toEqual([1]);
});

test('the state that was given stays as it was, and a look that is not later changes nothing', () => {
  const { state } = watch(() => ({}), 80);
  if (state === null) throw new Error('there is a state');
  const copy = structuredClone(state);
  const look = { atMs: state.atMs + 500, grid: photograph([thing(TABLE)], 1), letterbox: LETTERBOX, occupants: [] };
  updateBackground(state, look);
  expect(state).toEqual(copy);
  expect(updateBackground(state, { ...look, atMs: state.atMs }).state).toBe(state);
  expect(updateBackground(state, look)).toEqual(updateBackground(state, look));
});

test('a saved background that does not fit together is refused', () => {
  const { state } = watch(() => ({}), 1);
  if (state === null) throw new Error('there is a state');
  const stored = storeBackground(state);
  expect(restoreBackground({ ...stored, background: 'AAAA' })).toBeNull();
  expect(restoreBackground({ ...stored, foreground: 'AAAA' })).toBeNull();
});
