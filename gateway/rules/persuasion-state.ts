import { Box, EpochMs, ReminderRecord, Violation } from '@lamppost/contracts';
import { z } from 'zod';

/** A violation whose party was reminded: it becomes a lead unless it is corrected in time. Plain data. */
export const Persuasion = z.strictObject({
  violation: Violation,
  reminder: ReminderRecord,
  graceEndsMs: EpochMs,
  /** When it was last seen. */
  seenAtMs: EpochMs,
});
export type Persuasion = z.infer<typeof Persuasion>;

/** A reminder that is over: what comes back to its place leads at once. */
export const PastReminder = z.strictObject({ reminder: ReminderRecord, box: Box.nullable(), untilMs: EpochMs });
export type PastReminder = z.infer<typeof PastReminder>;
