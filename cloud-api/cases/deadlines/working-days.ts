import chineseDays from 'chinese-days';

const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** Where a town's working days differ from those that were arranged for the country. */
export interface Calendar {
  /** Days as `2026-10-09`. */
  readonly daysOff: readonly string[];
  readonly workdays: readonly string[];
}

/** The day in Beijing as `2026-10-09`. */
function dayOf(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 10);
}

/**
 * Whether people work on a day, given as `2026-10-09`: by the town's own calendar, by what the State Council arranged, else Monday to Friday. What
 * is arranged for a year is announced in the autumn before; until it is known, the week decides.
 */
export function isWorkingDay(day: string, calendar: Calendar): boolean {
  if (calendar.daysOff.includes(day)) return false;
  if (calendar.workdays.includes(day)) return true;
  const { name, work } = chineseDays.getDayDetail(day);
  // The library names what was arranged as `English,中文,days`, and other days by a weekday that depends on the machine's own time zone.
  if (name.includes(',')) return work;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * The last millisecond of the working day that is `days` after that of `fromMs`, in Beijing. The day on which a period begins is not counted
 * (民法典 201); it ends with the last day at 24:00 (203). With 0 it is the day of `fromMs` itself, or the next that is a working day; below 0 the
 * days are counted back.
 */
export function endOfWorkingDay(fromMs: number, days: number, calendar: Calendar): number {
  const step = days < 0 ? -DAY_MS : DAY_MS;
  let atMs = fromMs;
  let left = Math.abs(days);
  while (left > 0) {
    atMs += step;
    if (isWorkingDay(dayOf(atMs), calendar)) left -= 1;
  }
  while (!isWorkingDay(dayOf(atMs), calendar)) atMs += step;
  return startOfDay(atMs) + DAY_MS - 1;
}

/** The first millisecond of the day of `atMs` in Beijing. */
export function startOfDay(atMs: number): number {
  return Date.parse(`${dayOf(atMs)}T00:00:00Z`) - BEIJING_OFFSET_MS;
}
