import { createHash } from 'node:crypto';
import { access, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureAlgorithm } from '@lamppost/contracts';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Spool } from '../spool/spool.js';
import { canonicalJson } from './canonical-json.js';
import type { DeviceKey } from './device-key.js';
import { loadDeviceKeys, prepareNextKey } from './key-change.js';

const clock = { nowMs: () => 1_780_000_000_000 };
const log = pino({ level: 'silent' });
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'key-change-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const openSpool = (key: DeviceKey) =>
  Spool.open({ directory: join(directory, 'spool'), gatewayId: 'pole-1', key, clock, log });

const load = (algorithm: SignatureAlgorithm = 'Ed25519') =>
  loadDeviceKeys({ dataDirectory: directory, gatewayId: 'pole-1', algorithm, clock, log, openSpool });

async function waitingEntry(key: DeviceKey) {
  const spool = await openSpool(key);
  try {
    return { row: spool.nextEntry(), next: spool.nextLink() };
  } finally {
    await spool.close();
  }
}

const isThere = (name: string) =>
  access(join(directory, name)).then(
    () => true,
    () => false,
  );

test('without a prepared key nothing changes', async () => {
  expect(await prepareNextKey(directory, 'Ed25519')).toBeNull();
  const first = await load();
  expect(first.previous).toBeNull();
  const again = await load('SM2-SM3');
  expect(again.key.keyId).toBe(first.key.keyId);
  expect((await waitingEntry(again.key)).row).toBeNull();
});

test.each(['Ed25519', 'SM2-SM3'] as const)(
  'a prepared %s key takes over, signed by both into the chain',
  async (algorithm) => {
    const old = (await load()).key;
    const next = await prepareNextKey(directory, algorithm);
    expect(next?.algorithm).toBe(algorithm);
    expect((await stat(join(directory, 'device-key.next.pem'))).mode & 0o777).toBe(0o600);
    // One at a time.
    expect(await prepareNextKey(directory, algorithm)).toBeNull();

    const keys = await load();
    expect(keys.key.keyId).toBe(next?.keyId);
    expect(keys.previous?.keyId).toBe(old.keyId);
    const { row, next: link } = await waitingEntry(keys.key);
    const entry = row?.signed.entry;
    expect(entry).toMatchObject({
      ...{ schema: 'lamppost.key-rotation/1', gatewayId: 'pole-1', sequence: 1, previousDigest: null },
      ...{ oldKeyId: old.keyId, newKeyId: keys.key.keyId, newKey: keys.key.publicKey },
    });
    expect(row?.signed).toMatchObject({
      signature: { algorithm: 'Ed25519', keyId: old.keyId },
      newKeySignature: { algorithm, keyId: keys.key.keyId },
    });
    expect(row?.digest).toBe(createHash('sha256').update(canonicalJson(entry)).digest('hex'));
    expect(link).toEqual({ sequence: 2, previousDigest: row?.digest });

    await keys.forgetPrevious();
    const later = await load();
    expect(later.key.keyId).toBe(keys.key.keyId);
    expect(later.previous).toBeNull();
  },
);

test('a crash after the entry was written, or between the two renames, leaves one entry and the new key', async () => {
  await load();
  const next = await prepareNextKey(directory, 'Ed25519');
  const first = await load();
  const { row } = await waitingEntry(first.key);
  // As it was when the program ended before the files had their new names.
  await rename(join(directory, 'device-key.pem'), join(directory, 'device-key.next.pem'));
  await rename(join(directory, 'device-key.previous.pem'), join(directory, 'device-key.pem'));
  const again = await load();
  expect(again.key.keyId).toBe(next?.keyId);
  expect((await waitingEntry(again.key)).row?.digest).toBe(row?.digest);
  expect((await waitingEntry(again.key)).next.sequence).toBe(2);
  // And when it ended between them.
  await rename(join(directory, 'device-key.pem'), join(directory, 'device-key.next.pem'));
  const third = await load();
  expect(third.key.keyId).toBe(next?.keyId);
  expect(third.previous).not.toBeNull();
  expect((await waitingEntry(third.key)).next.sequence).toBe(2);
  expect(await isThere('device-key.next.pem')).toBe(false);
});
