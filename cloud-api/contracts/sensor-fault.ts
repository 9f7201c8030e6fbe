import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';
import { Factor } from './sensor-reading.js';

/**
 * What is wrong with a monitor, never with the air: `flat-line` (the value stands still), `jump` (it leaps further than the air can),
 * `relocation` (the monitor is not where it was mounted), `silence` (it sends nothing).
 */
export const SensorFaultKind = z.enum(['flat-line', 'jump', 'relocation', 'silence']);
export type SensorFaultKind = z.infer<typeof SensorFaultKind>;

/** A fault of a monitor that goes on. It is never a case: somebody has to look at the device. */
export const SensorFault = z.strictObject({
  kind: SensorFaultKind,
  /** The factor it is about; null when it is about the whole monitor. */
  factor: Factor.nullable(),
  sinceMs: EpochMs,
  /** In words, for whoever is sent there. */
  detail: z.string().max(500),
});
export type SensorFault = z.infer<typeof SensorFault>;

/** Retained payload of `lamppost/v1/{gatewayId}/sensors/{sensorId}/fault`: every fault that goes on, none when all is well. */
export const SensorFaults = z.strictObject({ sensorId: Slug, atMs: EpochMs, faults: z.array(SensorFault) });
export type SensorFaults = z.infer<typeof SensorFaults>;
