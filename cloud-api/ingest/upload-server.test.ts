import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCloudMetrics, type CloudMetrics } from '../metrics/cloud-metrics.js';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.js';
import type { PackageState, ReceivedPackage } from './ingest.js';
import { createUploadServer, RESTING_LIFE_MS, UPLOAD_LIFE_MS, type UploadServer } from './upload-server.js';

const DIGEST = 'ab'.repeat(32);
let folder: string;
let clock: FakeClock;
let metrics: CloudMetrics;
let received: ReceivedPackage[];
let takeIn: (sent: ReceivedPackage) => Promise<PackageState>;
let uploads: UploadServer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-uploads-'));
  clock = createFakeClock(Date.now());
  metrics = createCloudMetrics();
  received = [];
  takeIn = () => Promise.resolve({ status: 'unknown' });
  uploads = createUploadServer({
    folder,
    maxPackageBytes: 1_000,
    maxRestingBytes: 100,
    publicUrl: null,
    ingest: {
      takeIn: async (sent) => {
        received.push(sent);
        return await takeIn(sent);
      },
    },
    metrics,
    clock,
    log: pino({ level: 'silent' }),
  });
});
afterEach(async () => {
  await uploads.close();
  rmSync(folder, { recursive: true, force: true });
});

const encode = (text: string) => Buffer.from(text).toString('base64');
async function send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<string> {
  const request = new Request(`http://cloud.invalid${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return (await uploads.handle(request, 'pole-001')).headers.location ?? '';
}
const type = 'application/offset+octet-stream';
async function create(length: number, headBytes?: number, body?: string): Promise<string> {
  const rests = headBytes === undefined ? '' : `,headBytes ${encode(String(headBytes))}`;
  const metadata = `digest ${encode(DIGEST)},gatewayId ${encode('pole-001')}${rests}`;
  const begin = { 'upload-length': `${length}`, 'upload-metadata': metadata };
  const headers = body === undefined ? begin : { ...begin, 'content-type': type, 'content-length': `${body.length}` };
  return await send('POST', '/api/v1/uploads', headers, body);
}
async function append(address: string, offset: number, body: string): Promise<void> {
  await send(
    'PATCH',
    address,
    { 'upload-offset': `${offset}`, 'content-type': type, 'content-length': `${body.length}` },
    body,
  );
}

test('an upload that stays unfinished for a day is dropped and counted', async () => {
  await append(await create(9), 0, 'half');
  clock.advance(UPLOAD_LIFE_MS - 60_000);
  await uploads.sweep();
  expect(readdirSync(folder)).toHaveLength(2);
  clock.advance(120_000);
  await uploads.sweep();
  expect(readdirSync(folder)).toEqual([]);
  expect((await metrics.uploadsDropped.get()).values).toMatchObject([{ value: 1, labels: { reason: 'expired' } }]);
  expect(received).toEqual([]);
});

test('a complete upload that could not be taken in is kept, and taken in later', async () => {
  takeIn = () => Promise.reject(new Error('the database is away'));
  const address = await create(4);
  await expect(append(address, 0, 'full')).rejects.toThrow('the database is away');
  await uploads.sweep();
  expect(readdirSync(folder)).toHaveLength(2);
  takeIn = () => Promise.resolve({ status: 'unknown' });
  await uploads.sweep();
  expect(readdirSync(folder)).toEqual([]);
  expect(received).toHaveLength(3);
  expect(received[2]).toMatchObject({ gatewayId: 'pole-001', digest: DIGEST });
});

test('a package that comes in one request is one file until it is taken in', async () => {
  let there: string[] = [];
  takeIn = () => {
    there = readdirSync(folder);
    return Promise.resolve({ status: 'unknown' });
  };
  await create(4, undefined, 'full');
  expect(there).toEqual([expect.stringMatching(/^pole-001\.[0-9a-f]{32}$/)]);
  expect(readdirSync(folder)).toEqual([]);
});

test('what a first request brought in part is gone on with', async () => {
  const address = await create(4, undefined, 'fu');
  expect(readdirSync(folder)).toHaveLength(2);
  expect(received).toEqual([]);
  await append(address, 2, 'll');
  expect(received).toHaveLength(1);
});

test('a package that came in one request, and could not be taken in, is taken in later', async () => {
  takeIn = () => Promise.reject(new Error('the database is away'));
  await expect(create(4, undefined, 'full')).rejects.toThrow('the database is away');
  takeIn = () => Promise.resolve({ status: 'unknown' });
  await uploads.sweep();
  expect(received[1]).toMatchObject({ gatewayId: 'pole-001', digest: DIGEST });
  expect(readdirSync(folder)).toEqual([]);
});

test('a package that is being taken in is not taken in twice', async () => {
  let finish = (): void => undefined;
  takeIn = () =>
    new Promise(
      (resolve) =>
        (finish = () => {
          resolve({ status: 'unknown' });
        }),
    );
  const appended = append(await create(4), 0, 'full');
  await expect.poll(() => received.length).toBe(1);
  const swept = uploads.sweep();
  finish();
  await Promise.all([appended, swept]);
  expect(received).toHaveLength(1);
});

test('what is no upload of ours is cleared away when it is old', async () => {
  writeFileSync(join(folder, 'pole-001.0123'), 'left over');
  await uploads.sweep();
  expect(readdirSync(folder)).toHaveLength(1);
  clock.advance(UPLOAD_LIFE_MS + 60_000);
  await uploads.sweep();
  expect(readdirSync(folder)).toEqual([]);
});

test('what rests before its clip stays as long as the gateway keeps it', async () => {
  await append(await create(9, 4), 0, 'half');
  clock.advance(UPLOAD_LIFE_MS + 60_000);
  await uploads.sweep();
  expect(readdirSync(folder)).toHaveLength(2);
  clock.advance(RESTING_LIFE_MS);
  await uploads.sweep();
  expect(readdirSync(folder)).toEqual([]);
});

test('what rests is bounded by bytes and not by number, and the oldest begins anew', async () => {
  const addresses: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    addresses.push(await create(20, 10));
    await append(addresses.at(-1) ?? '', 0, '0123456789');
    if (count === 0) {
      const [info = ''] = readdirSync(folder).filter((name) => name.endsWith('.json'));
      const text = readFileSync(join(folder, info), 'utf8');
      writeFileSync(
        join(folder, info),
        text.replace(/"creation_date":"[^"]*"/, '"creation_date":"2020-01-01T00:00:00Z"'),
      );
    }
  }
  // Eleven took 110 of 100 bytes when the last came.
  expect(readdirSync(folder)).toHaveLength(2 * 11);
  await expect(append(addresses[0] ?? '', 10, '0123456789')).rejects.toMatchObject({ code: 'upload.not-found' });
  await append(addresses[1] ?? '', 10, '0123456789');
  expect(received).toHaveLength(1);
});
