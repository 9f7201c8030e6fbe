import { DateTime } from 'luxon';
import type { Holidays } from '../rules/document/calendar-settings.js';
import { WEEKDAYS } from '../rules/document/time-of-day.js';
import { chinaArrangement } from './public-holidays.js';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const DAYS_A_WEEK = 7;
/** Saturday, counted from Monday. */
const WEEKEND_FROM = 5;
/** Days whose kind is remembered, at most. */
const MAX_DAYS = 1_000;

/** What a day is. */
export interface DayKind {
  readonly weekday: (typeof WEEKDAYS)[number];
  /** Whether people work, make-up days included. */
  readonly isWorkday: boolean;
  /** Whether it is off by the arrangement of holidays, ordinary weekends left out. */
  readonly isHoliday: boolean;
}

/** What clock and calendar on the wall show. */
export interface WallTime {
  /** Local date, `2026-03-01`. */
  readonly day: string;
  /** Time that the clock shows: on a day on which it is set, not the time since midnight. */
  readonly sinceMidnightMs: number;
  readonly today: DayKind;
  readonly yesterday: DayKind;
}

/** Settings of {@link StreetCalendar}; a rule document has them. */
export interface CalendarSettings {
  /** IANA name. */
  readonly timeZone: string;
  readonly holidays: Holidays;
}

/** Clock and calendar on the wall of the street, with its holidays. The same moment always gives the same answer. */
export class StreetCalendar {
  private readonly daysOff: ReadonlySet<string>;
  private readonly workdays: ReadonlySet<string>;
  private readonly kinds = new Map<string, DayKind>();
  private last: { readonly minute: number; readonly wall: WallTime } | null = null;

  constructor(private readonly settings: CalendarSettings) {
    this.daysOff = new Set(settings.holidays.daysOff);
    this.workdays = new Set(settings.holidays.workdays);
  }

  /** What the wall shows at a moment, milliseconds since 1970 in UTC. */
  at(atMs: number): WallTime {
    const minute = Math.floor(atMs / MS_PER_MINUTE);
    if (this.last?.minute !== minute) this.last = { minute, wall: this.read(minute * MS_PER_MINUTE) };
    const { wall } = this.last;
    return { ...wall, sinceMidnightMs: wall.sinceMidnightMs + (atMs - minute * MS_PER_MINUTE) };
  }

  /** What a day is, `2026-10-01`. */
  kindOf(date: string): DayKind {
    const known = this.kinds.get(date);
    if (known !== undefined) return known;
    if (this.kinds.size >= MAX_DAYS) this.kinds.clear();
    const kind = this.findKind(date);
    this.kinds.set(date, kind);
    return kind;
  }

  private read(atMs: number): WallTime {
    const local = DateTime.fromMillis(atMs, { zone: this.settings.timeZone });
    const day = local.toFormat('yyyy-MM-dd');
    return {
      day,
      sinceMidnightMs: (local.hour * 60 + local.minute) * MS_PER_MINUTE,
      today: this.kindOf(day),
      yesterday: this.kindOf(new Date(Date.parse(day) - MS_PER_DAY).toISOString().slice(0, day.length)),
    };
  }

  private findKind(date: string): DayKind {
    // 1970-01-01, day 0, was a Thursday.
    const index = (((Math.floor(Date.parse(date) / MS_PER_DAY) + 3) % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK;
    const weekday = WEEKDAYS[index] ?? WEEKDAYS[0];
    const arranged = this.arrangementOf(date);
    const isWorkday = arranged === null ? index < WEEKEND_FROM : arranged === 'work';
    return { weekday, isWorkday, isHoliday: arranged === 'off' };
  }

  private arrangementOf(date: string) {
    // The town's own days come before those of the country.
    if (this.daysOff.has(date)) return 'off';
    if (this.workdays.has(date)) return 'work';
    return this.settings.holidays.calendar === 'china' ? chinaArrangement(date) : null;
  }
}
