import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countStoredFiles, openEvidenceStore } from './evidence-store.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bytes = Buffer.from('a picture of a street');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const source = () => Promise.resolve(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]));

test('gives back what was put in, read-only on the disk', async () => {
  const store = await openEvidenceStore(folder);
  await store.put(sha256, source);
  const opened = await store.open(sha256);
  expect(opened?.sizeBytes).toBe(bytes.length);
  expect(await buffer(opened?.stream ?? Readable.from([]))).toEqual(bytes);
  expect(statSync(join(folder, 'sha256', sha256.slice(0, 2), sha256)).mode & 0o777).toBe(0o400);
});

test('keeps one copy, also of what comes many times at once', async () => {
  const store = await openEvidenceStore(folder);
  await Promise.all(Array.from({ length: 8 }, () => store.put(sha256, source)));
  await store.put(sha256, () => Promise.reject(new Error('it is not read again')));
  expect(await countStoredFiles(folder)).toBe(1);
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
});

test('keeps nothing of other bytes than were named', async () => {
  const store = await openEvidenceStore(folder);
  await expect(store.put('00'.repeat(32), source)).rejects.toThrow(/the bytes for 0000/);
  expect(await store.open('00'.repeat(32))).toBeNull();
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
});

test('clears half-written files of an earlier run away', async () => {
  mkdirSync(join(folder, 'incoming'));
  writeFileSync(join(folder, 'incoming', 'half'), 'hal');
  await openEvidenceStore(folder);
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
});
