import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** ID of a public key: the first 32 hex digits of the SHA-256 over its SPKI DER bytes. */
export function computeKeyId(publicKey: KeyObject): string {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(der).digest('hex').slice(0, 32);
}

/** Base64 of a public key's SPKI DER bytes. */
export function encodePublicKey(publicKey: KeyObject): string {
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}

/** Reads an Ed25519 public key from the base64 of its SPKI DER bytes; null when it is none, or not in its shortest form. */
export function decodePublicKey(encoded: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(encoded, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && encodePublicKey(key) === encoded ? key : null;
  } catch {
    return null;
  }
}
