import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyId, PublicKey } from '@lamppost/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOrCreateDeviceKey } from './device-key.js';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'device-key-'));
  path = join(directory, 'keys', 'device.pem');
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('the key is made once, kept for its owner alone, and signs', async () => {
  const key = await loadOrCreateDeviceKey(path);
  expect(KeyId.parse(key.keyId)).toBe(key.keyId);
  expect(PublicKey.parse(key.publicKey)).toBe(key.publicKey);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(directory, 'keys'))).toEqual(['device.pem']);

  const again = await loadOrCreateDeviceKey(path);
  expect(again.keyId).toBe(key.keyId);
  const bytes = Buffer.from('manifest');
  expect(again.sign(bytes)).toEqual(key.sign(bytes));
  const publicKey = createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, bytes, publicKey, key.sign(bytes))).toBe(true);
  expect(verify(null, Buffer.from('Manifest'), publicKey, key.sign(bytes))).toBe(false);
});

test('a leftover of a crash while the key was written is not used', async () => {
  await mkdir(join(directory, 'keys'));
  await writeFile(`${path}.tmp`, '-----BEGIN', { mode: 0o644 });
  await loadOrCreateDeviceKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(directory, 'keys'))).toEqual(['device.pem']);
});

test.each([0o640, 0o604, 0o644, 0o660])('a key that others may use (mode %o) is not used', async (mode) => {
  await loadOrCreateDeviceKey(path);
  await chmod(path, mode);
  const loading = loadOrCreateDeviceKey(path);
  await expect(loading).rejects.toMatchObject({ name: 'DeviceKeyError', code: 'device-key.too-open', path });
  await expect(loading).rejects.toThrow(/device\.pem.*chmod 600/);
});

test.each([
  ['', 'device-key.unreadable'],
  ['not a key', 'device-key.unreadable'],
  [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    'device-key.unknown-kind',
  ],
])('a file that is no key of ours is named and left as it is', async (content, code) => {
  await mkdir(join(directory, 'keys'));
  await writeFile(path, content, { mode: 0o600 });
  await expect(loadOrCreateDeviceKey(path)).rejects.toMatchObject({ code, path });
  expect((await stat(path)).size).toBe(content.length);
});

test('a directory in the place of the key is named', async () => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  await expect(loadOrCreateDeviceKey(path)).rejects.toMatchObject({ code: 'device-key.unreadable', path });
});

test('an SM2 key is made once, kept for its owner alone, and keeps its kind', async () => {
  const key = await loadOrCreateDeviceKey(path, 'SM2-SM3');
  expect(key.algorithm).toBe('SM2-SM3');
  expect(PublicKey.parse(key.publicKey)).toBe(key.publicKey);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const again = await loadOrCreateDeviceKey(path, 'Ed25519');
  expect(again).toMatchObject({ algorithm: 'SM2-SM3', keyId: key.keyId, publicKey: key.publicKey });
});
