import { z } from 'zod';

/** Error body of every HTTP answer that is not a success: `application/problem+json` (RFC 9457). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What happened, where, and what mends it. */
  detail: z.string(),
  /** Stable code from the error catalogue, e.g. `evidence.digest-mismatch`. */
  code: z.string(),
});
export type Problem = z.infer<typeof Problem>;
