import { IANAZone } from 'luxon';
import { z } from 'zod';

/** A day of the calendar, `2026-10-01`. */
export const CalendarDate = z.iso.date('要写成“年-月-日”，如 2026-10-01 / year, month and day, as in 2026-10-01');

/** Name of a time zone in the IANA data base. */
export const TimeZone = z
  .string()
  .max(64)
  .refine((name) => IANAZone.isValidZone(name), {
    error: '没有这个时区；请写如 Asia/Shanghai / no such time zone; write one as in Asia/Shanghai',
  });

/** Which days are worked. */
export const Holidays = z
  .strictObject({
    /** `china`: public holidays and make-up working days as the State Council has announced them; `none`: Monday to Friday are worked. */
    calendar: z.enum(['china', 'none']).default('china'),
    /** Further days off, and those of years that the calendar does not know yet. */
    daysOff: z.array(CalendarDate).max(1000).default([]),
    /** Further working days. */
    workdays: z.array(CalendarDate).max(1000).default([]),
  })
  .superRefine(({ daysOff, workdays }, context) => {
    workdays.forEach((date, index) => {
      if (!daysOff.includes(date)) return;
      const message = `${date} 同时写在 daysOff 与 workdays，请删去一处 / ${date} is both in daysOff and in workdays; take it out of one`;
      context.addIssue({ code: 'custom', path: ['workdays', index], message });
    });
  });
export type Holidays = z.infer<typeof Holidays>;
