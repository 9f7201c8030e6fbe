import { describe, expect, test } from 'vitest';
import { StreetCalendar } from '../schedules/street-calendar.js';
import { Holidays } from './document/calendar-settings.js';
import { VendingPoint } from './document/vending-point.js';
import type { OpenViolation } from './rule-state.js';
import { vendingExcuse } from './vending-excuse.js';

const calendar = new StreetCalendar({ timeZone: 'Asia/Shanghai', holidays: Holidays.parse({}) });
/** Left half of the picture. */
const polygon = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
];

function pointOf(over: object): VendingPoint {
  return VendingPoint.parse({ id: 'east', name: '东门疏导点', camera: 'cam', polygon, ...over });
}

const boxAt = (x: number) => ({ x1: x, y1: 0.5, x2: x + 0.1, y2: 0.7 });
const stalls = (count: number): OpenViolation[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `place-${index}`,
    box: boxAt(index * 0.1),
    lastSeenAtMs: 0,
    violationId: `v${index}`,
  }));

function ask(over: object, time: string, { x = 0, id = 'v0', open = stalls(1) } = {}) {
  const atMs = Date.parse(time);
  return vendingExcuse([pointOf(over)], { violationId: id, box: boxAt(x) }, open, calendar.at(atMs), atMs);
}

describe('a vending point', () => {
  test.each<[string, object, string, boolean]>([
    ['always, unless it says when', {}, '2026-07-15T03:00:00+08:00', true],
    ['within its hours', { hours: [{ from: '06:00', to: '09:00' }] }, '2026-07-15T08:59:00+08:00', true],
    ['not outside its hours', { hours: [{ from: '06:00', to: '09:00' }] }, '2026-07-15T09:00:00+08:00', false],
    ['within its season', { season: { from: '10-01', to: '03-31' } }, '2026-01-15T08:00:00+08:00', true],
    ['not out of season', { season: { from: '10-01', to: '03-31' } }, '2026-07-15T08:00:00+08:00', false],
    ['up to the last day of its permit', { validTo: '2026-07-15' }, '2026-07-15T23:59:00+08:00', true],
    ['not after it', { validTo: '2026-07-14' }, '2026-07-15T00:00:00+08:00', false],
  ])('excuses a stall %s', (_, over, time, isExcused) => {
    expect(ask(over, time).isExcused).toBe(isExcused);
  });

  test('excuses no stall beside it, and says nothing of that', () => {
    expect(ask({}, '2026-07-15T08:00:00+08:00', { x: 0.7 })).toEqual({ isExcused: false, why: [] });
  });

  test('excuses as many as it has room for: of too many, those that came last are too many', () => {
    const time = '2026-07-15T08:00:00+08:00';
    const open = stalls(3);
    const each = open.map(({ violationId = '' }, index) =>
      ask({ capacity: 2 }, time, { x: index * 0.1, id: violationId, open }),
    );
    expect(each.map(({ isExcused }) => isExcused)).toEqual([true, true, false]);
    expect(each[2]).toMatchObject({
      why: [{ condition: 'stalls at vending point east, which has room for 2', value: 3, limit: 2, unit: 'count' }],
    });
  });
});
