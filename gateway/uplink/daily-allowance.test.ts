import { expect, test } from 'vitest';
import { DailyAllowance } from './daily-allowance.js';

test('so much goes in a local day, over a restart, and one package however large', () => {
  let nowMs = Date.parse('2026-03-01T23:59:00+08:00');
  const kept = new Map<string, unknown>();
  const states = {
    loadState: (key: string) => kept.get(key),
    saveState: (key: string, json: unknown) => kept.set(key, json),
  };
  const open = () =>
    new DailyAllowance({ dailyBytes: 1000, timeZone: 'Asia/Shanghai', states, clock: { nowMs: () => nowMs } });
  let allowance = open();
  expect(allowance.allows(5000)).toBe(true);
  allowance.spend(700);
  expect(allowance.allows(300)).toBe(true);
  expect(allowance.allows(301)).toBe(false);
  allowance = open();
  expect(allowance.allows(301)).toBe(false);
  nowMs += 60_000;
  expect(allowance.allows(301)).toBe(true);
  allowance.spend(1);
  expect(allowance.allows(1000)).toBe(false);
});
