import { Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** What a monitor proves itself with, and the key that it encrypts with. */
export const Hj212Secret = z.strictObject({
  /** PW of the frames, which HJ 212 sends in the clear. */
  password: z.string().regex(/^[^;,=&#\s]{1,32}$/, '1 to 32 characters without blanks and ; , = & #'),
  /** SM4 key of HJ 212-2025: 32 hex digits. Left out when the monitor does not encrypt. */
  sm4Key: z
    .string()
    .regex(/^[0-9A-Fa-f]{32}$/, '32 hex digits, in quotes')
    .optional(),
});
export type Hj212Secret = z.infer<typeof Hj212Secret>;

/** The file of `LAMPPOST_HJ212_SECRETS_FILE`: secrets by the sensor's ID. */
export const Hj212Secrets = z.record(Slug, Hj212Secret);
export type Hj212Secrets = z.infer<typeof Hj212Secrets>;
