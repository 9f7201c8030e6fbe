import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { ManifestSignature, SignatureAlgorithm } from '@lamppost/contracts';
import { readSm2PublicKey } from './sm2-public-key.js';

/** The public half of a gateway's key, or of a cloud's. */
export interface PublicKey {
  readonly keyId: string;
  /** Base64 of the SPKI DER bytes. */
  readonly encoded: string;
  readonly algorithm: SignatureAlgorithm;
  /** Whether these 64 bytes are the key's signature over `bytes`. */
  verify(bytes: Uint8Array, signature: Buffer): boolean;
}

function keyIdOf(spki: Buffer): string {
  return createHash('sha256').update(spki).digest('hex').slice(0, 32);
}

/** ID of a public key: the first 32 hex digits of the SHA-256 over its SPKI DER bytes. */
export function computeKeyId(publicKey: KeyObject): string {
  return keyIdOf(publicKey.export({ format: 'der', type: 'spki' }));
}

/** Base64 of a public key's SPKI DER bytes. */
export function encodePublicKey(publicKey: KeyObject): string {
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}

function readEd25519(spki: Buffer): PublicKey['verify'] | null {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519' || !key.export({ format: 'der', type: 'spki' }).equals(spki)) return null;
    return (bytes, signature) => verify(null, bytes, key, signature);
  } catch {
    return null;
  }
}

const KEPT_KEYS = 1_000;
/** Keys that were read before: every request of a gateway, and every package, comes with one. */
const keptKeys = new Map<string, PublicKey>();

/** Reads an Ed25519 or SM2 public key from the base64 of its SPKI DER bytes; null when it is none, or not in its shortest form. */
export function decodePublicKey(encoded: string): PublicKey | null {
  const kept = keptKeys.get(encoded);
  if (kept !== undefined) return kept;
  const key = readPublicKey(encoded);
  if (key === null) return null;
  const [oldest] = keptKeys.size < KEPT_KEYS ? [] : keptKeys.keys();
  if (oldest !== undefined) keptKeys.delete(oldest);
  keptKeys.set(encoded, key);
  return key;
}

function readPublicKey(encoded: string): PublicKey | null {
  const spki = Buffer.from(encoded, 'base64');
  if (spki.toString('base64') !== encoded) return null;
  const verifySm2 = readSm2PublicKey(spki);
  if (verifySm2 !== null) return { keyId: keyIdOf(spki), encoded, algorithm: 'SM2-SM3', verify: verifySm2 };
  const verifyEd25519 = readEd25519(spki);
  return verifyEd25519 === null ? null : { keyId: keyIdOf(spki), encoded, algorithm: 'Ed25519', verify: verifyEd25519 };
}

/** Whether `signature` says of itself what fits the key, and is its signature over `bytes`. */
export function isSignedBy(key: PublicKey, bytes: Uint8Array, signature: ManifestSignature): boolean {
  return (
    signature.keyId === key.keyId &&
    signature.algorithm === key.algorithm &&
    key.verify(bytes, Buffer.from(signature.signature, 'base64'))
  );
}
