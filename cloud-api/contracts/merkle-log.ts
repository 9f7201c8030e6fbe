import { z } from 'zod';
import { EpochMs, KeyId, Sha256Hex } from './identifiers.js';
import { SignedEntryReceipt } from './chain-entry.js';
import { SignedReceipt } from './receipt.js';

/** The Merkle log of a cloud at one size (RFC 9162, section 2.1): the hash of all its leaves. */
export const TreeHead = z.strictObject({
  schema: z.literal('lamppost.tree-head/1'),
  /** Number of leaves. */
  treeSize: z.int().min(1),
  rootHash: Sha256Hex,
  atMs: EpochMs,
});
export type TreeHead = z.infer<typeof TreeHead>;

/** A tree head and the cloud's Ed25519 signature over its canonical JSON (RFC 8785). */
export const SignedTreeHead = z.strictObject({
  treeHead: TreeHead,
  keyId: KeyId,
  /** Base64 of the 64 signature bytes. */
  signature: z.base64().length(88),
});
export type SignedTreeHead = z.infer<typeof SignedTreeHead>;

/** Hashes of a path through the tree, from the leaves to the root: one for each of its levels at most. */
const HashPath = z.array(Sha256Hex).max(64);

/** That a digest stands in the log: the leaf, its place, and the hashes up to the root (RFC 9162, section 2.1.3). */
export const InclusionProof = z.strictObject({
  /** Place of the leaf, from 0 on. */
  leafIndex: z.int().min(0),
  path: HashPath,
  treeHead: SignedTreeHead,
});
export type InclusionProof = z.infer<typeof InclusionProof>;

/** That the log at the second head holds all that it held at the first, unchanged (RFC 9162, section 2.1.4). */
export const ConsistencyProof = z.strictObject({
  schema: z.literal('lamppost.consistency/1'),
  first: SignedTreeHead,
  second: SignedTreeHead,
  path: HashPath,
});
export type ConsistencyProof = z.infer<typeof ConsistencyProof>;

/** A time stamp of RFC 3161 over a package digest, which is its message imprint. */
export const TimeStamp = z.strictObject({
  /** Base64 of the DER bytes of the TimeStampToken. */
  token: z.base64().min(4).max(60_000),
});
export type TimeStamp = z.infer<typeof TimeStamp>;

/**
 * What a cloud can say of a package or chain entry that it holds: its receipt, its time stamp and its place in the Merkle log. Kept beside the
 * package as `NAME.proof.json`; it can be checked without the cloud.
 */
export const EvidenceProof = z.strictObject({
  schema: z.literal('lamppost.proof/1'),
  /** Digest of the package or entry. */
  digest: Sha256Hex,
  receipt: z.union([SignedReceipt, SignedEntryReceipt]),
  /** One for each authority that was asked; none while none has answered. */
  timeStamps: z.array(TimeStamp).max(8),
  /** Null while the package is not in the log yet, which takes a moment. */
  inclusion: InclusionProof.nullable(),
});
export type EvidenceProof = z.infer<typeof EvidenceProof>;
