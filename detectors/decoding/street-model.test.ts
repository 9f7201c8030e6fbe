import type { Box } from '@lamppost/contracts';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intersectionOverUnion } from '../geometry/box-overlap.js';
import { FRAME_SIZE } from '../inference/frame.js';
import { openModelSession } from '../inference/model-session.js';
import type { ModelSession } from '../inference/model-session.js';
import { modelDirectory } from '../models/model-directory.js';
import { hasRealPictures, pictureDirectory, pictureNote } from '../testing/real-pictures.js';
import { frameOf } from '../testing/render-frame.js';
import { decodeDetections } from './decode-detections.js';

// The converted network on photographs: what it finds, and how exact its boxes are.

let session: ModelSession;

beforeAll(async () => {
  session = await openModelSession(join(modelDirectory, 'street.onnx'), 'street.onnx');
});

afterAll(async () => {
  await session.release();
});

async function detect(file: string) {
  const frame = await frameOf(file);
  const output = await session.run({ frame: frame.data }, frame.width, frame.height);
  const tensors = {
    boxes: output.floats('boxes'),
    scores: output.floats('scores'),
    classes: output.integers('classes'),
  };
  return decodeDetections(tensors, frame, { minScore: 0.3 });
}

/** Labelled objects of a class in a picture, with their size in pixels of the frame. */
async function labelled(folder: string, file: string, classId: number) {
  const { width, height } = await sharp(join(folder, 'images', file)).metadata();
  const scale = Math.min(FRAME_SIZE.width / width, FRAME_SIZE.height / height);
  const rows = readFileSync(join(folder, 'labels', file.replace('.jpg', '.txt')), 'utf8')
    .trim()
    .split('\n');
  return rows
    .map((row) => row.split(' ').map(Number))
    .filter(([id]) => id === classId)
    .map(([, x = 0, y = 0, w = 0, h = 0]) => {
      const box: Box = { x1: x - w / 2, y1: y - h / 2, x2: x + w / 2, y2: y + h / 2 };
      return { box, sizePx: Math.sqrt(w * h * width * height) * scale };
    });
}

test('a frame of one colour shows nothing', async () => {
  const data = new Uint8Array(FRAME_SIZE.width * FRAME_SIZE.height * 3).fill(114);
  const output = await session.run({ frame: data }, FRAME_SIZE.width, FRAME_SIZE.height);
  expect(output.shape('boxes')).toEqual([1, 2184, 4]);
  expect(Math.max(...output.floats('scores'))).toBeLessThan(0.3);
});

test('the model takes frames of other sizes too', async () => {
  const output = await session.run({ frame: new Uint8Array(640 * 384 * 3) }, 640, 384);
  expect(output.shape('scores')).toEqual([1, (640 * 384) / 64 + (640 * 384) / 256 + (640 * 384) / 1024]);
});

describe.skipIf(!hasRealPictures)(`on real pictures${pictureNote}`, () => {
  test('of 117 people at least 32 pixels large, three quarters are found, and of what is called a person two thirds are one', async () => {
    const folder = join(pictureDirectory, 'coco');
    const count = { people: 0, found: 0, claims: 0, right: 0 };
    for (const file of readdirSync(join(folder, 'labels')).map((name) => name.replace('.txt', '.jpg'))) {
      const people = await labelled(folder, file, 0);
      const claims = (await detect(join(folder, 'images', file))).filter(({ label }) => label === 'person');
      const isSame = (a: Box, b: Box) => intersectionOverUnion(a, b) >= 0.5;
      const large = people.filter(({ sizePx }) => sizePx > 32);
      count.people += large.length;
      count.found += large.filter(({ box }) => claims.some((claim) => isSame(claim.box, box))).length;
      count.claims += claims.length;
      count.right += claims.filter((claim) => people.some(({ box }) => isSame(claim.box, box))).length;
    }
    expect(count.people).toBeGreaterThan(100);
    expect(count.found / count.people).toBeGreaterThanOrEqual(0.75);
    expect(count.right / count.claims).toBeGreaterThanOrEqual(0.65);
  }, 120_000);

  test('in a busy street the white car in the middle is found to a few pixels, with a dozen others', async () => {
    const detections = await detect(join(pictureDirectory, 'street_odc', 'frames', '100.jpg'));
    const cars = detections.filter(({ label }) => label === 'car');
    expect(cars.length).toBeGreaterThanOrEqual(12);
    const white = { x1: 0.465, y1: 0.53, x2: 0.568, y2: 0.665 };
    expect(Math.max(...cars.map(({ box }) => intersectionOverUnion(box, white)))).toBeGreaterThan(0.8);
  });
});
