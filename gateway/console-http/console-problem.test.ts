import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONSOLE_PROBLEMS } from './console-problem.js';

test("docs/errors.md lists every code of the operators' page as the catalogue does", () => {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const [, section = ''] = /\n## Operators' page\n([\s\S]*?)(\n## |$)/.exec(text) ?? [];
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const told = rows.map(([, code = '', status, title]) => [
    code.replaceAll('`', ''),
    { status: Number(status), title },
  ]);
  expect(Object.fromEntries(told)).toEqual(CONSOLE_PROBLEMS);
});
