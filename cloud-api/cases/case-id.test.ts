import { expect, test } from 'vitest';
import { beijingDay, formatCaseId } from './case-id.js';

test.each([
  ['2026-03-01T15:59:59.999Z', '20260301'],
  ['2026-03-01T16:00:00.000Z', '20260302'],
  ['2025-12-31T16:00:00.000Z', '20260101'],
])('%s is the day %s in Beijing', (instant, day) => {
  expect(beijingDay(Date.parse(instant))).toBe(day);
});

test.each([
  [1, 'LP-20260301-000001'],
  [999_999, 'LP-20260301-999999'],
  [1_000_000, 'LP-20260301-1000000'],
])('number %i of a day', (number, caseId) => {
  expect(formatCaseId('20260301', number)).toBe(caseId);
});
