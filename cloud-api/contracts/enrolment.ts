import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';

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

/** The public keys of gateways, by which anybody can verify their packages; what `npm run verify -- --keys` reads. */
export const GatewayKeys = z.strictObject({
  schema: z.literal('lamppost.gateway-keys/1'),
  keys: z.array(
    z.strictObject({
      gatewayId: Slug,
      publicKey: PublicKey,
      enrolledAtMs: EpochMs,
      /** Null while it may be used. Packages that were sealed before are still the gateway's. */
      revokedAtMs: EpochMs.nullable(),
    }),
  ),
});
export type GatewayKeys = z.infer<typeof GatewayKeys>;
