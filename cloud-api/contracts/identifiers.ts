import { z } from 'zod';

/** Name of a gateway, camera, sensor, rule or zone: safe as an MQTT topic level, a file name and a URL segment. */
export const Slug = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/,
    '1 to 64 of A-Z a-z 0-9 _ -, starting and ending with a letter or digit',
  );
export type Slug = z.infer<typeof Slug>;

/** GB/T 28181 device ID: 20 digits. */
export const DeviceCode = z.string().regex(/^\d{20}$/, 'the 20 digits of a GB/T 28181 device ID');
export type DeviceCode = z.infer<typeof DeviceCode>;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const EpochMs = z.int().min(0);
export type EpochMs = z.infer<typeof EpochMs>;

/** SHA-256 in lower-case hex. */
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits');
export type Sha256Hex = z.infer<typeof Sha256Hex>;

/** First 32 hex digits of the SHA-256 over a public key's SPKI DER bytes. */
export const KeyId = z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits');
export type KeyId = z.infer<typeof KeyId>;
