import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatTime, formatValue } from './format.js';

test('times are those of Beijing, in either language', () => {
  const atMs = Date.parse('2026-02-28T16:05:09Z');
  expect(formatTime(atMs, 'zh')).toBe('2026/03/01 00:05:09');
  expect(formatTime(atMs, 'en')).toBe('01 Mar 2026, 00:05:09');
});

test.each([
  [0, '0 毫秒', '0 ms'],
  [999, '999 毫秒', '999 ms'],
  [60_000, '1 分钟', '1 min'],
  [65_400, '1 分钟 5 秒', '1 min 5 s'],
  [3_600_000, '1 小时', '1 h'],
  [3_725_000, '1 小时 2 分钟', '1 h 2 min'],
])('%i ms', (lengthMs, chinese, english) => {
  expect(formatDuration(lengthMs, 'zh')).toBe(chinese);
  expect(formatDuration(lengthMs, 'en')).toBe(english);
});

test.each([
  [1234.567, 'ug/m3', '1,234.57 µg/m³'],
  [0.974, 'fraction', '97.4%'],
  [3, 'count', '3'],
  [3, null, '3'],
  [61_000, 'ms', '1 min 1 s'],
  [7, 'dB', '7 dB'],
])('%d in %s', (value, unit, text) => {
  expect(formatValue(value, unit, 'en')).toBe(text);
});

test.each([
  [512, '512 B'],
  [204_800, '200.0 KB'],
  [3_145_728, '3.0 MB'],
  [5_368_709_120, '5.0 GB'],
])('%i bytes', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
