import { z } from 'zod';
import { PublicKey } from './enrolment.js';
import { ManifestSignature } from './evidence-manifest.js';
import { EpochMs, KeyId, Sha256Hex, Slug } from './identifiers.js';
import { Tombstone } from './tombstone.js';

/** An entry of the gateway's chain by which its key gives way to a new one: what follows in the chain is signed by the new key. */
export const KeyRotation = z.strictObject({
  schema: z.literal('lamppost.key-rotation/1'),
  gatewayId: Slug,
  /** Place of this entry in the gateway's chain. */
  sequence: z.int().min(1),
  /** Digest of the entry before this one; null for sequence 1. */
  previousDigest: Sha256Hex.nullable(),
  atMs: EpochMs,
  oldKeyId: KeyId,
  newKeyId: KeyId,
  newKey: PublicKey,
});
export type KeyRotation = z.infer<typeof KeyRotation>;

/** What stands in a gateway's chain beside packages. */
export const ChainEntry = z.discriminatedUnion('schema', [Tombstone, KeyRotation]);
export type ChainEntry = z.infer<typeof ChainEntry>;

/**
 * A chain entry and the signature of the gateway's key over its canonical JSON (RFC 8785); the digest of the entry is the SHA-256 of those
 * bytes. Kept as a file `SEQUENCE-DIGEST.entry.json`, itself canonical JSON.
 */
export const SignedChainEntry = z.union([
  z.strictObject({ entry: Tombstone, signature: ManifestSignature }),
  z.strictObject({
    entry: KeyRotation,
    /** By the old key. */
    signature: ManifestSignature,
    /** By the new key, over the same bytes: its holder has it. */
    newKeySignature: ManifestSignature,
  }),
]);
export type SignedChainEntry = z.infer<typeof SignedChainEntry>;

/** That the cloud keeps a chain entry. The gateway may delete its copy only when it holds this, with a good signature. */
export const EntryReceipt = z.strictObject({
  schema: z.literal('lamppost.entry-receipt/1'),
  /** Digest of the entry. */
  digest: Sha256Hex,
  gatewayId: Slug,
  sequence: z.int().min(1),
  acceptedAtMs: EpochMs,
});
export type EntryReceipt = z.infer<typeof EntryReceipt>;

/** A receipt of a chain entry and the cloud's Ed25519 signature over its canonical JSON. */
export const SignedEntryReceipt = z.strictObject({
  receipt: EntryReceipt,
  keyId: KeyId,
  /** Base64 of the 64 signature bytes. */
  signature: z.base64().length(88),
});
export type SignedEntryReceipt = z.infer<typeof SignedEntryReceipt>;

/** Entries of the chain of one gateway that are no packages, as a cloud gives them out; kept as a file `NAME.entries.json`. */
export const ChainEntries = z.strictObject({
  schema: z.literal('lamppost.chain-entries/1'),
  entries: z.array(SignedChainEntry),
});
export type ChainEntries = z.infer<typeof ChainEntries>;
