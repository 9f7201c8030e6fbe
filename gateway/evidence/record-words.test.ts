import { describe, expect, test } from 'vitest';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { directionName, lengthName, matterName, plateName, valueName, wallTime, zoneName } from './record-words.js';

const AT_MS = Date.UTC(2026, 2, 1, 0, 0, 7);

test.each([
  ['Asia/Shanghai', '2026-03-01 08:00:07', '北京时间'],
  ['Asia/Urumqi', '2026-03-01 06:00:07', 'UTC+06:00'],
  ['America/New_York', '2026-02-28 19:00:07', 'UTC-05:00'],
])('the clock on the wall in %s is told to the second, and which clock it is', (zone, time, name) => {
  expect(wallTime(AT_MS, zone)).toBe(time);
  expect(zoneName(AT_MS, zone)).toBe(name);
});

test.each([
  [0, '镜头朝北（0°）'],
  [22.4, '镜头朝北（22°）'],
  [23, '镜头朝东北（23°）'],
  [170, '镜头朝南（170°）'],
  [337.6, '镜头朝北（338°）'],
  [360, '镜头朝北（360°）'],
])('a camera at %d degrees', (bearingDeg, words) => {
  expect(directionName({ ...sampleDevice, bearingDeg })).toBe(words);
});

test('a device that looks nowhere has no direction', () => {
  expect(directionName({ ...sampleDevice, bearingDeg: null })).toBeNull();
});

test.each([
  [0, '0 秒'],
  [400, '0 秒'],
  [59_600, '1 分'],
  [3_600_000, '1 小时'],
  [3_725_000, '1 小时 2 分 5 秒'],
])('%d ms', (lengthMs, words) => {
  expect(lengthName(lengthMs)).toBe(words);
});

test.each([
  [1290.6, 'ug/m3', '1291 µg/m³'],
  [0.8, 'fraction', '80%'],
  [90_000, 'ms', '1 分 30 秒'],
  [3, 'count', '3'],
  [2.5, 'times', '2.5 倍'],
  [65.25, 'dB', '65.25 dB'],
  [7, null, '7'],
])('%d in %s', (value, unit, words) => {
  expect(valueName(value, unit)).toBe(words);
});

test('a matter is called as its code is; one whose code is not known by what it is', () => {
  expect(matterName(sampleViolation(1))).toBe('机动车乱停放');
  expect(matterName({ ...sampleViolation(1), matterCode: '99 999' })).toBe('违规停车');
});

describe('a plate', () => {
  test('that was read is told with its colour and that a machine read it', () => {
    const words = plateName({
      ...{ status: 'read', text: '沪A12345', colour: 'blue', confidence: 0.987 },
      characters: '沪A12345'.split('').map((character) => ({ character, confidence: 0.998 })),
      ...{ still: 'media/still-1.jpg', box: { x1: 0, y1: 0, x2: 1, y2: 1 }, agreed: { stills: 2, of: 3 } },
    });
    expect(words).toBe('沪A12345（蓝底，机器识别，置信度 0.99，须人工核对）');
  });

  test('that was not read is said to be so, and that of no vehicle is not spoken of', () => {
    expect(plateName({ status: 'none', reason: 'not-found' })).toBe('未识别');
    expect(plateName({ status: 'none', reason: 'not-a-vehicle' })).toBeNull();
  });
});
