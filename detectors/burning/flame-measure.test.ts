import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFlameGrid } from '../inference/flame-output.js';
import type { Picture } from '../inference/frame.js';
import { loadModelSession } from '../inference/model-session.js';
import type { ModelSession } from '../inference/model-session.js';
import { modelDirectory } from '../models/model-directory.js';
import { drawCar, drawFire, drawPerson, drawStall, drawStreet } from '../testing/drawn-scenes.js';
import type { Drawing } from '../testing/drawn-scenes.js';
import { hasRealPictures, pictureDirectory, pictureNote } from '../testing/real-pictures.js';
import { frameOf, renderFrame } from '../testing/render-frame.js';
import { emptyFlames } from './flame-state.js';
import { updateFlames } from './update-flames.js';

// The flame measure as it runs, from pixels to regions.

const STEP_MS = 500;
const LOOKS = 18;

let session: ModelSession;

beforeAll(async () => {
  session = await loadModelSession(modelDirectory, 'flame.onnx');
});

afterAll(async () => {
  await session.release();
});

async function measure(previous: Picture, current: Picture) {
  const frames = { previous: previous.data, current: current.data };
  return readFlameGrid(await session.run(frames, current.width, current.height), current.letterbox);
}

/** Looks at a scene for 9 s, twice a second, and returns every region that was taken for fire. */
async function watch(frameAt: (look: number) => Promise<Picture>) {
  let state = emptyFlames();
  let previous = await frameAt(0);
  const regions = [];
  for (let look = 1; look <= LOOKS; look += 1) {
    const current = await frameAt(look);
    const update = updateFlames(state, look * STEP_MS, await measure(previous, current));
    state = update.state;
    regions.push(...update.regions);
    previous = current;
  }
  return regions;
}

/** Shows frames one after the other, over and over. */
const inTurn = (frames: readonly Picture[]) => (look: number) => {
  const frame = frames[look % frames.length];
  return frame === undefined ? Promise.reject(new Error('there are no frames to show')) : Promise.resolve(frame);
};

const drawn = (drawings: (look: number) => Drawing[]) => (look: number) =>
  renderFrame(drawStreet(drawings(look)), { seed: look });

test('one pixel in four of flame colour, half as bright before, gives a quarter of colour and its change of luma', async () => {
  const flame = [40, 150, 250]; // blue, green, red
  const frame = (share: number): Picture => {
    const data = new Uint8Array(32 * 32 * 3).fill(60);
    for (let y = 0; y < 32; y += 2)
      for (let x = 0; x < 32; x += 2)
        data.set(
          flame.map((value) => value * share),
          (y * 32 + x) * 3,
        );
    const letterbox = { x1: 0, y1: 0, x2: 1, y2: 1 };
    return { cameraId: 'cam', capturedAtMs: 0, width: 32, height: 32, data, letterbox };
  };
  const grid = await measure(frame(0.5), frame(1));
  const change = (0.114 * 20 + 0.587 * 75 + 0.299 * 125) / 255;
  expect(grid).toMatchObject({ columns: 2, rows: 2, colour: [0.25, 0.25, 0.25, 0.25] });
  for (const flicker of grid.flicker) expect(flicker).toBeCloseTo(change, 3);
  expect((await measure(frame(1), frame(1))).flicker).toEqual([0, 0, 0, 0]);
});

describe('on drawn streets', () => {
  test('a fire is found where it burns', async () => {
    const regions = await watch(drawn((look) => [drawFire({ x: 700, y: 470, scale: 1.2 }, look)]));
    const last = regions.at(-1);
    expect(last).toBeDefined();
    expect(last?.box.x1).toBeGreaterThan(0.5);
    expect(last?.box.x2).toBeLessThan(0.72);
    expect(last?.box.y1).toBeGreaterThan(0.6);
    expect(last?.box.y2).toBeLessThan(0.92);
    expect(last?.burningSinceMs).toBeLessThanOrEqual(2 * STEP_MS);
  });

  test.each<[string, (look: number) => Drawing[]]>([
    ['a fire that does not move', () => [drawFire({ x: 700, y: 470, scale: 1.2 }, 1)]],
    ['an orange umbrella over oranges', () => [drawStall({ x: 330, y: 250, scale: 1.5 }, 'orange')]],
    ['a red car that passes', (look) => [drawCar({ x: look * 110 - 300, y: 440, scale: 1.25 }, 'red')]],
    [
      'red cars that queue',
      () => [drawCar({ x: 100, y: 440, scale: 1.25 }, 'red'), drawCar({ x: 600, y: 440, scale: 1.25 }, 'red')],
    ],
    [
      'somebody in orange who walks',
      (look) => [drawPerson({ x: 100 + look * 45, y: 300, scale: 1 }, '#ff8c1a', '#333333')],
    ],
  ])('%s is none', async (_, drawings) => {
    expect(await watch(drawn(drawings))).toEqual([]);
  });
});

describe.skipIf(!hasRealPictures)(`on real pictures${pictureNote}`, () => {
  const folder = join(pictureDirectory, 'fire_smoke_yolo', 'images');
  const filmed = () =>
    readdirSync(folder)
      .map((file) => ({ file, number: Number(/^fire2_mp4-(\d+)_/.exec(file)?.[1]) }))
      .filter(({ number }) => number >= 28 && number < 50)
      .sort((a, b) => a.number - b.number)
      .map(({ file }) => join(folder, file));

  test('a filmed fire is found', async () => {
    const files = filmed();
    const frames = await Promise.all(files.map((file) => frameOf(file)));
    const regions = await watch(inTurn(frames));
    expect(regions.length).toBeGreaterThan(0);
  });

  test('one of its pictures, with the grain of a camera but without motion, is none', async () => {
    const [file = ''] = filmed().slice(3);
    const frame = await frameOf(file);
    const grainy = (look: number) => {
      const data = frame.data.map((value, index) => Math.min(255, value + ((index * 7919 + look * 104_729) % 13)));
      return Promise.resolve({ ...frame, data });
    };
    expect(await watch(grainy)).toEqual([]);
  });

  test('pictures without fire are none, even when a shaking camera makes every edge flicker', async () => {
    const negatives = join(pictureDirectory, 'dfire_negatives');
    const alarms = [];
    for (const file of readdirSync(negatives).filter((_, index) => index % 3 === 0)) {
      const size = { width: SHAKEN.width + 8, height: SHAKEN.height + 8 };
      const still = await sharp(join(negatives, file)).resize(size.width, size.height, { fit: 'fill' }).toBuffer();
      const frames = await Promise.all(
        [0, 3, 6].map((shift) => frameOf(sharp(still).extract({ left: shift, top: 6 - shift, ...SHAKEN }))),
      );
      const regions = await watch(inTurn(frames));
      if (regions.length > 0) alarms.push(file);
    }
    // Of 15: edges of flame colour are the known weakness of the measure.
    expect(alarms.length).toBeLessThanOrEqual(3);
  });
});

/** Size of a picture cut out of a slightly larger one, here and there, as a shaking camera does. */
const SHAKEN = { width: 832, height: 468 };
