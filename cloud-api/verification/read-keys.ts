import { readFile } from 'node:fs/promises';
import { GatewayKeys } from '@lamppost/contracts';
import { z } from 'zod';
import { decodePublicKey, type PublicKey } from '../devices/public-key.js';
import type { KeyRing } from './key-ring.js';
import { VerifyUsageError } from './verify-options.js';

/** What signatures are held against. */
export interface KnownSigners {
  readonly gateways: KeyRing;
  /** The cloud's own keys, by their ID; null where the file names none. */
  readonly cloud: ReadonlyMap<string, PublicKey> | null;
}

function decode(encoded: string, place: string): PublicKey {
  const key = decodePublicKey(encoded);
  if (key === null) throw new VerifyUsageError(`${place} is neither an Ed25519 nor an SM2 public key`);
  return key;
}

/** Reads a file of public keys, as `GET /api/v1/gateways/keys` of a cloud gives it. @throws VerifyUsageError naming the place that is wrong */
export async function readKeys(file: string): Promise<KnownSigners> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new VerifyUsageError(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const read = GatewayKeys.safeParse(json);
  if (!read.success) throw new VerifyUsageError(`${file} holds no keys of gateways: ${z.prettifyError(read.error)}`);
  const { keys, receiptKeys } = read.data;
  const gateways = new Map(
    keys.map(({ gatewayId, publicKey: encoded, previousKeyId = null }, index) => {
      const publicKey = decode(encoded, `${file}: keys[${index}].publicKey`);
      return [publicKey.keyId, { gatewayId, publicKey, previousKeyId }];
    }),
  );
  const own = receiptKeys?.map((encoded, index) => decode(encoded, `${file}: receiptKeys[${index}]`));
  return { gateways, cloud: own === undefined ? null : new Map(own.map((key) => [key.keyId, key])) };
}
