import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { HAZARD_DEFAULTS } from '../burning/hazard-options.js';
import { drawCar, drawFire, drawPerson, drawStall, drawStreet } from '../testing/drawn-scenes.js';
import { renderFrame } from '../testing/render-frame.js';
import type { Picture } from './frame.js';
import { InferencePool } from './inference-pool.js';
import type { InferencePoolOptions } from './inference-pool.js';
import { Look } from './look.js';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const pools: InferencePool[] = [];
const folders: string[] = [];

async function startPool(options: Partial<InferencePoolOptions> = {}): Promise<InferencePool> {
  const pool = await InferencePool.create({ threads: 1, log, ...options });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

describe('with the models that ship', () => {
  let street: Picture;
  let stall: Picture;

  beforeAll(async () => {
    const cars = [
      drawCar({ x: 120, y: 300, scale: 1 }, 'red'),
      drawCar({ x: 560, y: 440, scale: 1.25 }, 'silver'),
      drawCar({ x: 900, y: 590, scale: 1.1 }, 'red'),
      drawCar({ x: 760, y: 318, scale: 0.75 }, 'silver'),
    ];
    street = await renderFrame(drawStreet(cars));
    const people = [
      drawPerson({ x: 250, y: 230, scale: 0.9 }, '#2f5d9b', '#2b2f3a'),
      drawPerson({ x: 980, y: 260, scale: 0.75 }, '#8a3a3a', '#333333'),
    ];
    stall = await renderFrame(drawStreet([...people, drawStall({ x: 330, y: 250, scale: 1 }, 'red')]));
  });

  test('four drawn cars are found where they stand', async () => {
    const pool = await startPool();
    const look = Look.parse(await pool.look(street));
    const cars = look.detections.filter(({ score }) => score >= 0.5);
    expect(cars.map(({ label }) => label)).toEqual(['car', 'car', 'car', 'car']);
    const left = cars.map(({ box }) => Math.round(box.x1 * 1280)).sort((a, b) => a - b);
    for (const [index, x] of [120, 560, 760, 900].entries()) expect(Math.abs((left[index] ?? 0) - x)).toBeLessThan(20);
    expect(look).toMatchObject({
      cameraId: 'cam',
      capturedAtMs: 0,
      hazard: expect.objectContaining({ columns: 26 }) as object,
    });
  });

  test('a frame in shared memory, which no thread copies on the way, shows the same', async () => {
    const pool = await startPool();
    const data = new Uint8Array(new SharedArrayBuffer(street.data.length + 64), 0, street.data.length);
    data.set(street.data);
    const [shared, sent] = [await pool.look({ ...street, data }), await pool.look(street)];
    expect(shared?.detections).toEqual(sent?.detections);
    expect(shared?.detections.length).toBeGreaterThan(3);
  });

  test('a drawn stall is found as two people and an umbrella', async () => {
    const pool = await startPool();
    const look = await pool.look(stall);
    const labels = look?.detections.filter(({ score }) => score >= 0.6).map(({ label }) => label);
    expect(labels).toEqual(['person', 'person', 'umbrella']);
  });

  test('a drawn fire is found where it burns, and nowhere on a street without one', async () => {
    const pool = await startPool();
    const burning = await renderFrame(drawStreet([drawFire({ x: 700, y: 470, scale: 1 }, 1)]));
    const grid = (await pool.look(burning))?.hazard ?? null;
    expect(grid).toMatchObject({ columns: 26, rows: 16 });
    const best = Math.max(...(grid?.fire ?? []));
    expect(best).toBeGreaterThan(HAZARD_DEFAULTS.fireScore);
    const cell = grid?.fire.indexOf(best) ?? 0;
    expect((cell % 26) / 26).toBeGreaterThan(0.5);
    expect((cell % 26) / 26).toBeLessThan(0.7);
    expect(cell / 26 / 16).toBeGreaterThan(0.55);
    const without = (await pool.look(street))?.hazard?.fire ?? [1];
    expect(Math.max(...without)).toBeLessThan(HAZARD_DEFAULTS.fireScore);
  });

  test('with two threads, looks at several cameras run side by side and each keeps its own', async () => {
    const pool = await startPool({ threads: 2 });
    const frames = ['a', 'b', 'c'].map((cameraId) => ({ ...(cameraId === 'b' ? stall : street), cameraId }));
    const looks = await Promise.all(frames.map((frame) => pool.look(frame)));
    expect(looks.map((look) => look?.cameraId)).toEqual(['a', 'b', 'c']);
    expect(looks.map((look) => look?.detections[0]?.label)).toEqual(['car', 'person', 'car']);
    expect(pool.stats()).toMatchObject({ threads: 2, ready: 2, looked: 3, skipped: 0, failed: 0, inWork: 0 });
  });

  test('the newest frame of a camera wins, and the replaced one is counted', async () => {
    const pool = await startPool();
    const looks = [1, 2, 3, 4].map((capturedAtMs) => pool.look({ ...street, capturedAtMs }));
    const times = (await Promise.all(looks)).map((look) => look?.capturedAtMs ?? null);
    expect(times).toEqual([1, null, null, 4]);
    expect(pool.stats()).toMatchObject({ looked: 2, skipped: 2, waiting: 0 });
  });

  test.each([
    ['too few bytes', { data: new Uint8Array(10) }],
    ['a size that is no multiple of 32', { width: 400, data: new Uint8Array(400 * 256 * 3) }],
    ['no size', { width: 0, data: new Uint8Array(0) }],
  ])('a frame with %s is refused', async (_, over) => {
    const pool = await startPool();
    await expect(pool.look({ ...street, ...over })).rejects.toMatchObject({ code: 'inference.bad-frame' });
  });

  test('after closing, looks in work are done, and those that wait or come later are refused', async () => {
    const pool = await startPool();
    const inWork = pool.look({ ...street, capturedAtMs: 1 });
    const waiting = expect(pool.look({ ...street, capturedAtMs: 2 })).rejects.toMatchObject({
      code: 'inference.closed',
    });
    await pool.close();
    await waiting;
    expect((await inWork)?.capturedAtMs).toBe(1);
    await expect(pool.look(street)).rejects.toMatchObject({ code: 'inference.closed' });
  });
});

describe('when a worker fails', () => {
  /** A worker whose answer hangs on the first byte of the frame. */
  const WORKER = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (request) => {
      if (request.kind === 'close') return parentPort.close();
      const [order] = request.frame.data;
      if (order === 1) throw new Error('made to die');
      if (order === 2) process.exit(7);
      if (order === 3) return parentPort.postMessage({ kind: 'failed', message: 'made to fail' });
      parentPort.postMessage({ kind: 'looked', detections: [], hazard: null, elapsedMs: 1 });
    });
    parentPort.postMessage({ kind: 'ready' });
  `;

  async function workerFile(code: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'lamppost-worker-'));
    folders.push(folder);
    await writeFile(join(folder, 'worker.mjs'), code);
    return join(folder, 'worker.mjs');
  }

  function order(value: number, cameraId = 'cam'): Picture {
    const data = new Uint8Array(32 * 32 * 3);
    data[0] = value;
    return { cameraId, capturedAtMs: 0, width: 32, height: 32, data, letterbox: { x1: 0, y1: 0, x2: 1, y2: 1 } };
  }

  test.each([
    ['throws', 1, 'made to die'],
    ['exits', 2, 'exit code 7'],
  ])('a worker that %s is replaced, its look is refused, and the next one is done', async (_, value, reason) => {
    const pool = await startPool({ workerFile: await workerFile(WORKER) });
    const failing = pool.look(order(value));
    const next = pool.look(order(0, 'other'));
    await expect(failing).rejects.toMatchObject({
      code: 'inference.worker-crashed',
      message: expect.stringContaining(reason) as string,
    });
    expect((await next)?.cameraId).toBe('other');
    expect(pool.stats()).toMatchObject({ restarts: 1, failed: 1, looked: 1, ready: 1 });
  });

  test('a refused frame costs no worker', async () => {
    const pool = await startPool({ workerFile: await workerFile(WORKER) });
    await expect(pool.look(order(3))).rejects.toMatchObject({ code: 'inference.failed' });
    expect(await pool.look(order(0))).not.toBeNull();
    expect(pool.stats()).toMatchObject({ restarts: 0, failed: 1, looked: 1 });
  });

  test('a worker that cannot start is told at once', async () => {
    const broken = await workerFile(`throw new Error('no runtime here');`);
    await expect(startPool({ workerFile: broken })).rejects.toMatchObject({
      code: 'inference.worker-crashed',
      message: expect.stringContaining('no runtime here') as string,
    });
  });

  test('a folder without models is told at once', async () => {
    await expect(startPool({ modelDir: join(tmpdir(), 'lamppost-nowhere') })).rejects.toMatchObject({
      code: 'model.missing',
    });
  });
});
