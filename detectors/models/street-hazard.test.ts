import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FRAME_SIZE } from '../inference/frame.js';
import type { Frame } from '../inference/frame.js';
import { readHazardGrid } from '../inference/hazard-output.js';
import { openModelSession } from '../inference/model-session.js';
import type { ModelOutputs, ModelSession } from '../inference/model-session.js';
import { readOnnxFile } from '../onnx/onnx-file.js';
import { spliceGraph } from '../onnx/splice-graph.js';
import { drawCar, drawFire, drawPerson, drawStall, drawStreet } from '../testing/drawn-scenes.js';
import { hasRealPictures, pictureDirectory, pictureNote } from '../testing/real-pictures.js';
import { frameOf, renderFrame } from '../testing/render-frame.js';
import { readHazardQuality } from './build/hazard-quality.js';
import { modelDirectory } from './model-directory.js';

// The fire and smoke head on the street model: what it leaves as it was, and what it sees in drawn scenes.

let session: ModelSession;

beforeAll(async () => {
  session = await openModelSession(join(modelDirectory, 'street.onnx'), 'street.onnx');
});

afterAll(async () => {
  await session.release();
});

const look = ({ data, width, height }: Pick<Frame, 'data' | 'width' | 'height'>): Promise<ModelOutputs> =>
  session.run({ frame: data }, width, height);

async function hazardsOf(frame: Frame) {
  const grid = readHazardGrid(await look(frame), frame.letterbox);
  if (grid === null) throw new Error('the street model has no hazard output');
  return grid;
}

const CAR = drawCar({ x: 120, y: 470, scale: 1 }, 'red');
const PEOPLE = drawPerson({ x: 760, y: 330, scale: 0.8 }, '#c84a1a', '#3a3f55');
const STALL = drawStall({ x: 950, y: 300, scale: 1 }, 'orange');

test.each([
  [416, 256],
  [640, 384],
  [320, 320],
  [32, 32],
])('a frame of %i by %i pixels has a cell of fire and of smoke for each 16 by 16 of them', async (width, height) => {
  const output = await look({ data: new Uint8Array(width * height * 3).fill(90), width, height });
  expect(output.shape('hazard')).toEqual([1, 2, height / 16, width / 16]);
  expect(output.floats('hazard').every((score) => score >= 0 && score <= 1)).toBe(true);
});

test('boxes, scores and classes are, bit for bit, those of the network without the head', async () => {
  const file = readOnnxFile(await readFile(join(modelDirectory, 'street.onnx')));
  const keptOutputs = ['boxes', 'scores', 'classes'];
  const inputs = [{ name: 'frame', elementType: 2, shape: [1, 'H', 'W', 3] } as const];
  const bytes = spliceGraph(file, { head: {}, tail: {}, inputs, outputs: [], keptOutputs });
  const bare = await openModelSession(bytes, 'street.onnx without its head');
  const { data, width, height } = await renderFrame(drawStreet([CAR, PEOPLE, STALL]));
  const [ours, without] = [await look({ data, width, height }), await bare.run({ frame: data }, width, height)];
  await bare.release();
  expect(without.shape('hazard')).toEqual([]);
  expect(ours.floats('boxes')).toEqual(without.floats('boxes'));
  expect(ours.floats('scores')).toEqual(without.floats('scores'));
  expect(ours.integers('classes')).toEqual(without.integers('classes'));
});

test('an open fire is found where it is drawn, at every moment of it', async () => {
  for (const moment of [0, 0.4, 0.9, 1.7]) {
    const fire = drawFire({ x: 500, y: 500, scale: 1 }, moment);
    const { columns, rows, fire: scores } = await hazardsOf(await renderFrame(drawStreet([CAR, PEOPLE, fire])));
    const best = Math.max(...scores);
    const cell = scores.indexOf(best);
    const place = { x: ((cell % columns) + 0.5) / columns, y: (Math.floor(cell / columns) + 0.5) / rows };
    expect(best).toBeGreaterThan(0.6);
    expect(Math.hypot((place.x - 566 / 1280) * 16, (place.y - 580 / 720) * 9)).toBeLessThan(1.5);
  }
});

