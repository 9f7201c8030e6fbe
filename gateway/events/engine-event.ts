import { EpochMs, ReminderDelivery, SensorReading, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { CameraLook } from '../rules/camera-look.js';

/**
 * All that the rule engine is ever told. Given again in the same order, or in any in which nothing comes later than its source may, these
 * give the same violations bit for bit.
 */
export const EngineEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('look'), look: CameraLook }),
  z.strictObject({ kind: z.literal('reading'), reading: SensorReading }),
  /** The gateway's clock: lets go of what waits for a silent source. A log needs none; the end of a log is a tick far ahead. */
  z.strictObject({ kind: z.literal('tick'), nowMs: EpochMs }),
  /** What became of a reminder at its loudspeaker. */
  z.strictObject({
    kind: z.literal('reminder'),
    ruleId: Slug,
    reminderId: z.string(),
    delivery: ReminderDelivery,
    /** When the loudspeaker acknowledged it; null when it did not. */
    deliveredAtMs: EpochMs.nullable(),
  }),
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
