import { Condition, EpochMs, Subject } from '@lamppost/contracts';
import { z } from 'zod';

/** What a rule found, before the engine puts names and IDs to it. */
export const Finding = z.strictObject({
  /** Tells it apart from others of the same rule that began at the same millisecond. */
  key: z.string(),
  startedAtMs: EpochMs,
  triggeredAtMs: EpochMs,
  observedCoverage: z.number().min(0).max(1),
  subject: Subject.nullable(),
  explanation: z.array(Condition).readonly(),
});
export type Finding = Readonly<z.infer<typeof Finding>>;
