import { readFile } from 'node:fs/promises';
import { GatewayKeys } from '@lamppost/contracts';
import { z } from 'zod';
import { decodePublicKey } from '../devices/public-key.js';
import type { PackageKey } from '../ingest/verify-package.js';
import { VerifyUsageError } from './verify-options.js';

/** Reads a file of public keys, by key ID. @throws VerifyUsageError naming the place that is wrong */
export async function readKeys(file: string): Promise<ReadonlyMap<string, PackageKey>> {
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
  return new Map(
    read.data.keys.map(({ gatewayId, publicKey: encoded }, index) => {
      const publicKey = decodePublicKey(encoded);
      if (publicKey === null)
        throw new VerifyUsageError(`${file}: keys[${index}].publicKey is neither an Ed25519 nor an SM2 public key`);
      return [publicKey.keyId, { gatewayId, publicKey }];
    }),
  );
}
