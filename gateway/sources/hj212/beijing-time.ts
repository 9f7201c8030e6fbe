import { NINE, ZERO, byteAt } from './ascii.js';

const BEIJING_AHEAD_MS = 8 * 3600 * 1000;
const MS_PER_DAY = 86_400_000;
const SECONDS_DIGITS = 14;
const MILLISECONDS_DIGITS = 17;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FEBRUARY = 2;

/** Number of some digits; NaN when one is none. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const byte = byteAt(bytes, at);
    if (byte < ZERO || byte > NINE) return Number.NaN;
    value = value * 10 + (byte - ZERO);
  }
  return value;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1970-01-01 to a date that there is; NaN when there is none. */
function daysOf(year: number, month: number, day: number): number {
  const inMonth = DAYS_IN_MONTH[month - 1];
  const before = DAYS_BEFORE_MONTH[month - 1];
  if (inMonth === undefined || before === undefined) return Number.NaN;
  const leapDay = isLeap(year) ? 1 : 0;
  if (!(day >= 1 && day <= inMonth + (month === FEBRUARY ? leapDay : 0))) return Number.NaN;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
  return (year - 1970) * 365 + leapDays + before + (month > FEBRUARY ? leapDay : 0) + day - 1;
}

/**
 * Reads a time of HJ 212: Beijing time (UTC+8, no summer time), `yyyyMMddHHmmss`, with or without milliseconds.
 *
 * @param end exclusive
 * @returns milliseconds since 1970-01-01T00:00:00Z, or null when it is no such time
 */
export function parseBeijingTime(bytes: Uint8Array, start: number, end: number): number | null {
  const length = end - start;
  if (length !== SECONDS_DIGITS && length !== MILLISECONDS_DIGITS) return null;
  const days = daysOf(digits(bytes, start, 4), digits(bytes, start + 4, 2), digits(bytes, start + 6, 2));
  const hour = digits(bytes, start + 8, 2);
  const minute = digits(bytes, start + 10, 2);
  const second = digits(bytes, start + 12, 2);
  const millisecond = length === MILLISECONDS_DIGITS ? digits(bytes, start + SECONDS_DIGITS, 3) : 0;
  if (!(hour < 24 && minute < 60 && second < 60)) return null;
  const ms = days * MS_PER_DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond - BEIJING_AHEAD_MS;
  return ms >= 0 ? ms : null;
}

/** Time as HJ 212 writes it in a request number: `yyyyMMddHHmmssSSS`. */
export function formatBeijingTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_AHEAD_MS).toISOString().replaceAll(/[-:.TZ]/g, '');
}
