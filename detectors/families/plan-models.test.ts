import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDetector } from '../inference/detector-session.js';
import { FRAME_SIZE } from '../inference/frame.js';
import { modelDirectory } from '../models/model-directory.js';
import { drawCar, drawStreet } from '../testing/drawn-scenes.js';
import { locationRows, transposed } from '../testing/family-outputs.js';
import { renderFrame } from '../testing/render-frame.js';
import { tinyDetector } from '../testing/tiny-detector.js';
import { planModels } from './plan-models.js';
import type { OwnModel } from './plan-models.js';

const STREET = join(modelDirectory, 'street.onnx');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-plans-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function model(name: string, classes: readonly string[], side: number): Promise<OwnModel> {
  const file = join(folder, `${name}.onnx`);
  const rows = transposed(locationRows([], { size: { width: side, height: side }, classes: classes.length }));
  const output = { name: 'output0', dims: [1, rows.length, rows[0]?.length ?? 0], values: rows.flat() };
  const metadata = { names: JSON.stringify(classes) };
  await writeFile(file, tinyDetector({ inputShape: [1, 3, side, side], outputs: [output], metadata }));
  return { file };
}

const labelsOf = (labels: readonly (string | null)[]) => labels.filter((label) => label !== null);

test('without models of one’s own, the default one looks at frames of the usual size', async () => {
  const { models, frameSize, replacedLabels } = await planModels([], STREET);
  expect(models.map(({ plan }) => plan.family)).toEqual(['lamppost']);
  expect(labelsOf(models[0]?.labels ?? [])).toHaveLength(80);
  expect([frameSize, models[0]?.size, replacedLabels]).toEqual([FRAME_SIZE, FRAME_SIZE, []]);
});

test('a model takes the place of the default one for the labels that it has, and frames have the size that it needs', async () => {
  const own = await model('own', ['car', 'stall', 'pothole'], 640);
  const { models, frameSize, replacedLabels } = await planModels([own], STREET);
  expect(frameSize).toEqual({ width: 640, height: 640 });
  expect(models[0]?.labels).toEqual(['car', 'stall', null]);
  expect(replacedLabels).toEqual(['car']);
  expect(labelsOf(models[1]?.labels ?? [])).toHaveLength(79);
  expect(models[1]?.labels).not.toContain('car');
  expect(models[1]?.size).toEqual({ width: 416, height: 416 });
});

test('of two models, the first has a label; and a size that is no multiple of 32 is framed in the next one', async () => {
  const first = await model('first', ['car', 'person'], 64);
  const second = await model('second', ['car', 'bus'], 80);
  const { models, frameSize } = await planModels([first, second], STREET);
  expect(models[1]?.labels).toEqual([null, 'bus']);
  expect(frameSize).toEqual({ width: 96, height: 96 });
});

test('with replaceDefault, nothing of the default model is asked for but what it says of fire and smoke', async () => {
  const own = { ...(await model('alone', ['car'], 96)), replaceDefault: true };
  const { models } = await planModels([own], STREET);
  for (const { plan, labels } of models.slice(1)) {
    expect(plan.hasHazard).toBe(true);
    expect(labelsOf(labels)).toEqual([]);
  }
  expect(models[0]?.labels).toEqual(['car']);
});

test('the default model finds cars in frames that another model’s size asked for', async () => {
  const own = await model('large', ['stall'], 640);
  const { models, frameSize } = await planModels([own], STREET);
  const street = models.find(({ plan }) => plan.family === 'lamppost');
  if (street === undefined) throw new Error('the default model is planned');
  const cars = [drawCar({ x: 120, y: 300, scale: 1 }, 'red'), drawCar({ x: 900, y: 590, scale: 1.1 }, 'red')];
  const frame = await renderFrame(drawStreet(cars), { frameSize });
  const detector = await openDetector(street, frameSize);
  const { detections } = await detector.look(frame);
  await detector.release();
  const left = detections.filter(({ label, score }) => label === 'car' && score >= 0.5).map(({ box }) => box.x1 * 1280);
  expect(left).toHaveLength(2);
  for (const x of [120, 900]) expect(Math.min(...left.map((found) => Math.abs(found - x)))).toBeLessThan(20);
});

test('a model that changes after it was planned is not loaded', async () => {
  const own = await model('changing', ['car'], 96);
  const { models } = await planModels([own], STREET);
  const [planned] = models;
  if (planned === undefined) throw new Error('the model is planned');
  await writeFile(
    own.file,
    tinyDetector({ inputShape: [1, 3, 96, 96], outputs: [{ name: 'o', dims: [1], values: [0] }] }),
  );
  await expect(openDetector(planned, FRAME_SIZE)).rejects.toMatchObject({ code: 'model.digest-mismatch' });
  expect(dirname(planned.plan.file)).toBe(folder);
});
