import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, groupFaults, linesOf, mediaTypeOf, replaceLine } from './import-file.js';

test('a table saved by Excel in Chinese Windows is read like one in UTF-8', () => {
  // "片区编号" in GBK.
  expect(decodeText(Uint8Array.of(0xc6, 0xac, 0xc7, 0xf8, 0xb1, 0xe0, 0xba, 0xc5))).toBe('片区编号');
  expect(decodeText(new TextEncoder().encode('片区编号'))).toBe('片区编号');
});

test.each([
  ['片区编号,事项代码\nold-town,09 009', 'text/csv'],
  ['\uFEFF{ "type": "FeatureCollection", "features": [] }', 'application/geo+json'],
  ['{"bureaus":[]}', 'application/json'],
  ['', 'text/csv'],
])('tells by its text what %j is', (text, mediaType) => {
  expect(mediaTypeOf(text)).toBe(mediaType);
});

test('a line is mended, and the others stay to the byte', () => {
  expect(replaceLine('a\r\nb\nc', 2, 'B')).toBe('a\r\nB\nc');
  expect(replaceLine('a\r\nb\nc', 1, 'A')).toBe('A\r\nb\nc');
  expect(replaceLine('a\nb\n', 2, 'B')).toBe('a\nB\n');
  expect(replaceLine('', 1, 'A')).toBe('A');
  const line = fc.string().map((text) => text.replaceAll(/[\r\n]/g, ' '));
  const file = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(file, fc.nat(), line, (rows, chosen, written) => {
      const text = rows.flat().join('');
      const at = chosen % rows.length;
      const mended = rows.map(([was, end], index) => (index === at ? written : was) + end).join('');
      expect(replaceLine(text, at + 1, written)).toBe(mended);
      expect(linesOf(text)[at]).toBe(rows[at]?.[0]);
    }),
  );
});

test('faults stand together by their lines, first to last', () => {
  const fault = (line: number, field: string) => ({ line, field, message: 'wrong' });
  expect(groupFaults([fault(7, 'a'), fault(2, 'b'), fault(7, 'c')])).toEqual([
    { line: 2, faults: [fault(2, 'b')] },
    { line: 7, faults: [fault(7, 'a'), fault(7, 'c')] },
  ]);
});
