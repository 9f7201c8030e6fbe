import { MatterCode, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { FusedCondition } from './fused-condition.js';
import { Reminder } from './reminder.js';
import { Schedule } from './schedule.js';
import { seconds } from './seconds.js';

/** Pictures that a lead should carry. */
const Stills = z.strictObject({
  count: z.int().min(1).max(12),
  // GA/T 832: stills of a stationary vehicle at least 10 s apart.
  leastSecondsApart: seconds(0, 3_600).default(10),
});

/** What every rule has, and the code of its matter where the document names none. */
export const ruleBase = (matterCode: MatterCode) => ({
  id: Slug,
  /** Code that the lead carries: GB/T 47678.5. */
  matterCode: MatterCode.default(matterCode),
  /** 1 (slight) to 5 (grave). */
  severity: z.int().min(1).max(5),
  /** `shadow`: what is found is recorded, and neither said nor sent. */
  mode: z.enum(['live', 'shadow']).default('live'),
  /** When the rule holds; null: always. */
  when: Schedule.nullable().default(null),
  /** After a violation of the same thing, or at the same place, has ended, no new one is told for this long. */
  cooldownSeconds: seconds(0, 604_800).default(0),
  /** Null: a violation leads at once. */
  remind: Reminder.nullable().default(null),
  /** Null: first and last moment, and one between when they lie far apart. */
  stills: Stills.nullable().default(null),
  /** What other sources must show as well: all of it. */
  with: z.array(FusedCondition).max(8).default([]),
});

/** What every rule has that judges a camera's picture. */
export const seenRule = (matterCode: MatterCode) => ({
  ...ruleBase(matterCode),
  zone: Slug,
  /** How long it must last, in seconds. */
  forSeconds: seconds(1, 86_400),
  /** Share of that time in which it must really have been seen. */
  minCoverage: z.number().min(0).max(1).default(0.5),
  /** The violation ends, and a new one may begin, when nothing was seen for this long. */
  endsAfterSeconds: seconds(1, 86_400).default(120),
});
