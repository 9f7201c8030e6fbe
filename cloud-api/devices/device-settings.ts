import { z } from 'zod';
import { DeviceKind, LegalCondition } from './device.js';

/** What is asked of devices, and when somebody is told of them. */
export const DeviceSettings = z.strictObject({
  /** A gateway that was not heard of for so many minutes is silent. Over a metered line it reports every 5 minutes. */
  silentMinutes: z.int().min(2).max(1_440),
  /** A camera is told of once it is away for so many minutes. */
  downMinutes: z.int().min(0).max(1_440),
  /** A certificate is told of so many days before it runs out. */
  expiringDays: z.int().min(0).max(365),
  /** Conditions without which the records of a kind are no evidence. One that is not listed counts all the same where a record of it ran out. */
  required: z.record(DeviceKind, z.array(LegalCondition).max(LegalCondition.options.length)),
  /** Industries that digits 9-10 of a GB/T 28181 ID may be. */
  industries: z
    .array(z.string().regex(/^\d{2}$/))
    .min(1)
    .max(100),
  /** What digits 11-13 of the GB/T 28181 ID of a kind may be. */
  typeCodes: z.record(DeviceKind, z.array(z.string().regex(/^\d{3}$/)).min(1)),
});
export type DeviceSettings = z.infer<typeof DeviceSettings>;

// 行政处罚法 art. 41(1): reviewed, to standard, marked, and published.
const OF_RECORDERS = [
  'deviceLegalReview',
  'deviceTechReview',
  'standardsConformity',
  'signagePosted',
  'sitePublished',
] as const;

/** Used until an administrator changes them. */
export const DEFAULT_DEVICE_SETTINGS: DeviceSettings = {
  silentMinutes: 15,
  downMinutes: 5,
  expiringDays: 30,
  required: {
    gateway: [],
    camera: [...OF_RECORDERS],
    // What it measures is the evidence.
    monitor: [...OF_RECORDERS, 'calibration'],
    speaker: [],
  },
  industries: ['08'],
  typeCodes: { gateway: ['209'], camera: ['131', '132'], monitor: ['134'], speaker: ['137'] },
};
