import { z } from 'zod';
import { EpochMs } from './identifiers.js';

const reminderId = z.string().regex(/^[0-9a-f]{32}$/);

/** JSON payload of `lamppost/v1/{gatewayId}/speakers/{speakerId}/say`, QoS 1, not retained: say it once, and acknowledge it. */
export const SpeakerMessage = z.strictObject({
  reminderId,
  sentAtMs: EpochMs,
  /** Later than this it is not to be said any more. */
  expiresAtMs: EpochMs,
  /** What to say, or to show. */
  zh: z.string().min(1).max(600),
  en: z.string().min(1).max(600),
});
export type SpeakerMessage = z.infer<typeof SpeakerMessage>;

/** JSON payload of `lamppost/v1/{gatewayId}/speakers/{speakerId}/ack`. */
export const SpeakerAcknowledgement = z.strictObject({ reminderId, result: z.enum(['said', 'failed']) });
export type SpeakerAcknowledgement = z.infer<typeof SpeakerAcknowledgement>;
