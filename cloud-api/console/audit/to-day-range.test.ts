import { expect, test } from 'vitest';
import { toDayRange } from './to-day-range.js';

test('a day begins and ends at midnight in Beijing', () => {
  expect(toDayRange('2026-03-02')).toEqual({
    fromMs: Date.parse('2026-03-01T16:00:00Z'),
    toMs: Date.parse('2026-03-02T16:00:00Z'),
  });
});

test.each(['', '2026-13-01', '02/03/2026', '1969-12-31'])('%j is no day to ask for', (day) => {
  expect(toDayRange(day)).toEqual({});
});
