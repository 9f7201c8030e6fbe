import { expect, test } from 'vitest';
import { sayCloudWords } from './say-cloud-words.js';

test.each([
  ['it stands on line 7 already', true, '与第 7 行重复'],
  ['there is no bureau nobody', true, '没有部门 nobody'],
  ['the header lacks areaId, legalBasis', false, '表头缺少：areaId, legalBasis'],
  ['pole-1:camera-2 has it', true, '已被 pole-1:camera-2 使用'],
  // The rule of the field says it in Chinese already.
  ['Invalid input: expected string, received undefined', true, null],
  ['what a later cloud says', false, 'what a later cloud says'],
])('%j reads in Chinese as it should', (message, hasRule, chinese) => {
  expect(sayCloudWords(message, { language: 'zh', hasRule })).toBe(chinese);
});

test('in English nothing is left out but what was meant for programmers', () => {
  const say = (message: string) => sayCloudWords(message, { language: 'en', hasRule: true });
  expect(say('it stands on line 7 already')).toBe('it stands on line 7 already');
  expect(say('Invalid ISO date')).toBeNull();
  expect(sayCloudWords('Invalid Record Length', { language: 'en', hasRule: false })).toBe('Invalid Record Length');
});
