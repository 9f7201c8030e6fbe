import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { drawCar, drawPerson, drawStreet } from '../testing/drawn-scenes.js';
import { locationRows, transposed } from '../testing/family-outputs.js';
import { renderFrame } from '../testing/render-frame.js';
import { tinyDetector } from '../testing/tiny-detector.js';
import { InferencePool } from './inference-pool.js';
import { Look } from './look.js';

// A model of one's own beside the default one, through the pool and its worker threads.

const SIZE = { width: 640, height: 384 };

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-own-'));
  file = join(folder, 'stalls.onnx');
  // A stall on the left, in pixels of the model's input, and a lorry in the middle that is of no interest.
  const objects = [
    { classId: 1, score: 0.9, box: [64, 96, 192, 240] as const },
    { classId: 0, score: 0.8, box: [300, 100, 400, 200] as const },
  ];
  const rows = transposed(locationRows(objects, { size: SIZE, classes: 3 }));
  const output = { name: 'output0', dims: [1, rows.length, rows[0]?.length ?? 0], values: rows.flat() };
  const inputShape = [1, 3, SIZE.height, SIZE.width];
  await writeFile(
    file,
    tinyDetector({ inputShape, outputs: [output], metadata: { names: "['lorry', '摊位', 'bus']" } }),
  );
  await writeFile(join(folder, 'stalls.yaml'), 'map:\n  摊位: stall\n  bus: bus\n');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const digest = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

test('both find what they are asked for, in frames of the size that the larger one needs', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const pool = await InferencePool.create({ threads: 1, log, models: [{ file }] });
  try {
    expect(pool.frameSize).toEqual(SIZE);
    const scene = [
      drawCar({ x: 560, y: 440, scale: 1.25 }, 'silver'),
      drawPerson({ x: 980, y: 260, scale: 0.75 }, 'red', 'blue'),
    ];
    const frame = await renderFrame(drawStreet(scene), { frameSize: pool.frameSize });
    const look = Look.parse(await pool.look(frame));
    const labels = look.detections.filter(({ score }) => score >= 0.5).map(({ label }) => label);
    expect(labels.toSorted()).toEqual(['car', 'person', 'stall']);
    const stall = look.detections.find(({ label }) => label === 'stall');
    // The picture, of 16 to 9, lies in the middle of the frame: 360 of its 384 rows, from the 12th on.
    expect(stall?.box.x1).toBeCloseTo(64 / 640, 4);
    expect(stall?.box.y1).toBeCloseTo((96 - 12) / 360, 4);
    expect(stall?.box.y2).toBeCloseTo((240 - 12) / 360, 4);
    expect(pool.models.slice(0, 2)).toEqual([
      { name: 'stalls.onnx', sha256: await digest(file) },
      { name: 'stalls.yaml', sha256: await digest(join(folder, 'stalls.yaml')) },
    ]);
    expect(pool.models.map(({ name }) => name)).toContain('street-nanodet-g');
    expect(log.info).toHaveBeenCalledWith(
      expect.objectContaining({
        families: expect.objectContaining({ 'stalls.onnx': 'yolov8' }) as object,
        replacedLabels: ['bus'],
        models: pool.models,
      }),
      'inference ready',
    );
  } finally {
    await pool.close();
  }
});

test('a model that cannot be used stops the pool before it starts a thread', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const broken = join(folder, 'broken.onnx');
  await writeFile(broken, 'no model');
  await expect(InferencePool.create({ threads: 1, log, models: [{ file: broken }] })).rejects.toMatchObject({
    code: 'model.unusable',
  });
  expect(log.error).not.toHaveBeenCalled();
});
