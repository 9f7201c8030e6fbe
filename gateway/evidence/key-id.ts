import { createHash } from 'node:crypto';
import type { KeyId, PublicKey } from '@lamppost/contracts';

/** Key ID of a public key given as base64 of its SPKI DER bytes: the first 32 hex digits of their SHA-256. */
export function keyIdOf(publicKey: PublicKey): KeyId {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);
}
