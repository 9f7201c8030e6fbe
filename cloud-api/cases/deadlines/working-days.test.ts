import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOfWorkingDay, isWorkingDay } from './working-days.js';

const calendar = { daysOff: [], workdays: [] };
const beijing = (text: string) => Date.parse(`${text}+08:00`);

describe('working days', () => {
  test.each([
    // The State Council's arrangement for 2025: the National Day and Mid-Autumn holidays, and the Sunday and Saturday that make up for them.
    ['2025-09-28', true],
    ['2025-09-30', true],
    ['2025-10-01', false],
    ['2025-10-08', false],
    ['2025-10-09', true],
    ['2025-10-11', true],
    ['2025-10-12', false],
    // A year that nobody has arranged yet.
    ['2039-03-05', false],
    ['2039-03-07', true],
  ])('%s: %s', (day, isWorking) => {
    expect(isWorkingDay(day, calendar)).toBe(isWorking);
  });

  test('the town has the last word', () => {
    expect(isWorkingDay('2025-10-01', { daysOff: [], workdays: ['2025-10-01'] })).toBe(true);
    expect(isWorkingDay('2025-10-09', { daysOff: ['2025-10-09'], workdays: [] })).toBe(false);
  });
});

describe('the end of a period', () => {
  test.each([
    ['2025-09-26T10:00:00', 5, '2025-10-10T23:59:59.999'],
    ['2025-09-30T23:59:59', 1, '2025-10-09T23:59:59.999'],
    ['2025-10-01T08:00:00', 1, '2025-10-09T23:59:59.999'],
    ['2025-10-09T00:00:00', 2, '2025-10-11T23:59:59.999'],
    ['2025-10-09T12:00:00', 0, '2025-10-09T23:59:59.999'],
    ['2025-10-04T12:00:00', 0, '2025-10-09T23:59:59.999'],
    ['2025-10-09T23:59:59.999', -1, '2025-09-30T23:59:59.999'],
  ])('from %s, %d days: %s', (from, days, end) => {
    expect(new Date(endOfWorkingDay(beijing(from), days, calendar)).toISOString()).toBe(
      new Date(beijing(end)).toISOString(),
    );
  });

  test('is on a working day, is never earlier for more days, and does not depend on the hour', () => {
    const at = fc.integer({ min: beijing('2024-01-01T00:00:00'), max: beijing('2027-12-31T00:00:00') });
    fc.assert(
      fc.property(at, fc.integer({ min: 0, max: 30 }), (fromMs, days) => {
        const endMs = endOfWorkingDay(fromMs, days, calendar);
        expect(endMs).toBeGreaterThanOrEqual(fromMs);
        expect(isWorkingDay(new Date(endMs + 8 * 3_600_000).toISOString().slice(0, 10), calendar)).toBe(true);
        expect(endOfWorkingDay(fromMs, days + 1, calendar)).toBeGreaterThan(endMs - 1);
        const midnightMs = beijing(`${new Date(fromMs + 8 * 3_600_000).toISOString().slice(0, 10)}T00:00:00`);
        expect(endOfWorkingDay(midnightMs, days, calendar)).toBe(endMs);
      }),
    );
  });
});
