import { expect, test } from 'vitest';
import { findPasswordFaults } from './password-rules.js';

test.each([
  ['Correct-horse9', []],
  ['路灯下的小城今夜很安静ab9', []],
  ['correct horse battery staple', []],
  ['Short-9', ['too-short']],
  ['aaaaaaaaaaaaA1', ['too-simple']],
  ['lowercaseletters', ['too-simple']],
  ['Password2026!!', ['too-common']],
  ['123456789012', ['too-simple', 'too-common']],
  ['Wang.li-2026-x', ['holds-name']],
  [`Aa1-${'bcdefgh'.repeat(40)}`, ['too-long']],
])('%s', (password, faults) => {
  expect(findPasswordFaults(password, ['wang.li', '王莉'])).toEqual(faults);
});
