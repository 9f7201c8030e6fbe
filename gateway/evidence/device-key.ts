import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyId, PublicKey } from '@lamppost/contracts';
import { writeDurably } from '../spool/durable-file.js';
import { keyIdOf } from './key-id.js';

/** The gateway's own Ed25519 key: it signs manifests and the tokens of the uplink, and never leaves the box. */
export interface DeviceKey {
  readonly keyId: KeyId;
  /** Base64 of the public half's SPKI DER bytes. */
  readonly publicKey: PublicKey;
  /** For libraries that sign by themselves; prefer {@link DeviceKey.sign}. */
  readonly privateKey: KeyObject;
  /** Ed25519 signature (RFC 8032), 64 bytes; the same bytes always give the same signature. */
  sign(bytes: Uint8Array): Buffer;
}

/** Why a device key file can't be used. */
export type DeviceKeyErrorCode = 'device-key.unreadable' | 'device-key.too-open' | 'device-key.not-ed25519';

/** The device key file can't be used; the message names the file and the mend. */
export class DeviceKeyError extends Error {
  override readonly name = 'DeviceKeyError';

  constructor(
    readonly code: DeviceKeyErrorCode,
    readonly path: string,
    problemAndMend: string,
    cause?: unknown,
  ) {
    super(`device key ${path}: ${problemAndMend}`, { cause });
  }
}

const KEY_FILE_MODE = 0o600;
const OTHERS_MAY = 0o077;

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw new DeviceKeyError(
      'device-key.unreadable',
      path,
      'it is there but can not be opened; let the account that runs the gateway own it (chown)',
      error,
    );
  }
}

async function readKeyFile(file: FileHandle, path: string): Promise<string> {
  const { mode } = await file.stat();
  if ((mode & OTHERS_MAY) !== 0)
    throw new DeviceKeyError(
      'device-key.too-open',
      path,
      `other accounts may use it (mode ${(mode & 0o777).toString(8)}); run chmod 600 on it, and enrol a new key if others had access`,
    );
  try {
    return await file.readFile('utf8');
  } catch (error) {
    throw new DeviceKeyError('device-key.unreadable', path, 'reading it failed; check the disk', error);
  }
}

function parsePrivateKey(pem: string, path: string): KeyObject {
  const mend = 'put the backup of the key back, or move the file away and enrol this gateway again';
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new DeviceKeyError('device-key.unreadable', path, `it holds no PKCS#8 PEM private key; ${mend}`, error);
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new DeviceKeyError(
      'device-key.not-ed25519',
      path,
      `it is a key of type ${key.asymmetricKeyType ?? 'unknown'}, not Ed25519; ${mend}`,
    );
  return key;
}

function toDeviceKey(privateKey: KeyObject): DeviceKey {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return { keyId: keyIdOf(publicKey), publicKey, privateKey, sign: (bytes) => sign(null, bytes, privateKey) };
}

/**
 * Loads the gateway's key, or makes one on the box at the first start (PKCS#8 PEM, mode 0600, durable before it is used).
 *
 * @param path the key file; its directory is made when missing
 * @throws DeviceKeyError when the file is there but unreadable, open to other accounts, or not an Ed25519 key. It is never replaced:
 * a new key would silently be another gateway.
 */
export async function loadOrCreateDeviceKey(path: string): Promise<DeviceKey> {
  const file = await openIfThere(path);
  if (file !== null) {
    try {
      return toDeviceKey(parsePrivateKey(await readKeyFile(file, path), path));
    } finally {
      await file.close();
    }
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeDurably({ path, bytes: Buffer.from(pem), mode: KEY_FILE_MODE });
  return toDeviceKey(privateKey);
}
