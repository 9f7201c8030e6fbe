import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.js';

function readCloudTable(): Record<string, { status: number; titleZh: string; titleEn: string; mend: string }> {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const [, section = ''] = /\n## Cloud\n([\s\S]*?)(\n## |$)/.exec(text) ?? [];
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return Object.fromEntries(
    rows.map(([, code = '', status, titleZh = '', titleEn = '', mend = '']) => [
      code.replaceAll('`', ''),
      { status: Number(status), titleZh, titleEn, mend },
    ]),
  );
}

test('docs/errors.md and the catalogue say the same', () => {
  expect(readCloudTable()).toEqual(CATALOGUE);
});
