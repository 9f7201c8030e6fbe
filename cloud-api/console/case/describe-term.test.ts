import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { describeTerm } from './describe-term.js';

/** Says the key of the words, and what is put into them. */
const t = ((key: string, put?: object) =>
  put === undefined ? key : `${key}(${Object.values(put).join(' ')})`) as unknown as TFunction;

test.each([
  ['matter', 'dust', 'matter/dust'],
  ['tier', 'banned', 'termValue/tier/banned'],
  ['duration', '90 min', 'termValue/minutes(90)'],
  ['repeats', '2', '2'],
  ['device', 'signagePosted chain', 'termValue/unmet(legal/signagePosted)termValue/andtermValue/doubt/chain'],
  ['device', 'of.later', 'of.later'],
] as const)('%s %j reads as %j', (term, value, words) => {
  expect(describeTerm({ term, value }, t)).toBe(words);
});
