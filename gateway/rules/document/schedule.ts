import { z } from 'zod';
import { ScheduleDay, TimeOfDay, WEEKDAYS } from './time-of-day.js';

/** A part of certain days, by the clock on the wall. With `to` before `from` it ends on the next day, and belongs to the day it began on. */
const ScheduleSpan = z
  .strictObject({
    /** A day counts when any of these names it. */
    days: z
      .array(ScheduleDay)
      .min(1)
      .default([...WEEKDAYS]),
    /** The first minute, */
    from: TimeOfDay.default('00:00'),
    /** and the first one after. */
    to: TimeOfDay.default('24:00'),
  })
  .refine(({ from, to }) => from !== to && from !== '24:00', {
    path: ['from'],
    error:
      'from 与 to 不能相同；全天请两项都不写 / "from" must differ from "to" and lie before 24:00; for the whole day leave out both',
  });
export type ScheduleSpan = z.infer<typeof ScheduleSpan>;

/** When something holds: within any of these spans. */
export const Schedule = z.array(ScheduleSpan).min(1).max(64);
export type Schedule = z.infer<typeof Schedule>;
