import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

/** What was last heard of a condition of another source; plain data. */
export const NotedCondition = z.strictObject({
  /** Event time of the newest look or reading of its source. */
  heardMs: EpochMs,
  /** When it was last met, and by what; null while it never was. */
  met: z
    .strictObject({
      atMs: EpochMs,
      sinceMs: EpochMs,
      /** In words. */
      condition: z.string(),
      value: z.number().nullable(),
      limit: z.number().nullable(),
      unit: z.string().nullable(),
    })
    .nullable(),
  /** For one that counts: beginnings of the newest spans in which it was met, oldest first. */
  metSpansMs: z.array(EpochMs).readonly().optional(),
});
export type NotedCondition = z.infer<typeof NotedCondition>;
