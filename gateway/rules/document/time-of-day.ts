import { z } from 'zod';

/** Time on the clock on the wall, `00:00` to `24:00` (the end of the day). */
export const TimeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: '要写成“时:分”，如 08:00 / hours and minutes, as in 08:00',
});

/** Days of the week, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/**
 * Days that a schedule may name. `workday`: people work, make-up days included; `restday`: they do not, weekends included; `holiday`: off by
 * the public arrangement of holidays, ordinary weekends left out.
 */
export const ScheduleDay = z.enum([...WEEKDAYS, 'workday', 'restday', 'holiday']);
export type ScheduleDay = z.infer<typeof ScheduleDay>;
