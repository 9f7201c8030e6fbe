import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg, type FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import type { AccessUnit } from '../rtsp/access-unit.js';
import { NalType, nalTypeOf } from '../rtsp/nal-unit.js';
import { prepareDrawnCamera } from './drawn-camera.js';
import type { FfmpegSource } from './ffmpeg-source.js';
import { createFootageCamera } from './footage-source.js';

const log = pino({ level: 'silent' });
const closers: (() => Promise<void>)[] = [];
let ffmpeg: FfmpegBinary;
let folder: string;

beforeAll(async () => {
  ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  folder = await mkdtemp(join(tmpdir(), 'lamppost-test-'));
  await mkdir(join(folder, 'pictures'));
  for (const [index, background] of ['#a00', '#0a0', '#00a', '#aa0', '#0aa'].entries())
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .jpeg()
      .toFile(join(folder, 'pictures', `shot ${index}.JPG`));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function collect(source: FfmpegSource) {
  const units: AccessUnit[] = [];
  const state = { hasEnded: false };
  source.subscribe({
    onAccessUnit: (unit) => units.push(unit),
    onEnd: () => {
      state.hasEnded = true;
    },
  });
  return { units, state };
}

function expectCameraStream(units: readonly AccessUnit[]): void {
  expect(units[0]?.isKeyframe).toBe(true);
  for (const unit of units.filter(({ isKeyframe }) => isKeyframe)) {
    const types = unit.nalUnits.map(nalTypeOf);
    expect(types).toEqual(expect.arrayContaining([NalType.sps, NalType.pps, NalType.idr]));
  }
  const times = units.map(({ pts90k }) => pts90k);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}

test('a folder of pictures is played once, and ends', async () => {
  const path = join(folder, 'pictures');
  const camera = await createFootageCamera({ ffmpeg, path, framesPerSecond: 20, once: true, clock: systemClock, log });
  closers.push(() => camera.close());
  const { units, state } = collect(camera.source);
  await camera.source.start();
  await expect.poll(() => state.hasEnded, { timeout: 10_000 }).toBe(true);
  expect(units).toHaveLength(5);
  expectCameraStream(units);
  expect(camera.source.restarts).toBe(0);
});

test('a folder of pictures begins again and again', async () => {
  const path = join(folder, 'pictures');
  const camera = await createFootageCamera({ ffmpeg, path, framesPerSecond: 20, once: false, clock: systemClock, log });
  closers.push(() => camera.close());
  const { units, state } = collect(camera.source);
  await camera.source.start();
  await expect.poll(() => units.length, { timeout: 10_000 }).toBeGreaterThan(25);
  expectCameraStream(units);
  expect(state.hasEnded).toBe(false);
  expect(camera.source.restarts).toBe(0);
});

test.each([
  ['nothing there', 'missing', "can't be read"],
  ['a single picture', 'pictures/shot 0.JPG', 'single picture'],
  ['a folder without pictures', '.', 'holds no .jpg or .png'],
])('%s is refused with the mend', async (_name, path, complaint) => {
  const options = { ffmpeg, path: join(folder, path), once: true, clock: systemClock, log };
  await expect(createFootageCamera(options)).rejects.toThrow(complaint);
});

test('a folder of two kinds of pictures is refused', async () => {
  const mixed = join(folder, 'mixed');
  await mkdir(mixed);
  await writeFile(join(mixed, 'a.jpg'), '');
  await writeFile(join(mixed, 'b.png'), '');
  await expect(createFootageCamera({ ffmpeg, path: mixed, once: true, clock: systemClock, log })).rejects.toThrow(
    'one kind',
  );
});

test('a camera whose ffmpeg is killed comes back, and its time goes on', async () => {
  const scene = {
    background: 'yard' as const,
    actors: [{ draw: 'fire' as const, scale: 1, path: [{ at: 0, x: 0.5, y: 0.8 }] }],
  };
  const warnings: string[] = [];
  const noisy = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
  const camera = await prepareDrawnCamera({ ffmpeg, scene, clock: systemClock, log: noisy });
  const source = camera.createSource(Date.now());
  closers.push(
    () => source.stop(),
    () => camera.close(),
  );
  const { units } = collect(source);
  await source.start();
  await expect.poll(() => units.length, { timeout: 10_000 }).toBeGreaterThan(3);
  const { processId } = source;
  if (processId === undefined) throw new Error('ffmpeg is not running');
  const seen = units.length;
  process.kill(processId, 'SIGKILL');
  await expect.poll(() => units.length, { timeout: 15_000 }).toBeGreaterThan(seen + 3);
  expect(source.restarts).toBe(1);
  expect(warnings).toHaveLength(1);
  expectCameraStream(units);
  expect(Math.abs((units.at(-1)?.pts90k ?? 0) / 90 - Date.now())).toBeLessThan(1_000);
});
