import { z } from 'zod';
import { EpochMs, KeyId, Sha256Hex, Slug } from './identifiers.js';

/** What the cloud made of a verified package. The gateway may delete its copy only when it holds this, with a good signature. */
export const Receipt = z.strictObject({
  schema: z.literal('lamppost.receipt/1'),
  /** The package digest. */
  digest: Sha256Hex,
  gatewayId: Slug,
  sequence: z.int().min(1),
  caseId: z.string().min(1).max(64),
  /** When the package was verified and its case stored durably. */
  acceptedAtMs: EpochMs,
});
export type Receipt = z.infer<typeof Receipt>;

/** A receipt and the cloud's Ed25519 signature over its canonical JSON (RFC 8785). */
export const SignedReceipt = z.strictObject({
  receipt: Receipt,
  keyId: KeyId,
  /** Base64 of the 64 signature bytes. */
  signature: z.base64().length(88),
});
export type SignedReceipt = z.infer<typeof SignedReceipt>;
