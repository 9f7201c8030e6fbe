import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseLanguage } from './choose-language.js';
import { formatMoment } from './format-moment.js';
import { turnPages } from './turn-pages.js';
import { writeCsv } from './write-csv.js';

const COLUMNS = [
  { zh: '甲', en: 'a', cell: ([a]: readonly string[]) => a },
  { zh: '乙', en: 'b', cell: ([, b]: readonly string[]) => b },
];
const STYLE = { language: 'en', zone: 'Asia/Shanghai' } as const;

async function write(...pages: readonly (readonly string[])[][]): Promise<string> {
  const parts = [];
  for await (const part of writeCsv(
    COLUMNS,
    (async function* () {
      for (const page of pages) yield await Promise.resolve(page);
    })(),
    STYLE,
  ))
    parts.push(part);
  return parts.join('');
}

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('=+-@＝＋－＠\t\r\n ,;"\'a1\u200B\u00A0')) }),
);

test('whatever a cell holds comes back, and none begins like a formula', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), async (rows) => {
      const read = parse(await write(rows), { bom: true, record_delimiter: '\r\n' });
      expect(read[0]).toEqual(['a', 'b']);
      expect(read.slice(1).map((row) => row.map((text) => text.replace(/^'/, '')))).toEqual(
        rows.map((row) => row.map((text) => text.replace(/^'/, ''))),
      );
      for (const text of read.slice(1).flat()) expect(text).not.toMatch(/^[\s\u0000\u200B]*[=+\-@＝＋－＠]/);
    }),
  );
});

test('it begins with a byte order mark, and ends lines as RFC 4180 says', async () => {
  expect(await write([['=1+1', '-2']], [], [['"x"', 'y,z']])).toBe(
    '\uFEFF"a","b"\r\n"\'=1+1","\'-2"\r\n"""x""","y,z"\r\n',
  );
});

test('pages are turned one at a time, as they are wanted', async () => {
  const read: number[] = [];
  const pages = turnPages((after: number | null) => {
    const page = (after ?? 0) + 1;
    read.push(page);
    return Promise.resolve({ rows: [[`${page}`, '']], next: page < 100 ? page : null });
  });
  const lines = writeCsv(COLUMNS, pages, STYLE);
  await lines.next();
  await lines.next();
  await lines.next();
  expect(read).toEqual([1, 2]);
  await lines.return(undefined);
});

test.each([
  [undefined, undefined, 'zh'],
  ['en', 'zh-CN,zh;q=0.9', 'en'],
  [undefined, 'fr, en;q=0.8, zh-CN;q=0.9', 'zh'],
  [undefined, 'en-GB,en;q=0.9,zh;q=0.8', 'en'],
  [undefined, 'fr,*', 'zh'],
] as const)('asked for %s, with the header %s, it is %s', (asked, header, language) => {
  expect(chooseLanguage(asked, header)).toBe(language);
});

test('moments are those of the zone', () => {
  expect(formatMoment(Date.UTC(2026, 2, 1, 16, 5, 9), 'Asia/Shanghai')).toBe('2026-03-02 00:05:09');
  expect(formatMoment(Date.UTC(2026, 2, 1, 16, 5, 9), 'Asia/Urumqi')).toBe('2026-03-01 22:05:09');
});
