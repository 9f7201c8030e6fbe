import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Holidays } from '../rules/document/calendar-settings.js';
import { Schedule } from '../rules/document/schedule.js';
import { isWithin } from './is-within.js';
import { isChinaYearKnown } from './public-holidays.js';
import { StreetCalendar } from './street-calendar.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function calendar(timeZone: string, holidays: object = {}) {
  return new StreetCalendar({ timeZone, holidays: Holidays.parse(holidays) });
}
const shanghai = calendar('Asia/Shanghai');
const newYork = calendar('America/New_York', { calendar: 'none' });
const at = (text: string) => Date.parse(text);
const holds = (spans: object[], street: StreetCalendar, text: string) =>
  isWithin(Schedule.parse(spans), street.at(at(text)));

test.each([
  ['2026-03-02T07:59:59.999+08:00', false],
  ['2026-03-02T08:00:00+08:00', true],
  ['2026-03-02T21:59:59.999+08:00', true],
  ['2026-03-02T22:00:00+08:00', false],
])('a span holds from its first minute up to its last: %s', (text, expected) => {
  expect(holds([{ from: '08:00', to: '22:00' }], shanghai, text)).toBe(expected);
});

test.each([
  ['Friday night', '2026-03-06T23:00:00+08:00', true],
  ['the hours after it', '2026-03-07T05:59:00+08:00', true],
  ['Saturday night', '2026-03-07T23:00:00+08:00', false],
  ['the hours before it', '2026-03-06T05:00:00+08:00', false],
])('a span over midnight belongs to the day it began on: %s', (_, text, expected) => {
  expect(holds([{ days: ['fri'], from: '22:00', to: '06:00' }], shanghai, text)).toBe(expected);
});

test.each([
  ['National Day, a Thursday', '2026-10-01', ['restday', 'holiday', 'thu']],
  ['a Sunday within the holidays', '2026-10-04', ['restday', 'holiday', 'sun']],
  ['a Saturday to make up for it', '2026-10-10', ['workday', 'sat']],
  ['an ordinary Saturday', '2026-10-17', ['restday', 'sat']],
  ['an ordinary Monday', '2026-10-19', ['workday', 'mon']],
  ['a day off of the town itself', '2026-10-20', ['restday', 'holiday', 'tue']],
  ['a working day of the town itself', '2026-10-24', ['workday', 'sat']],
])('%s is %s: %j', (_, date, expected) => {
  const street = calendar('Asia/Shanghai', { daysOff: ['2026-10-20'], workdays: ['2026-10-24'] });
  const all = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'workday', 'restday', 'holiday'];
  const found = all.filter((day) => holds([{ days: [day] }], street, `${date}T12:00:00+08:00`));
  expect(found.sort()).toEqual([...expected].sort());
});

test('without a calendar of holidays Monday to Friday are worked', () => {
  const street = calendar('Asia/Shanghai', { calendar: 'none' });
  expect(street.kindOf('2026-10-01')).toEqual({ weekday: 'thu', isWorkday: true, isHoliday: false });
  expect(street.kindOf('2026-10-10')).toEqual({ weekday: 'sat', isWorkday: false, isHoliday: false });
});

test('which years of holidays are known can be asked', () => {
  expect([2003, 2004, 2025, 2026, 2090].map(isChinaYearKnown)).toEqual([false, true, true, true, false]);
});

// New York, 2026-03-08: 02:00 EST becomes 03:00 EDT. 2026-11-01: 02:00 EDT becomes 01:00 EST.
test.each([
  ['just before the clock is set forward', '2026-03-08T06:59:59Z', [{ from: '01:30', to: '02:30' }], true],
  ['just after it: the rest of the span is skipped', '2026-03-08T07:00:00Z', [{ from: '01:30', to: '02:30' }], false],
  ['a span that lies in the skipped hour never holds', '2026-03-08T07:15:00Z', [{ from: '02:00', to: '03:00' }], false],
  ['what begins at the end of it begins at once', '2026-03-08T07:00:00Z', [{ from: '03:00', to: '04:00' }], true],
  ['half past one, the first time', '2026-11-01T05:30:00Z', [{ from: '01:15', to: '01:45' }], true],
  ['half past one, the second time', '2026-11-01T06:30:00Z', [{ from: '01:15', to: '01:45' }], true],
  ['between the two', '2026-11-01T06:00:00Z', [{ from: '01:15', to: '01:45' }], false],
  [
    'a night over the change ends by the clock',
    '2026-11-01T10:59:59Z',
    [{ days: ['sat'], from: '22:00', to: '06:00' }],
    true,
  ],
  ['and not an hour later', '2026-11-01T11:00:00Z', [{ days: ['sat'], from: '22:00', to: '06:00' }], false],
])('daylight saving, %s', (_, text, spans, expected) => {
  expect(holds(spans, newYork, text)).toBe(expected);
});

const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
];
const NAMES = { Mon: 'mon', Tue: 'tue', Wed: 'wed', Thu: 'thu', Fri: 'fri', Sat: 'sat', Sun: 'sun' } as const;

/** The clock on the wall as the platform itself tells it. */
function platformTime(zone: string, atMs: number) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(atMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    weekday: NAMES[part('weekday') as keyof typeof NAMES],
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

// Around the changes of 2024 to 2027, and anywhere else in those years.
const moment = fc.oneof(
  fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2028-01-01T00:00Z') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2026-04-04T15:00Z',
      ),
      fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
    )
    .map(([change, off]) => at(change) + off),
);
const zone = fc.constantFrom(...ZONES);
const time = fc.integer({ min: 0, max: 1439 });
const text = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const weekday = fc.constantFrom(...Object.values(NAMES));

test('whatever the zone and the moment, a schedule follows the clock on the wall', () => {
  fc.assert(
    fc.property(zone, moment, time, time, fc.uniqueArray(weekday, { minLength: 1 }), (name, atMs, from, to, days) => {
      fc.pre(from !== to);
      const wall = platformTime(name, atMs);
      const dayBefore = Object.values(NAMES)[(Object.values(NAMES).indexOf(wall.weekday) + 6) % 7] ?? 'mon';
      const expected =
        from < to
          ? days.includes(wall.weekday) && wall.minutes >= from && wall.minutes < to
          : (days.includes(wall.weekday) && wall.minutes >= from) || (days.includes(dayBefore) && wall.minutes < to);
      const street = calendar(name, { calendar: 'none' });
      const seen = street.at(atMs);
      expect(seen.day).toBe(wall.day);
      expect(isWithin(Schedule.parse([{ days, from: text(from), to: text(to) }]), seen)).toBe(expected);
    }),
    { seed: 20261122, numRuns: 1_000 },
  );
});

test('a clock that jumps an hour back and forth leaves no trace: each moment is judged as if it were the only one', () => {
  fc.assert(
    fc.property(
      zone,
      moment,
      fc.array(fc.constantFrom(-HOUR, HOUR, 1, MINUTE), { maxLength: 20 }),
      (name, start, jumps) => {
        const jumping = calendar(name);
        let now = start;
        for (const jump of [0, ...jumps]) {
          now += jump;
          expect(jumping.at(now)).toEqual(calendar(name).at(now));
        }
      },
    ),
    { seed: 20261123, numRuns: 200 },
  );
});
