import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';

/** What became of a reminder on its way to the ears of the party. */
export const ReminderDelivery = z.enum([
  /** Nothing is known yet, or the loudspeaker never answered. */
  'unacknowledged',
  /** The loudspeaker says that it said it. */
  'said',
  /** The loudspeaker says that it could not. */
  'failed',
  /** It fell into the quiet hours: nothing was said aloud. */
  'quiet',
  /** The loudspeaker had said something a moment before. */
  'too-soon',
  /** The rule names no loudspeaker: nothing was said aloud. */
  'no-speaker',
]);
export type ReminderDelivery = z.infer<typeof ReminderDelivery>;

/** A reminder that came before a lead, and what came of it. All times are capture times, but for `deliveredAtMs`. */
export const ReminderRecord = z.strictObject({
  /** ID of the violation that was found first: one reminder each. */
  reminderId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Loudspeaker or sign; null when the rule names none. */
  speakerId: Slug.nullable(),
  /** Whether the cloud was asked to send it on, too. */
  byCloud: z.boolean(),
  remindedAtMs: EpochMs,
  /** Time that was given to correct it. */
  graceMs: z.int().min(0),
  delivery: ReminderDelivery,
  /** When the loudspeaker acknowledged it, by the gateway's clock; null when it did not. */
  deliveredAtMs: EpochMs.nullable(),
  /**
   * `pending`: the time runs. `corrected`: nothing was there at the second look. `not-corrected`: it still was. `not-seen`: the camera or
   * monitor was silent, so there was no second look.
   */
  outcome: z.enum(['pending', 'corrected', 'not-corrected', 'not-seen']),
  /** When that was told; null while the time runs. */
  settledAtMs: EpochMs.nullable(),
});
export type ReminderRecord = z.infer<typeof ReminderRecord>;
