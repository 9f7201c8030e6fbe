import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyId, ManifestSignature, PublicKey, SignatureAlgorithm } from '@lamppost/contracts';
import { writeDurably } from '../spool/durable-file.js';
import { keyIdOf } from './key-id.js';
import { createSm2Key, readSm2Key, type Sm2Key } from './sm2-key.js';

/** The gateway's own key: it signs manifests, chain entries and the tokens of the uplink, and never leaves the box. */
export interface DeviceKey {
  readonly algorithm: SignatureAlgorithm;
  readonly keyId: KeyId;
  /** Base64 of the public half's SPKI DER bytes. */
  readonly publicKey: PublicKey;
  /** A signature of 64 bytes, by {@link DeviceKey.algorithm}; of Ed25519 the same bytes always give the same one. */
  sign(bytes: Uint8Array): Buffer;
}

/** Why a device key file can't be used. */
export type DeviceKeyErrorCode = 'device-key.unreadable' | 'device-key.too-open' | 'device-key.unknown-kind';

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

function toSm2DeviceKey(key: Sm2Key): DeviceKey {
  const publicKey = key.spki.toString('base64');
  return { algorithm: 'SM2-SM3', keyId: keyIdOf(publicKey), publicKey, sign: (bytes) => key.sign(bytes) };
}

function parseKey(pem: string, path: string): DeviceKey {
  const sm2Key = readSm2Key(pem);
  if (sm2Key !== null) return toSm2DeviceKey(sm2Key);
  const mend = 'put the backup of the key back, or move the file away and enrol this gateway again';
  let privateKey;
  try {
    privateKey = createPrivateKey(pem);
  } catch (error) {
    throw new DeviceKeyError('device-key.unreadable', path, `it holds no PKCS#8 PEM private key; ${mend}`, error);
  }
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new DeviceKeyError(
      'device-key.unknown-kind',
      path,
      `it is a key of type ${privateKey.asymmetricKeyType ?? 'unknown'}, neither Ed25519 nor SM2; ${mend}`,
    );
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    algorithm: 'Ed25519',
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

/** What stands in `manifest.sig`, and beside a chain entry: the signature of these bytes. */
export function signBytes(key: DeviceKey, bytes: Uint8Array): ManifestSignature {
  return { algorithm: key.algorithm, keyId: key.keyId, signature: key.sign(bytes).toString('base64') };
}

/**
 * The key of a file; null when there is no such file.
 *
 * @throws DeviceKeyError when the file is there but unreadable, open to other accounts, or neither an Ed25519 nor an SM2 key
 */
export async function readDeviceKey(path: string): Promise<DeviceKey | null> {
  const file = await openIfThere(path);
  if (file === null) return null;
  try {
    return parseKey(await readKeyFile(file, path), path);
  } finally {
    await file.close();
  }
}

/** Makes a key on the box (PKCS#8 PEM, mode 0600, its folder made when missing); durable when this returns. */
export async function createDeviceKey(path: string, algorithm: SignatureAlgorithm): Promise<DeviceKey> {
  const pem =
    algorithm === 'SM2-SM3'
      ? createSm2Key().pem
      : generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeDurably({ path, bytes: Buffer.from(pem), mode: KEY_FILE_MODE });
  return parseKey(pem, path);
}

/**
 * Loads the gateway's key, or makes one on the box at the first start.
 *
 * @param path the key file
 * @param algorithm of a key that is made; one that is there keeps its own until it is changed by a rotation
 * @throws DeviceKeyError as {@link readDeviceKey}. The file is never replaced: a new key would silently be another gateway.
 */
export async function loadOrCreateDeviceKey(
  path: string,
  algorithm: SignatureAlgorithm = 'Ed25519',
): Promise<DeviceKey> {
  return (await readDeviceKey(path)) ?? (await createDeviceKey(path, algorithm));
}
