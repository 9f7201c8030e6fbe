import { verify } from 'node:crypto';
import type { PublicKey, SignedAssignment } from '@lamppost/contracts';
import { canonicalJson } from '../evidence/canonical-json.js';
import { keyIdOf } from '../evidence/key-id.js';
import { decodeReceiptKey } from '../uplink/verify-receipt.js';

/**
 * Whether the cloud's pinned key signed this assignment (Ed25519 over its canonical JSON), and for this very gateway.
 *
 * @returns null when all holds, else what doesn't
 */
export function findAssignmentFault(
  { assignment, keyId, signature }: SignedAssignment,
  expected: { readonly receiptKey: PublicKey; readonly gatewayId: string },
): string | null {
  if (keyId !== keyIdOf(expected.receiptKey)) return 'it is signed by another key than the one pinned at enrolment';
  const publicKey = decodeReceiptKey(expected.receiptKey);
  if (publicKey === null) return 'the key pinned at enrolment is no Ed25519 key';
  if (!verify(null, canonicalJson(assignment), publicKey, Buffer.from(signature, 'base64')))
    return 'its signature does not hold';
  return assignment.gatewayId === expected.gatewayId ? null : 'it is for another gateway';
}
