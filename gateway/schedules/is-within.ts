import type { Schedule, ScheduleSpan } from '../rules/document/schedule.js';
import type { ScheduleDay } from '../rules/document/time-of-day.js';
import type { DayKind, WallTime } from './street-calendar.js';

const MS_PER_MINUTE = 60_000;

/**
 * Whether a schedule holds at a time on the wall; null always does. What a sign in the street says is read by the clock on the wall: an
 * hour that is skipped in spring is no part of any span, and one that comes twice in autumn is part of it twice.
 */
export function isWithin(schedule: Schedule | null, wall: WallTime): boolean {
  return schedule === null || schedule.some((span) => isWithinSpan(span, wall));
}

function isWithinSpan({ days, from, to }: ScheduleSpan, { sinceMidnightMs, today, yesterday }: WallTime): boolean {
  const [fromMs, toMs] = [msOfDay(from), msOfDay(to)];
  if (fromMs < toMs) return sinceMidnightMs >= fromMs && sinceMidnightMs < toMs && isAnyOf(days, today);
  return (sinceMidnightMs >= fromMs && isAnyOf(days, today)) || (sinceMidnightMs < toMs && isAnyOf(days, yesterday));
}

function isAnyOf(days: readonly ScheduleDay[], kind: DayKind): boolean {
  return days.some((day) => {
    if (day === 'workday') return kind.isWorkday;
    if (day === 'restday') return !kind.isWorkday;
    return day === 'holiday' ? kind.isHoliday : kind.weekday === day;
  });
}

function msOfDay(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MS_PER_MINUTE;
}
