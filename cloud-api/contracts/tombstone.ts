import { z } from 'zod';
import { EpochMs, Sha256Hex, Slug } from './identifiers.js';
import { Matter } from './matter.js';

/** A violation whose evidence will never come, with what is known of its package. */
export const DroppedPackage = z.strictObject({
  violationId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Place of the package in the gateway's chain; null when it was dropped before it was sealed. */
  sequence: z.int().min(1).nullable(),
  /** The package digest, by which the package after it names it; null when it was never sealed. */
  digest: Sha256Hex.nullable(),
  /** Digest of the entry before it; null when it was the first, or never sealed. */
  previousDigest: Sha256Hex.nullable(),
  /** Null where a gateway from before tombstones did not note it. */
  matter: Matter.nullable(),
  /** 1 (slight) to 5 (grave). */
  severity: z.int().min(1).max(5),
  triggeredAtMs: EpochMs,
});
export type DroppedPackage = z.infer<typeof DroppedPackage>;

/**
 * An entry of the gateway's chain that says which packages were given up, and why, so that a gap is always explained. It has a sequence number
 * of its own, like a package; its digest is the SHA-256 of its canonical JSON (RFC 8785).
 */
export const Tombstone = z.strictObject({
  schema: z.literal('lamppost.tombstone/1'),
  gatewayId: Slug,
  /** Place of this entry in the gateway's chain. */
  sequence: z.int().min(1),
  /** Digest of the entry before this one; null for sequence 1. */
  previousDigest: Sha256Hex.nullable(),
  atMs: EpochMs,
  /**
   * `disk-budget`: the spool's own limit was reached; `disk-full`: the disk's; `file-lost`: the file of the package was gone or torn after a
   * failure; `expired`: it waited longer than configured; `unsealable`: it could not be sealed.
   */
  reason: z.enum(['disk-budget', 'disk-full', 'file-lost', 'expired', 'unsealable']),
  dropped: z.array(DroppedPackage).min(1).max(64),
});
export type Tombstone = z.infer<typeof Tombstone>;
