import { Polygon, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { CalendarDate } from './calendar-settings.js';
import { Schedule } from './schedule.js';

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of any year, `04-01`. */
const DayOfYear = z
  .string()
  .regex(/^\d{2}-\d{2}$/, { error: '要写成“月-日”，如 04-01 / month and day, as in 04-01' })
  .refine(
    (text) => {
      const [month = 0, day = 0] = text.split('-').map(Number);
      return day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0);
    },
    { error: '没有这一天 / there is no such day' },
  );

/** Days of the year, both included; from 10-01 to 03-31 goes over the turn of the year. */
const Season = z.strictObject({ from: DayOfYear, to: DayOfYear });

/** A place where the town lets stalls stand (疏导点). */
export const VendingPoint = z
  .strictObject({
    id: Slug,
    /** As the town has published it. */
    name: z.string().min(1).max(100),
    camera: Slug,
    polygon: Polygon,
    /** When it is open; null: always. */
    hours: Schedule.nullable().default(null),
    /** Stalls that may stand there at a time; null: any number. */
    capacity: z.int().min(1).max(1000).nullable().default(null),
    /** Part of each year in which it is open; null: all of it. */
    season: Season.nullable().default(null),
    /** First and last day of its permit; null: no end. */
    validFrom: CalendarDate.nullable().default(null),
    validTo: CalendarDate.nullable().default(null),
  })
  .refine(({ validFrom, validTo }) => validFrom === null || validTo === null || validFrom <= validTo, {
    path: ['validTo'],
    error: 'validTo 早于 validFrom / "validTo" lies before "validFrom"',
  });
export type VendingPoint = z.infer<typeof VendingPoint>;
