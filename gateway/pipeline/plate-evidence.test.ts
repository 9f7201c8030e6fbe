import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { EvidenceManifest } from '@lamppost/contracts';
import { PlateReader, findFfmpeg } from '@lamppost/detectors';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPromise } from 'yauzl';
import { loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { FootageRings } from '../footage/footage-rings.js';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { Spool } from '../spool/spool.js';
import { RuleDocument } from '../rules/document/rule-document.js';
import { EvidenceWorker } from './evidence-worker.js';

const photograph = join(
  process.env.LAMPPOST_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url)),
  'plates_cn_scenes',
  'ccpd_demo_1.jpg',
);
const hasPhotograph = existsSync(photograph) || process.env.CI === 'true';
const note = hasPhotograph ? '' : ` (skipped: no ${photograph}; set LAMPPOST_DATA)`;

const log = pino({ level: 'silent' });
const clock = { nowMs: () => 1_780_000_070_000 };
const plateModels = [{ name: 'plate-read', sha256: 'c'.repeat(64) }];
let directory = '';
let spool: Spool;
let rings: FootageRings;
let ffmpegPath = '';

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'plate-evidence-'));
  const key = await loadOrCreateDeviceKey(join(directory, 'key.pem'));
  spool = await Spool.open({ directory: join(directory, 'spool'), gatewayId: 'pole-1', key, log, clock });
  rings = new FootageRings({ directory: join(directory, 'ring'), keepMs: 600_000, maxBytes: 50_000_000 });
  ffmpegPath = (await findFfmpeg()).path;
});
afterEach(async () => {
  await spool.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Footage of a still picture from the first moment of the sample violation until after its last. */
function film(input: readonly string[]): void {
  const { startedAtMs, triggeredAtMs } = sampleViolation(1);
  const ring = rings.of('cam-1');
  const file = join(ring.openSession(), 'a.mkv');
  const seconds = String((triggeredAtMs - startedAtMs) / 1000 + 2);
  execFileSync(ffmpegPath, [
    ...['-hide_banner', '-loglevel', 'error', ...input, '-t', seconds, '-r', '2'],
    ...['-c:v', 'mpeg4', '-q:v', '3', '-pix_fmt', 'yuv420p', file],
  ]);
  ring.add(file, { startMs: startedAtMs, endMs: triggeredAtMs + 2000, startPtsUs: 0 });
}

/** Seals the one violation with a reader, and gives what is in its package. */
async function seal(plates: Pick<PlateReader, 'read'>, vehicle = sampleViolation(1).subject) {
  spool.recordViolation({ ...sampleViolation(1), subject: vehicle }, sampleDevice);
  let sealed = 0;
  const worker = new EvidenceWorker({
    gatewayId: 'pole-1',
    models: [],
    plates,
    plateModels,
    rules: () => ({ name: 'rules.yaml', sha256: '0'.repeat(64) }),
    documentOf: () => RuleDocument.parse({ schema: 'lamppost.rules/1', rules: [] }),
    software: { name: 'lamppost-gateway', version: '0.1.0' },
    clockStatus: () => Promise.resolve({ source: 'unknown', synchronised: null }),
    key: await loadOrCreateDeviceKey(join(directory, 'key.pem')),
    ffmpegPath,
    sight: null,
    readings: () => [],
    looks: () => Promise.resolve(null),
    spool,
    rings,
    clock,
    log,
    onSealed: () => {
      sealed += 1;
    },
  });
  worker.wake();
  await vi.waitFor(
    () => {
      expect(sealed).toBe(1);
    },
    { timeout: 60_000, interval: 50 },
  );
  await worker.close();
  const [name = ''] = readdirSync(join(directory, 'spool/packages'));
  const zip = await openPromise(join(directory, 'spool/packages', name), { autoClose: false });
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  zip.close();
  return { entries, manifest: EvidenceManifest.parse(JSON.parse(String(entries.get('manifest.json')))) };
}

const SOME_PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360'];

test('a parked vehicle whose plate can not be seen is sealed with that', async () => {
  film(SOME_PICTURE);
  const { manifest } = await seal({ read: () => Promise.resolve({ status: 'none', reason: 'not-found' }) });
  expect(manifest.plate).toEqual({ status: 'none', reason: 'not-found' });
  expect(manifest.models).toEqual(plateModels);
  expect(manifest.files.map(({ role }) => role)).not.toContain('plate');
}, 90_000);

test('a reader that fails is no reason to keep the package back', async () => {
  film(SOME_PICTURE);
  const { manifest } = await seal({ read: () => Promise.reject(new Error('no memory')) });
  expect(manifest.plate).toEqual({ status: 'none', reason: 'failed' });
  expect(manifest.models).toEqual([]);
}, 90_000);

test.skipIf(!hasPhotograph)(
  `the plate of a parked car is read from the footage, cut out and sealed${note}`,
  async () => {
    film(['-loop', '1', '-i', photograph]);
    const plates = new PlateReader();
    const car = { label: 'car', box: { x1: 0, y1: 0.02, x2: 0.72, y2: 0.76 }, score: 0.9 };
    const { manifest, entries } = await seal(plates, car);
    await plates.close();
    expect(manifest.plate).toMatchObject({ status: 'read', text: '皖AUJ299', agreed: { stills: 3, of: 3 } });
    const file = manifest.files.find(({ role }) => role === 'plate');
    expect(file).toMatchObject({ path: 'media/plate.jpg', mediaType: 'image/jpeg' });
    expect(file?.derivedFrom).toMatch(/^media\/still-\d\.jpg$/);
    const bytes = entries.get('media/plate.jpg') ?? Buffer.alloc(0);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file?.sha256);
    expect(manifest.models).toEqual(plateModels);
  },
  120_000,
);
