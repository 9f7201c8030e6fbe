import { EpochMs, Factor, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** One reading as a window remembers it. */
const Sample = z.strictObject({
  /** When it was measured. */
  atMs: EpochMs,
  /** In the unit of the factor. */
  value: z.number(),
  /** Flag N or S, and no sign of a faulty monitor: only these count towards a mean. */
  isValid: z.boolean(),
  /** Taken above 90 %RH by an optical instrument, which then reads droplets too; left out where it was not. */
  isHumid: z.literal(true).optional(),
});

/** The recent readings of one factor of one sensor, by event time; plain data that JSON carries unchanged. */
export const SensorWindow = z.strictObject({
  sensorId: Slug,
  factor: Factor,
  /** In the order of their time, no two at the same. */
  samples: z.array(Sample).readonly(),
  /** Latest event time seen, null before the first reading. */
  newestMs: EpochMs.nullable(),
  /** Latest event time among the samples that were forgotten for their age or number; null while none was. */
  forgottenToMs: EpochMs.nullable(),
  /** Readings that were older than the longest window and were left out. */
  late: z.int().min(0),
  /** Readings whose time was there already; the first one stays. */
  duplicates: z.int().min(0),
  /** Samples forgotten before their time, because there were too many. */
  overflowed: z.int().min(0),
});
export type SensorWindow = z.infer<typeof SensorWindow>;

/** A window before its first reading. */
export function emptyWindow(sensorId: Slug, factor: Factor): SensorWindow {
  return {
    sensorId,
    factor,
    samples: [],
    newestMs: null,
    forgottenToMs: null,
    late: 0,
    duplicates: 0,
    overflowed: 0,
  };
}
