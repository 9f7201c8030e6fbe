import type { SignedChainEntry } from '@lamppost/contracts';
import { findEntryFault } from '../chain-entries/verify-entry.js';
import { decodePublicKey, isSignedBy } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import type { EntryReport, Finding } from './finding.js';
import type { KeyRing } from './key-ring.js';
import type { ReadEntry } from './read-entries.js';

/** What the schema can't say. */
function findContradiction({ entry }: SignedChainEntry): string | null {
  if ((entry.sequence === 1) !== (entry.previousDigest === null))
    return 'entry.previousDigest is null at sequence 1, and nowhere else';
  if (entry.schema !== 'lamppost.tombstone/1') return null;
  const index = entry.dropped.findIndex(({ sequence }) => sequence !== null && sequence >= entry.sequence);
  if (index >= 0) return `entry.dropped[${index}].sequence lies behind the tombstone`;
  const half = entry.dropped.findIndex(({ sequence, digest }) => (sequence === null) !== (digest === null));
  return half >= 0 ? `entry.dropped[${half}] has a sequence without a digest, or a digest without a sequence` : null;
}

function findSignatureFault(signed: SignedChainEntry, keys: KeyRing): Finding | null {
  const { entry, signature } = signed;
  const key = keys.get(signature.keyId);
  if (key === undefined) return { code: 'evidence.key-unknown', detail: `signature.keyId ${signature.keyId}` };
  if (key.gatewayId !== entry.gatewayId)
    return { code: 'evidence.wrong-gateway', detail: `signature.keyId ${signature.keyId} belongs to ${key.gatewayId}` };
  const fault = findEntryFault(signed, key.publicKey);
  return fault === null ? null : { code: 'entry.signature-invalid', detail: fault };
}

/** A rotation carries the new key: its half of the signatures is checked also without any key. */
function findNewKeyFault(signed: SignedChainEntry): Finding | null {
  if (!('newKeySignature' in signed)) return null;
  const key = decodePublicKey(signed.entry.newKey);
  return key !== null && isSignedBy(key, toCanonicalJson(signed.entry), signed.newKeySignature)
    ? null
    : { code: 'entry.signature-invalid', detail: 'newKeySignature is not that of the entry by entry.newKey' };
}

/** Tells all that is wrong with one chain entry by itself. */
export function inspectEntry({ file, digest, signed }: ReadEntry, keys: KeyRing | null): EntryReport {
  const { entry, signature } = signed;
  const contradiction = findContradiction(signed);
  const fault = keys === null ? findNewKeyFault(signed) : findSignatureFault(signed, keys);
  return {
    file,
    kind: entry.schema === 'lamppost.tombstone/1' ? 'tombstone' : 'rotation',
    place: {
      gatewayId: entry.gatewayId,
      sequence: entry.sequence,
      digest,
      previousDigest: entry.previousDigest,
      sealedAtMs: entry.atMs,
      keyId: signature.keyId,
    },
    signature: fault !== null ? 'bad' : keys === null ? 'unchecked' : 'good',
    findings: [
      ...(contradiction === null ? [] : [{ code: 'entry.invalid' as const, detail: contradiction }]),
      ...(fault === null ? [] : [fault]),
    ],
  };
}
