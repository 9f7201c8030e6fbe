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

/** What became of a reminder at the cloud. */
export const CloudDelivery = z.enum([
  /** Not known yet. */
  'waiting',
  /** The cloud has it, and a webhook to send it to. */
  'accepted',
  /** The cloud has it, and nowhere to send it to: nobody is told. */
  'no-webhook',
  /** The cloud would not take it. */
  'refused',
  /** The cloud could not be reached in time. */
  'unreached',
]);
export type CloudDelivery = z.infer<typeof CloudDelivery>;

/** A reminder that came before a lead, and what came of it. All times are capture times, but for `deliveredAtMs`. */
export const ReminderRecord = z.strictObject({
  /** ID of the violation that was found first: one reminder each. */
  reminderId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Loudspeaker or sign; null when the rule names none. */
  speakerId: Slug.nullable(),
  /** Whether the cloud has accepted it, and has a webhook to send it to; as far as is known at the time of the lead. */
  byCloud: z.boolean(),
  /** What became of it at the cloud; left out where the rule does not ask the cloud. */
  cloud: CloudDelivery.optional(),
  /** When the cloud accepted it, by the cloud's clock; left out where it did not. */
  cloudAcceptedAtMs: EpochMs.optional(),
  remindedAtMs: EpochMs,
  /** Time that was given to correct it. */
  graceMs: z.int().min(0),
  delivery: ReminderDelivery,
  /** When the loudspeaker acknowledged it, by the gateway's clock; null when it did not. */
  deliveredAtMs: EpochMs.nullable(),
  /**
   * `pending`: the time runs. `corrected`: nothing was there at the second look. `not-corrected`: it still was. `not-seen`: the camera or
   * monitor was silent, so there was no second look. `not-told`: nobody could be told, so no time was given.
   */
  outcome: z.enum(['pending', 'corrected', 'not-corrected', 'not-seen', 'not-told']),
  /** When that was told; null while the time runs. */
  settledAtMs: EpochMs.nullable(),
});
export type ReminderRecord = z.infer<typeof ReminderRecord>;
