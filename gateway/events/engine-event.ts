import { CloudDelivery, EpochMs, ReminderDelivery, SensorReading, Slug } from '@lamppost/contracts';
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
  /** What became of a reminder at its loudspeaker, or at the cloud. */
  z.strictObject({
    kind: z.literal('reminder'),
    ruleId: Slug,
    reminderId: z.string(),
    /** Null: what is told is of the cloud. */
    delivery: ReminderDelivery.nullable(),
    /** When the loudspeaker acknowledged it; null when it did not. */
    deliveredAtMs: EpochMs.nullable(),
    /** Left out: what is told is of the loudspeaker. */
    cloud: CloudDelivery.optional(),
    cloudAcceptedAtMs: EpochMs.optional(),
  }),
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
