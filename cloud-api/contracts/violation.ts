import { z } from 'zod';
import { Box } from './geometry.js';
import { EpochMs, Slug } from './identifiers.js';
import { Matter, MatterCode } from './matter.js';
import { ReminderRecord } from './reminder-record.js';

/** One condition of a rule that held, with the value that was seen and the limit it was held against. */
export const Condition = z.strictObject({
  /** In words: `car stationary in zone bus-lane`, `mean of a34001 over 900 s`. */
  condition: z.string().min(1).max(300),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** Unit of value and limit: `ms`, `ug/m3`, `count`, `fraction`; null when there is no value. */
  unit: z.string().max(16).nullable(),
  /** Since when the condition has held. */
  sinceMs: EpochMs,
});
export type Condition = z.infer<typeof Condition>;

/** What a violation is about, where it was last seen. */
export const Subject = z.strictObject({
  /** Our label: `car`, `truck`, `person`, `fire`, ... */
  label: z.string().min(1).max(64),
  box: Box,
  /** Mean detection score, 0 to 1. */
  score: z.number().min(0).max(1),
});
export type Subject = z.infer<typeof Subject>;

/** A rule of the gateway was met: one offence from `startedAtMs` on, told once, at `triggeredAtMs`. All times are capture times. */
export const Violation = z.strictObject({
  /** 32 hex digits, derived from gateway, rule, source, subject and `startedAtMs`: the same violation has the same ID after a restart. */
  violationId: z.string().regex(/^[0-9a-f]{32}$/),
  gatewayId: Slug,
  matter: Matter,
  matterCode: MatterCode,
  ruleId: Slug,
  /** The camera or sensor that showed it. */
  sourceId: Slug,
  /** The camera whose pictures go with it; null when no camera covers the place. */
  cameraId: Slug.nullable(),
  zoneId: Slug.nullable(),
  startedAtMs: EpochMs,
  triggeredAtMs: EpochMs,
  /** Share of the time from start to trigger in which it was really seen (or validly measured), 0 to 1. */
  observedCoverage: z.number().min(0).max(1),
  /** 1 (slight) to 5 (grave). */
  severity: z.int().min(1).max(5),
  subject: Subject.nullable(),
  explanation: z.array(Condition).min(1).max(32),
  /**
   * The reminder that came before, its outcome included; left out where none did. A cloud from before this field refuses a violation that
   * has it: bring the cloud up to date before a rule reminds.
   */
  reminder: ReminderRecord.optional(),
});
export type Violation = z.infer<typeof Violation>;
