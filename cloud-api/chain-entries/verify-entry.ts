import { createHash } from 'node:crypto';
import type { SignedChainEntry } from '@lamppost/contracts';
import { decodePublicKey, isSignedBy, type PublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';

/** Digest of an entry: the SHA-256 of its canonical JSON (RFC 8785). */
export function digestOfEntry({ entry }: SignedChainEntry): string {
  return createHash('sha256').update(toCanonicalJson(entry)).digest('hex');
}

/** Base64 leaves bits over that say nothing: one signature has one form. */
function isExact(base64: string): boolean {
  return Buffer.from(base64, 'base64').toString('base64') === base64;
}

/**
 * Tells what is wrong with the signatures of an entry, and with what it says of keys; null when all is right.
 *
 * @param key the key that the entry's `signature` names
 */
export function findEntryFault(signed: SignedChainEntry, key: PublicKey): string | null {
  const bytes = toCanonicalJson(signed.entry);
  if (!isExact(signed.signature.signature) || !isSignedBy(key, bytes, signed.signature))
    return 'signature is not that of the entry';
  if (!('newKeySignature' in signed)) return null;
  const { entry, newKeySignature } = signed;
  if (entry.oldKeyId !== key.keyId) return `entry.oldKeyId is ${entry.oldKeyId}, and ${key.keyId} signed`;
  const newKey = decodePublicKey(entry.newKey);
  if (newKey === null) return 'entry.newKey is neither an Ed25519 nor an SM2 public key';
  if (newKey.keyId !== entry.newKeyId) return 'entry.newKeyId is not the ID of entry.newKey';
  if (newKey.keyId === entry.oldKeyId) return 'entry.newKey is the old key';
  if (!isExact(newKeySignature.signature) || !isSignedBy(newKey, bytes, newKeySignature))
    return 'newKeySignature is not that of the entry by the new key';
  return null;
}
