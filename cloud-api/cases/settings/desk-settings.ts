import { CaseClock, CaseState, Matter, PlateColour, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { DEFAULT_DEVICE_SETTINGS, DeviceSettings } from '../../devices/device-settings.js';

const IsoDay = z.iso.date();
const minutes = z.number().min(0).max(10_080);
const points = z.number().min(-5).max(5);
const days = z.int().min(0).max(60);

/** When two violations of a matter are one offence, and when one repeats another. */
export const JoiningRule = z.strictObject({
  /** Vehicles whose plates were read: the same plate nearby within so many minutes is the same offence. */
  plateMinutes: minutes,
  /** Without plates: the same place in the picture of the same camera, or the same sensor, within so many minutes. */
  spotMinutes: minutes,
  /** How far apart sources may stand that show the same, in metres. */
  radiusM: z.number().min(0).max(1_000),
  /** Whether sources within the radius that show it at one time show the same, without a plate: one fire, one building site. */
  acrossSources: z.boolean(),
  /** What makes a later offence a repeat: its vehicle's plate, or its source and zone. */
  repeatBy: z.enum(['plate', 'place']),
});
export type JoiningRule = z.infer<typeof JoiningRule>;

/** When something that is waited for is due. All lengths are working days. */
export const DeadlineRule = z.strictObject({
  days: days.min(1),
  /** Reminded so many days before. */
  remindBefore: days,
  /** The supervisor is told so many days after; null: never. */
  escalateAfter: days.nullable(),
  /** A case that nobody reviewed expires so many days after; null: never. Of use for `review` alone. */
  expireAfter: days.nullable(),
});
export type DeadlineRule = z.infer<typeof DeadlineRule>;

const Step = z.strictObject({ from: z.number().min(0).max(1_000_000), points });

/** Points that a severity is summed up from; the rule of the gateway gives 1 to 5 to begin with. */
export const SeverityPoints = z.strictObject({
  matter: z.record(Matter, points),
  /** Of road tiers: 主干道严禁, 次干道严控, 背街小巷规范. */
  tier: z.strictObject({ banned: points, controlled: points, regulated: points }),
  /** From so many minutes on; of several the last counts. */
  minutes: z.array(Step).max(8),
  /** From so many earlier cases on. */
  repeats: z.array(Step).max(8),
  /** From so many further violations of other sources on. */
  corroboration: z.array(Step).max(8),
  /** For each that the record of the device leaves open: a legal condition of art. 41, the clock, the chain. */
  deviceDoubt: points,
});
export type SeverityPoints = z.infer<typeof SeverityPoints>;

const PaperColour = z.enum(['white', 'yellow', 'blue', 'pink', 'green']);

const KnownColour = PlateColour.exclude(['unknown']);
const Code = z.string().trim().min(1).max(32);

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What other platforms expect in the forms that cases go out in. */
export const ExchangeSettings = z.strictObject({
  /** The six digits of the town's division, which stand before matter codes; null: the first six of the device's ID. */
  divisionCode: z
    .string()
    .regex(/^\d{6}$/, 'the six digits of a division')
    .nullable(),
  /** How the other platform writes the colours of plates. */
  plateColours: z.record(KnownColour, Code),
  /** The stage of city management that each state is told as; null: none. */
  stages: z.record(CaseState, Code.nullable()),
});
export type ExchangeSettings = z.infer<typeof ExchangeSettings>;

/** How the desk works. None of it is law: an administrator changes what the town does otherwise. */
export const DeskSettings = z.strictObject({
  joining: z.strictObject({
    matters: z.record(Matter, JoiningRule),
    /** Boxes on one camera that overlap so much (IoU) are of the same subject. */
    iou: z.number().min(0.05).max(1),
    /** How long an offence is remembered as an earlier one. */
    repeatDays: z.int().min(1).max(1_095),
  }),
  /** Tiers of zones; a zone that is not listed has none. */
  tiers: z
    .array(z.strictObject({ gatewayId: Slug, zoneId: Slug, tier: z.enum(['banned', 'controlled', 'regulated']) }))
    .max(5_000),
  severity: SeverityPoints,
  deadlines: z.record(CaseClock, DeadlineRule),
  /** One visit for several cases: those that lie so many metres around the oldest are proposed together. */
  visits: z.strictObject({ radiusM: z.number().min(0).max(1_000) }),
  /** When an offence gets a reminder, and when a case file. */
  papers: z.strictObject({
    /** From so many earlier cases of the same subject on a case file is drafted. */
    caseFileFromRepeats: z.int().min(1).max(20),
    /** Up to this severity an offence is minor: a reminder is drafted in spite of repeats. 0: none is. */
    minorSeverity: z.int().min(0).max(5),
    /** Colours of the two papers, as the town prints them. */
    colours: z.strictObject({ reminder: PaperColour, 'case-file': PaperColour }),
  }),
  /** What is asked of devices, and when somebody is told of them. */
  devices: DeviceSettings,
  /** Where the town's working days differ from those that the State Council arranged. */
  calendar: z.strictObject({ daysOff: z.array(IsoDay).max(400), workdays: z.array(IsoDay).max(400) }),
  /** The time zone, by its IANA name, of days in statistics and of moments in tables. Deadlines go by Beijing time. */
  statistics: z.strictObject({ zone: z.string().max(64).refine(isTimeZone, 'no time zone, as Asia/Shanghai is one') }),
  exchange: ExchangeSettings,
});
export type DeskSettings = z.infer<typeof DeskSettings>;

/** Used until an administrator changes them. */
export const DEFAULT_DESK_SETTINGS: DeskSettings = {
  joining: {
    matters: {
      parking: { plateMinutes: 120, spotMinutes: 10, radiusM: 200, acrossSources: false, repeatBy: 'plate' },
      stall: { plateMinutes: 0, spotMinutes: 30, radiusM: 50, acrossSources: false, repeatBy: 'place' },
      burning: { plateMinutes: 0, spotMinutes: 60, radiusM: 100, acrossSources: true, repeatBy: 'place' },
      // Each monitor answers for the part of a site that it stands at.
      dust: { plateMinutes: 0, spotMinutes: 60, radiusM: 100, acrossSources: false, repeatBy: 'place' },
    },
    iou: 0.3,
    repeatDays: 365,
  },
  tiers: [],
  severity: {
    matter: { parking: 0, stall: 0, burning: 1, dust: 0 },
    tier: { banned: 1, controlled: 0, regulated: -1 },
    minutes: [
      { from: 30, points: 0.5 },
      { from: 120, points: 1 },
    ],
    repeats: [
      { from: 1, points: 0.5 },
      { from: 3, points: 1 },
    ],
    corroboration: [{ from: 1, points: 0.5 }],
    deviceDoubt: -0.25,
  },
  deadlines: {
    // 公安部 处理程序规定 art. 19 gives a review 5 days.
    review: { days: 5, remindBefore: 1, escalateAfter: 1, expireAfter: null },
    transfer: { days: 2, remindBefore: 1, escalateAfter: 1, expireAfter: null },
    acceptance: { days: 5, remindBefore: 1, escalateAfter: 1, expireAfter: null },
    return: { days: 2, remindBefore: 1, escalateAfter: 1, expireAfter: null },
    // The same, art. 22; a reason may name another length.
    erasure: { days: 3, remindBefore: 1, escalateAfter: 0, expireAfter: null },
    support: { days: 3, remindBefore: 1, escalateAfter: 1, expireAfter: null },
    opinion: { days: 5, remindBefore: 1, escalateAfter: 1, expireAfter: null },
  },
  visits: { radiusM: 50 },
  papers: { caseFileFromRepeats: 1, minorSeverity: 1, colours: { reminder: 'white', 'case-file': 'yellow' } },
  devices: DEFAULT_DEVICE_SETTINGS,
  calendar: { daysOff: [], workdays: [] },
  statistics: { zone: 'Asia/Shanghai' },
  exchange: {
    divisionCode: null,
    plateColours: { blue: 'blue', yellow: 'yellow', green: 'green', white: 'white', black: 'black' },
    stages: {
      candidate: '信息收集',
      in_review: '信息收集',
      confirmed: '案卷建立',
      transferred: '任务派遣',
      returned: '任务派遣',
      accepted: '任务处理',
      corrected: '核查结案',
      rejected: null,
      merged: null,
      expired: null,
    },
  },
};
