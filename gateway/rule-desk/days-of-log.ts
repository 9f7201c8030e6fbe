import { DateTime } from 'luxon';

/** Days that may be played at once. */
export const MOST_DAYS = 31;

/** The day by the clock on the wall of a zone. */
export function dayOf(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

/** From the beginning of one day to the end of another, both included; null when that is none, or too long. */
export function spanOfDays(fromDay: string, toDay: string, zone: string): { fromMs: number; toMs: number } | null {
  const from = DateTime.fromISO(fromDay, { zone }).startOf('day');
  const to = DateTime.fromISO(toDay, { zone }).startOf('day').plus({ days: 1 });
  const days = to.diff(from, 'days').days;
  return from.isValid && to.isValid && days > 0 && days <= MOST_DAYS
    ? { fromMs: from.toMillis(), toMs: to.toMillis() }
    : null;
}
