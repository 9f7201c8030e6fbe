import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPlateCards } from './load-plate-cards.js';
import { PlateReader } from './plate-reader.js';

const WHOLE = { x1: 0, y1: 0, x2: 1, y2: 1 };
const STILL = { picture: Buffer.from('a picture'), vehicle: WHOLE };
let folder: string;
let reader: PlateReader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-plates-'));
  reader = new PlateReader();
});
afterEach(async () => {
  await reader.close();
  await rm(folder, { recursive: true, force: true });
});

async function workerOf(source: string): Promise<string> {
  const file = join(folder, 'worker.mjs');
  await writeFile(file, source);
  return file;
}

test('a vehicle without a plate has none, and a broken still is told', async () => {
  const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#557' } })
    .jpeg()
    .toBuffer();
  expect(await reader.read([{ picture, vehicle: WHOLE }])).toEqual({ status: 'none', reason: 'not-found' });
  await expect(reader.read([STILL])).rejects.toMatchObject({ code: 'inference.failed' });
});

test('a process that dies is told, and the next vehicle has another', async () => {
  const mortal = `process.once('message', ([{ vehicle }]) => {
    if (vehicle.x1 > 0) process.kill(process.pid, 'SIGKILL');
    process.send({ kind: 'read', result: { status: 'none', reason: 'unreadable' } }, () => process.disconnect());
  });`;
  reader = new PlateReader({ workerFile: await workerOf(mortal) });
  const dying = reader.read([{ ...STILL, vehicle: { ...WHOLE, x1: 0.5 } }]);
  const next = reader.read([STILL]);
  await expect(dying).rejects.toMatchObject({ code: 'inference.worker-crashed' });
  expect(await next).toEqual({ status: 'none', reason: 'unreadable' });
});

test('one that never answers is ended at the deadline', async () => {
  const mute = await workerOf('process.once("message", () => {}); setInterval(() => {}, 1000);');
  reader = new PlateReader({ workerFile: mute, deadlineMs: 300 });
  await expect(reader.read([STILL])).rejects.toMatchObject({ code: 'inference.failed' });
});

test('closing ends what is read and refuses what waits', async () => {
  const mute = await workerOf('process.once("message", () => {}); setInterval(() => {}, 1000);');
  reader = new PlateReader({ workerFile: mute });
  const readings = [reader.read([STILL]), reader.read([STILL])].map((reading) =>
    expect(reading).rejects.toMatchObject({ code: 'inference.closed' }),
  );
  await reader.close();
  await Promise.all(readings);
});

test('the models are those of their cards', async () => {
  const cards = await loadPlateCards();
  expect(cards.map(({ name }) => name)).toEqual(['plate-find-ppocr-v4', 'plate-read-ppocr-v4']);
  for (const { licences } of cards) expect(licences).toEqual(['Apache-2.0']);
});
