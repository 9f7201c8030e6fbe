import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSALS } from './refusal-catalogue.js';

test('docs/errors.md explains every code of the gateway as the catalogue does', () => {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith('Gateway')) ?? '';
  const rows = [...section.matchAll(/^\| `([\w.-]+)` +\| (.*?) +\| (.*?) +\|$/gm)];
  expect(Object.fromEntries(rows.map(([, code = '', meaning, mend]) => [code, { meaning, mend }]))).toEqual(REFUSALS);
});
