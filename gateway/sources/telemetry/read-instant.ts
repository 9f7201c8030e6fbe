const ZERO = 48;
const MS_PER_MINUTE = 60_000;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The number that some digits make; NaN when one is no digit. */
function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let place = at; place < at + count; place += 1) {
    const digit = text.charCodeAt(place) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function daysOf(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeapYear ? 29 : (DAYS[month - 1] ?? 0);
}

/** Minutes by which a clock is ahead of UTC, from `Z` or `+08:00` at the end of a time; NaN for anything else. */
function offsetAt(text: string, at: number): number {
  const sign = text[at];
  if (text.length === at + 1) return sign === 'Z' ? 0 : NaN;
  if (text.length !== at + 6 || text[at + 3] !== ':' || (sign !== '+' && sign !== '-')) return NaN;
  const [hours, minutes] = [digits(text, at + 1, 2), digits(text, at + 4, 2)];
  return hours <= 23 && minutes <= 59 ? (sign === '-' ? -1 : 1) * (hours * 60 + minutes) : NaN;
}

/** The last that was read: monitors that report at the same time name the same. */
let last: { readonly text: string; readonly atMs: number | null } = { text: '', atMs: null };

/**
 * Reads a date and time from 1970 on as nearly all are written: to the second or to the millisecond, with `Z` or an offset. Where it gives
 * a time, the schema takes the text, and the time is what Date.parse makes of it; where it gives null, the schema may still take it.
 *
 * @returns milliseconds since 1970 in UTC
 */
export function readInstant(text: string): number | null {
  if (text !== last.text) last = { text, atMs: parse(text) };
  return last.atMs;
}

function parse(text: string): number | null {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const hasMs = text[19] === '.';
  const ms = hasMs ? digits(text, 20, 3) : 0;
  const offset = offsetAt(text, hasMs ? 23 : 19);
  const isTime = hour <= 23 && minute <= 59 && second <= 59 && ms >= 0 && offset === offset;
  if (!isTime || !(year >= 1970 && day >= 1 && day <= daysOf(year, month))) return null;
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset * MS_PER_MINUTE;
  return atMs >= 0 ? atMs : null;
}
