import { z } from 'zod';
import { Slug } from './identifiers.js';

/** An Ed25519 public key: base64 of its SPKI DER bytes (44 bytes). */
export const PublicKey = z.base64().length(60);
export type PublicKey = z.infer<typeof PublicKey>;

/** A gateway presents its one-time code and the public half of the key it made on the box. */
export const EnrolmentRequest = z.strictObject({
  gatewayId: Slug,
  code: z.string().min(16).max(128),
  publicKey: PublicKey,
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

/** The cloud answers with the key that signs its receipts; the gateway pins it. */
export const EnrolmentResponse = z.strictObject({ gatewayId: Slug, receiptKey: PublicKey });
export type EnrolmentResponse = z.infer<typeof EnrolmentResponse>;
