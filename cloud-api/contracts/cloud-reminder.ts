import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';
import { Matter } from './matter.js';

/** Body of `POST /api/v1/reminders`: a gateway has the cloud remind a party, by whatever the cloud's webhook leads to. */
export const CloudReminder = z.strictObject({
  /** One reminder each; sent again, it is the same. */
  reminderId: z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits'),
  ruleId: Slug,
  matter: Matter,
  /** Camera or sensor that it was found by. */
  sourceId: Slug,
  /** As an officer would write it. */
  placeName: z.string().min(1).max(200),
  /** Capture time at which the party was to be reminded. */
  remindedAtMs: EpochMs,
  /** End of the time to correct it: later than this it is of no use. */
  expiresAtMs: EpochMs,
  /** What to tell. */
  zh: z.string().min(1).max(600),
  en: z.string().min(1).max(600),
});
export type CloudReminder = z.infer<typeof CloudReminder>;

/** Where a reminder stands in the cloud. */
export const CloudReminderState = z.enum([
  /** It goes to the webhook, again and again for a day. */
  'waiting',
  /** The webhook has taken it. */
  'sent',
  /** The webhook has not taken it for a day. */
  'given-up',
  /** No webhook is configured: nobody is told. */
  'no-webhook',
]);
export type CloudReminderState = z.infer<typeof CloudReminderState>;

/** Answer to a reminder that the cloud has taken and will not lose. */
export const CloudReminderReceipt = z.strictObject({
  reminderId: CloudReminder.shape.reminderId,
  /** When it was taken for the first time, by the cloud's clock. */
  acceptedAtMs: EpochMs,
  state: CloudReminderState,
});
export type CloudReminderReceipt = z.infer<typeof CloudReminderReceipt>;

/** A reminder as people see it. */
export const CloudReminderStatus = CloudReminder.extend({
  gatewayId: Slug,
  acceptedAtMs: EpochMs,
  state: CloudReminderState,
  /** The state in words, as `not sent: no webhook configured`. */
  status: z.string(),
  /** Times that the webhook was asked. */
  attempts: z.int().min(0),
  /** Why it did not take it the last time; null when it did, or was never asked. */
  lastFailure: z.string().nullable(),
  /** When the webhook took it; null when it did not. */
  sentAtMs: EpochMs.nullable(),
});
export type CloudReminderStatus = z.infer<typeof CloudReminderStatus>;

/** Reminders, newest first. */
export const CloudReminderPage = z.strictObject({
  reminders: z.array(CloudReminderStatus),
  /** For the next page; null on the last one. */
  nextCursor: z.string().nullable(),
});
export type CloudReminderPage = z.infer<typeof CloudReminderPage>;
