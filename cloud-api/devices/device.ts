import { EpochMs, GridCode, IsoDate, Place, Sha256Hex, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** What a device of the register is. */
export const DeviceKind = z.enum(['gateway', 'camera', 'monitor', 'speaker']);
export type DeviceKind = z.infer<typeof DeviceKind>;

/** Conditions of 行政处罚法 art. 41(1) that are facts of a device and its site, and its calibration. */
export const LegalCondition = z.enum([
  'deviceLegalReview',
  'deviceTechReview',
  'standardsConformity',
  'calibration',
  'signagePosted',
  'sitePublished',
]);
export type LegalCondition = z.infer<typeof LegalCondition>;

/** The paper that a condition rests on. */
const LegalDocument = z.strictObject({
  /** Number or name. */
  number: z.string().trim().min(1).max(200),
  /** Who issued or published it. */
  issuer: z.string().trim().min(1).max(200),
  /** Where it can be read; null where it is on no page. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable(),
  /** Hash of its file, which the town keeps; null where there is none. */
  sha256: Sha256Hex.nullable(),
});

/** From when to when a condition holds, and by which document. Earlier records stay: a capture is judged by what held on its day. */
export const NewLegalRecord = z
  .strictObject({
    condition: LegalCondition,
    /** First day, in Beijing. */
    from: IsoDate,
    /** Last day; null where it has no end. */
    until: IsoDate.nullable(),
    document: LegalDocument,
  })
  .refine(({ from, until }) => until === null || until >= from, {
    path: ['until'],
    message: 'the last day is before the first',
  });
export type NewLegalRecord = z.infer<typeof NewLegalRecord>;

/** A record with the moment at which it was entered. */
export const LegalRecord = z.object({ ...NewLegalRecord.shape, recordedAtMs: EpochMs });
export type LegalRecord = z.infer<typeof LegalRecord>;

/** Records of one device, at most. */
export const MAX_RECORDS = 100;

const words = z.string().trim().min(1);

/** What is written down of a device, and may be changed. */
export const DeviceFields = z.strictObject({
  /** GB/T 28181 device ID, 20 digits; null where it has none. */
  deviceCode: z.string().max(64).nullable(),
  name: words.max(100),
  /** WGS 84, in degrees. */
  place: Place,
  /** Bearing of the view, degrees clockwise from north; null where it looks nowhere. */
  bearingDeg: z.number().min(0).max(360).nullable(),
  /** Unit grid that it stands in. */
  grid: GridCode.nullable(),
  /** Bureau that looks after it; null: the town. */
  bureauId: Slug.nullable(),
  /** Area that it belongs to; null: none. */
  areaId: Slug.nullable(),
  model: words.max(100).nullable(),
  serial: words.max(100).nullable(),
  /** Number of a monitor (HJ 212); null where it has none. */
  mn: z
    .string()
    .regex(/^[0-9A-F]{24}$/, 'the 24 digits 0-9A-F of an MN')
    .nullable(),
});
export type DeviceFields = z.infer<typeof DeviceFields>;

/** A device to be written down. */
export const NewDevice = DeviceFields.extend({
  /** The gateway, or the one that the device is connected to. */
  gatewayId: Slug,
  /** As packages name it; null for the gateway itself. */
  sourceId: Slug.nullable(),
  kind: DeviceKind,
  legal: z.array(NewLegalRecord).max(MAX_RECORDS).default([]),
});
export type NewDevice = z.infer<typeof NewDevice>;

/** What is to be changed; what is left out stays. `legal` replaces the whole list. */
export const DeviceChange = DeviceFields.extend({ legal: z.array(NewLegalRecord).max(MAX_RECORDS) }).partial();
export type DeviceChange = z.infer<typeof DeviceChange>;

/** ID of a device: that of its gateway, with that of the source behind a dot where it is not the gateway itself. */
export const DeviceId = z
  .string()
  .max(129)
  .regex(/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?$/, 'a gateway, or a gateway and a source as in pole-001.camera-1');

/** Writes the ID of a device. */
export function formatDeviceId(gatewayId: string, sourceId: string | null): string {
  return sourceId === null ? gatewayId : `${gatewayId}.${sourceId}`;
}

/** `well`, `faulty`: as the last report says; `silent`: there is none of late; `unknown`: no report ever spoke of it. */
export const DeviceHealth = z.enum(['well', 'faulty', 'silent', 'unknown']);
export type DeviceHealth = z.infer<typeof DeviceHealth>;

/** A condition that did not hold on a day, and why. */
export const MissingCondition = z.object({
  /** `inUse`: the device was taken out of use before. */
  condition: z.enum([...LegalCondition.options, 'inUse']),
  code: z.enum(['no-record', 'not-yet', 'ended', 'retired']),
  /** The day on which it begins, ended, or the device was taken out of use; null without a record. */
  on: IsoDate.nullable(),
  zh: z.string(),
  en: z.string(),
});
export type MissingCondition = z.infer<typeof MissingCondition>;

/** A device as a list shows it. */
export const DeviceSummary = DeviceFields.extend({
  deviceId: z.string(),
  gatewayId: Slug,
  sourceId: Slug.nullable(),
  kind: DeviceKind,
  /** Grows with each change; `If-Match: "v3"` changes version 3. */
  version: z.int().min(1),
  health: DeviceHealth,
  /** What its records lack today before they may be evidence, by name. */
  missing: z.array(MissingCondition.shape.condition),
  /** When its gateway last reported; null: never. */
  lastSeenAtMs: EpochMs.nullable(),
  createdAtMs: EpochMs,
  changedAtMs: EpochMs,
  /** Since when it is out of use; null while it is in use. */
  retiredAtMs: EpochMs.nullable(),
  retiredReason: z.string().nullable(),
});
export type DeviceSummary = z.infer<typeof DeviceSummary>;

/** A page of devices. */
export const DevicePage = z.object({ devices: z.array(DeviceSummary), nextCursor: z.string().nullable() });
export type DevicePage = z.infer<typeof DevicePage>;
