import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../config/config-error.js';
import { countStoredFiles } from './disk-store.js';
import type { EvidenceStore } from './evidence-store.js';
import { openEvidenceStore } from './open-evidence-store.js';
import { createStaging } from './stage-files.js';

const BUCKET = 'evidence';

let folder: string;
let server: S3rver;
let endpoint = '';
beforeAll(async () => {
  const buckets = mkdtempSync(join(tmpdir(), 'lamppost-buckets-'));
  const options = { address: '127.0.0.1', port: 0, silent: true, directory: buckets };
  server = new S3rver({ ...options, configureBuckets: [{ name: BUCKET, configs: [] }] });
  const { address, port } = await server.run();
  endpoint = `http://${address}:${String(port)}`;
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function s3File(settings: Record<string, unknown> = {}, accessKeyId = 'S3RVER'): string {
  const secretAccessKeyFile = join(folder, 'secret');
  writeFileSync(secretAccessKeyFile, 'S3RVER\n');
  const file = join(folder, 's3.yaml');
  const credentials = { accessKeyId, secretAccessKeyFile };
  // Each test has names of its own.
  const prefix = `${folder.replace(/\W/g, '-')}/`;
  writeFileSync(file, JSON.stringify({ endpoint, bucket: BUCKET, prefix, credentials, ...settings }));
  return file;
}

const openStore = (s3File: string | null, replicaId = 'first') => openEvidenceStore({ folder, s3File, replicaId });

const bytes = Buffer.from('a picture of a street');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const source = () => Promise.resolve(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]));

describe.each([
  ['on the disk', (replicaId?: string) => openStore(null, replicaId)],
  ['in a bucket', (replicaId?: string) => openStore(s3File(), replicaId)],
])('a store %s', (_where, open: (replicaId?: string) => Promise<EvidenceStore>) => {
  const onTheWay = (replicaId = 'first') => readdirSync(join(folder, 'incoming', replicaId));

  const read = async (store: EvidenceStore) => {
    const opened = await store.open(sha256);
    return opened === null ? null : { sizeBytes: opened.sizeBytes, bytes: await buffer(opened.stream) };
  };

  test('gives back what was put in, also to another replica', async () => {
    await (await open()).put(sha256, source);
    expect(await read(await open('second'))).toEqual({ sizeBytes: bytes.length, bytes });
  });

  test('keeps what comes many times at once, and does not read again what it has', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 8 }, () => store.put(sha256, source)));
    await store.put(sha256, () => Promise.reject(new Error('it is not read again')));
    expect(await read(store)).toEqual({ sizeBytes: bytes.length, bytes });
    expect(onTheWay()).toEqual([]);
  });

  test('takes what was staged beside it, also what it has already', async () => {
    const store = await open();
    for (let time = 0; time < 2; time += 1) {
      const staging = createStaging(store.incoming);
      const write = staging.begin(sha256);
      write(bytes.subarray(0, 5));
      write(bytes.subarray(5));
      await store.adopt(await staging.finish());
    }
    expect(await read(store)).toEqual({ sizeBytes: bytes.length, bytes });
    expect(onTheWay()).toEqual([]);
    const dropped = createStaging(store.incoming);
    dropped.begin(sha256)(bytes);
    dropped.drop();
    expect(onTheWay()).toEqual([]);
  });

  test('keeps nothing of other bytes than were named', async () => {
    const store = await open();
    await expect(store.put('00'.repeat(32), source)).rejects.toThrow(/the bytes for 0000/);
    expect(await store.open('00'.repeat(32))).toBeNull();
    expect(onTheWay()).toEqual([]);
  });

  test('clears what an earlier run left half-written away, and leaves alone what another replica writes', async () => {
    for (const replicaId of ['first', 'second']) {
      mkdirSync(join(folder, 'incoming', replicaId), { recursive: true });
      writeFileSync(join(folder, 'incoming', replicaId, 'half'), 'hal');
    }
    await open('first');
    expect(onTheWay('first')).toEqual([]);
    expect(onTheWay('second')).toEqual(['half']);
  });
});

test('on the disk a file has one copy, which nobody may write', async () => {
  const store = await openStore(null);
  await Promise.all(Array.from({ length: 8 }, () => store.put(sha256, source)));
  expect(await countStoredFiles(folder)).toBe(1);
  expect(statSync(join(folder, 'sha256', sha256.slice(0, 2), sha256)).mode & 0o777).toBe(0o400);
});

test.each([
  ['a bucket that is not there', () => s3File({ bucket: 'nowhere' }), /the bucket nowhere at .* can't be opened/],
  ['a key that is unknown', () => s3File({}, 'somebody'), /credentials in the file of LAMPPOST_CLOUD_EVIDENCE_S3_FILE/],
  ['nobody listening', () => s3File({ endpoint: 'http://127.0.0.1:9' }), /can't be opened/],
  ['an address without encryption', () => s3File({ endpoint: 'http://s3.example' }), /endpoint: an https:\/\/ address/],
  ['a file that is not there', () => join(folder, 'none.yaml'), /none\.yaml .* can't be read \(ENOENT\)/],
])('%s is told at the start', async (_name, file, words) => {
  const opening = openStore(file());
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(words);
});
