import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeviceKey, loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { TokenKeys } from './token-keys.js';

let directory: string;
let key: DeviceKey;
let previous: DeviceKey;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'token-keys-'));
  key = await loadOrCreateDeviceKey(join(directory, 'key.pem'));
  previous = await loadOrCreateDeviceKey(join(directory, 'previous.pem'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('the old key signs tokens until the cloud knows the new one', () => {
  const keys = new TokenKeys(key, previous);
  expect(keys.current()).toBe(previous);
  // The cloud had taken the change in, and its receipt was lost.
  keys.refused();
  expect(keys.current()).toBe(key);
  keys.refused();
  expect(keys.current()).toBe(previous);
  keys.settled();
  expect(keys.current()).toBe(key);
  keys.refused();
  expect(keys.current()).toBe(key);
});

test('the only key signs tokens, whatever the cloud says', () => {
  const keys = new TokenKeys(key);
  expect(keys.current()).toBe(key);
  keys.refused();
  expect(keys.current()).toBe(key);
});