test('a street with a red car, an orange awning and people has neither fire nor smoke', async () => {
  for (const seed of [0, 1, 2]) {
    const grid = await hazardsOf(await renderFrame(drawStreet([CAR, PEOPLE, STALL]), { seed }));
    expect(Math.max(...grid.fire)).toBeLessThan(0.5);
    expect(Math.max(...grid.smoke)).toBeLessThan(0.5);
  }
});

test('a frame of one grey has no fire', async () => {
  const output = await look({
    data: new Uint8Array(FRAME_SIZE.width * FRAME_SIZE.height * 3).fill(114),
    ...FRAME_SIZE,
  });
  const scores = output.floats('hazard');
  expect(Math.max(...scores.subarray(0, scores.length / 2))).toBeLessThan(0.2);
});

/** The parts of `training/hazard/scenes.json` that say what was kept out, and what labels of it can be trusted. */
const Scenes = z.object({
  keptOut: z.array(z.string()),
  unsureFire: z.array(z.string()),
  frames: z.record(z.string(), z.array(z.string())),
});

/** Frames of the scenes that the head never saw, and whether fire is marked in them; those that are not sure are left out. */
async function keptOutFrames() {
  const text = await readFile(join(modelDirectory, '..', 'training', 'hazard', 'scenes.json'), 'utf8');
  const { keptOut, unsureFire, frames } = Scenes.parse(JSON.parse(text));
  const sceneOf = new Map(
    keptOut.flatMap((scene) => (frames[scene] ?? []).flatMap((row) => row.split(' ').map((digest) => [digest, scene]))),
  );
  const folder = join(pictureDirectory, 'fire_smoke_yolo');
  const found: { file: string; burns: boolean }[] = [];
  for (const name of (await readdir(join(folder, 'images'))).sort()) {
    const scene = sceneOf.get(/\.rf\.([0-9a-f]{6})/.exec(name)?.[1] ?? '');
    if (scene === undefined) continue;
    const labels = await readFile(join(folder, 'labels', name.replace(/\.jpg$/, '.txt')), 'utf8');
    const kinds = new Set(labels.split('\n').flatMap((row) => (row.trim() === '' ? [] : [row.trim().split(' ')[0]])));
    const burns = kinds.has('0');
    const isSure = burns || (kinds.size === 1 && kinds.has('1')) || (kinds.size > 0 && !unsureFire.includes(scene));
    if (isSure) found.push({ file: join(folder, 'images', name), burns });
  }
  return { scenes: keptOut, frames: found };
}

const bestFire = async (file: string) => Math.max(...(await hazardsOf(await frameOf(file))).fire);

describe.skipIf(!hasRealPictures)(`on real pictures${pictureNote}`, () => {
  test('fires of scenes that were kept out are found as often as the card says', { timeout: 120_000 }, async () => {
    const { fire } = (await readHazardQuality()).figures;
    const { scenes, frames } = await keptOutFrames();
    const count = { positives: 0, found: 0, negatives: 0, falseAlarms: 0 };
    for (const { file, burns } of frames) {
      const isCalled = (await bestFire(file)) >= fire.atThreshold.threshold;
      count[burns ? 'positives' : 'negatives'] += 1;
      if (isCalled) count[burns ? 'found' : 'falseAlarms'] += 1;
    }
    const stated = (kind: keyof typeof count) =>
      scenes.reduce((sum, scene) => sum + (fire.byPlace[scene]?.[kind] ?? 0), 0);
    expect(count.positives).toBeGreaterThan(30);
    expect([count.positives, count.negatives]).toEqual([stated('positives'), stated('negatives')]);
    // Pictures are scaled a little differently here than in training.
    expect(count.found).toBeGreaterThanOrEqual(stated('found') - 0.05 * count.positives);
    expect(count.falseAlarms).toBeLessThanOrEqual(stated('falseAlarms') + 0.05 * count.negatives);
  });

  test('the last frames of a street where nothing burns show no fire', { timeout: 60_000 }, async () => {
    const folder = join(pictureDirectory, 'street_odc', 'frames');
    const late = (await readdir(folder)).sort().filter((name) => Number.parseInt(name, 10) >= 400);
    for (const name of late.filter((_, index) => index % 10 === 0))
      expect(await bestFire(join(folder, name)), name).toBeLessThan(0.5);
  });
});
