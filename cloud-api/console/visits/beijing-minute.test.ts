import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBeijingMinute, toBeijingMinute } from './beijing-minute.js';

test('a minute in Beijing is written and read back, wherever the page is opened', () => {
  expect(toBeijingMinute(Date.UTC(2026, 2, 1, 20, 30))).toBe('2026-03-02T04:30');
  expect(fromBeijingMinute('2026-03-02T04:30')).toBe(Date.UTC(2026, 2, 1, 20, 30));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000_000 }), (minutes) => {
      expect(fromBeijingMinute(toBeijingMinute(minutes * 60_000))).toBe(minutes * 60_000);
    }),
  );
});

test('what is no minute is none', () => {
  for (const text of ['', '2026-03-02', '2026-13-02T04:30', 'x']) expect(fromBeijingMinute(text)).toBeNull();
});
