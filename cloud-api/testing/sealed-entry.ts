import type { KeyRotation, ManifestSignature, SignedChainEntry, Tombstone } from '@lamppost/contracts';
import { digestOfEntry } from '../chain-entries/verify-entry.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import type { TestGateway } from './sealed-package.js';

/** An entry as a gateway seals it, with its digest. */
export interface SealedEntry {
  readonly signed: SignedChainEntry;
  readonly digest: string;
}

/** Place of an entry in its chain. */
export interface EntryPlace {
  readonly sequence: number;
  readonly previousDigest: string | null;
  readonly atMs?: number;
}

function signEntry(by: TestGateway, entry: object): ManifestSignature {
  const signature = by.sign(toCanonicalJson(entry)).toString('base64');
  return { algorithm: by.algorithm, keyId: by.keyId, signature };
}

/** Seals a tombstone. */
export function sealTombstone(by: TestGateway, place: EntryPlace, dropped: Tombstone['dropped']): SealedEntry {
  const entry: Tombstone = {
    ...{ schema: 'lamppost.tombstone/1', gatewayId: by.gatewayId },
    ...{ sequence: place.sequence, previousDigest: place.previousDigest, atMs: place.atMs ?? 1_772_323_260_000 },
    ...{ reason: 'disk-budget', dropped },
  };
  const signed = { entry, signature: signEntry(by, entry) };
  return { signed, digest: digestOfEntry(signed) };
}

/** Seals a change of keys; `signers` put others in the place of the two that must sign. */
export function sealRotation(
  from: TestGateway,
  to: TestGateway,
  place: EntryPlace,
  signers: { old?: TestGateway; fresh?: TestGateway } = {},
): SealedEntry {
  const entry: KeyRotation = {
    ...{ schema: 'lamppost.key-rotation/1', gatewayId: from.gatewayId },
    ...{ sequence: place.sequence, previousDigest: place.previousDigest, atMs: place.atMs ?? 1_772_323_260_000 },
    ...{ oldKeyId: from.keyId, newKeyId: to.keyId, newKey: to.publicKey },
  };
  const signed = {
    entry,
    signature: signEntry(signers.old ?? from, entry),
    newKeySignature: signEntry(signers.fresh ?? to, entry),
  };
  return { signed, digest: digestOfEntry(signed) };
}
