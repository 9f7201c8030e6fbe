import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { PublicKey, Sha256Hex, SignedEntryReceipt, SignedReceipt } from '@lamppost/contracts';
import { canonicalJson } from '../evidence/canonical-json.js';
import { keyIdOf } from '../evidence/key-id.js';

/** What a receipt must be for. */
export interface ExpectedReceipt {
  /** The cloud's key that was pinned at enrolment. */
  readonly receiptKey: PublicKey;
  readonly digest: Sha256Hex;
  readonly gatewayId: string;
  readonly sequence: number;
}

/** The key of base64 SPKI DER bytes; null when they are no Ed25519 key. */
export function decodeReceiptKey(receiptKey: PublicKey): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(receiptKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/**
 * Whether the cloud's pinned key signed this receipt (Ed25519 over its canonical JSON), and for this very package, or entry of the chain.
 *
 * @returns null when all holds, else what doesn't
 */
export function findReceiptFault(
  { receipt, keyId, signature }: SignedReceipt | SignedEntryReceipt,
  expected: ExpectedReceipt,
): string | null {
  if (keyId !== keyIdOf(expected.receiptKey)) return 'it is signed by another key than the one pinned at enrolment';
  const publicKey = decodeReceiptKey(expected.receiptKey);
  if (publicKey === null) return 'the key pinned at enrolment is no Ed25519 key';
  if (!verify(null, canonicalJson(receipt), publicKey, Buffer.from(signature, 'base64')))
    return 'its signature does not hold';
  for (const field of ['digest', 'gatewayId', 'sequence'] as const)
    if (receipt[field] !== expected[field]) return `its ${field} is that of another`;
  return null;
}
