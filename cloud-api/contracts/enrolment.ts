import { z } from 'zod';
import { EpochMs, KeyId, Slug } from './identifiers.js';

/** An Ed25519 public key: base64 of its SPKI DER bytes (44 bytes). */
export const Ed25519PublicKey = z.base64().length(60);
export type Ed25519PublicKey = z.infer<typeof Ed25519PublicKey>;

/** A public key of a gateway: Ed25519, or SM2 (91 bytes of SPKI DER, the point not compressed). */
export const PublicKey = z.union([Ed25519PublicKey, z.base64().length(124)]);
export type PublicKey = z.infer<typeof PublicKey>;

/** A gateway presents its one-time code and the public half of the key it made on the box. */
export const EnrolmentRequest = z.strictObject({
  gatewayId: Slug,
  code: z.string().min(16).max(128),
  publicKey: PublicKey,
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

/** The cloud answers with the key that signs its receipts; the gateway pins it. */
export const EnrolmentResponse = z.strictObject({ gatewayId: Slug, receiptKey: Ed25519PublicKey });
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
      /** The key that this one took over from by an entry of the chain; left out where the chain began with this one. */
      previousKeyId: KeyId.optional(),
    }),
  ),
  /** The cloud's own keys, which sign receipts and tree heads. */
  receiptKeys: z.array(Ed25519PublicKey).optional(),
});
export type GatewayKeys = z.infer<typeof GatewayKeys>;
