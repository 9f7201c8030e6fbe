import { expect, test } from 'vitest';
import text from '../../../docs/errors.md?raw';
import { en, zh } from './problem.js';

/** Those that both pages can be told stand in the kit. */
const OF_KIT = ['access.sign-in-wrong', 'access.too-many-failures', 'account.password-weak'];

test('the page has words for all that it can be refused, in both languages', () => {
  const [, section = ''] = /\n## Operators' page\n([\s\S]*?)(\n## |$)/.exec(text) ?? [];
  const codes = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !OF_KIT.includes(code) && !Object.hasOwn(zh, code))).toEqual([]);
  expect(Object.keys(en)).toEqual(Object.keys(zh));
});
