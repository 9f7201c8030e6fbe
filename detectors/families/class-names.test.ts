import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClassNames } from './class-names.js';

/** A word as Python's `repr` writes it. */
function repr(word: string): string {
  const quote = word.includes("'") && !word.includes('"') ? '"' : "'";
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

const words = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 90 });

test('whatever names there are, they are read as Python writes them', () => {
  fc.assert(
    fc.property(words, (names) => {
      expect(parseClassNames(`{${names.map((name, index) => `${index}: ${repr(name)}`).join(', ')}}`)).toEqual(names);
      expect(parseClassNames(`[${names.map(repr).join(', ')}]`)).toEqual(names);
    }),
  );
});

test.each<[string, string, string[]]>([
  ['a dictionary', "{0: 'person', 1: 'bicycle'}", ['person', 'bicycle']],
  ['a dictionary out of order', "{1: 'b', 0: 'a'}", ['a', 'b']],
  ['JSON', '{"0": "person", "1": "car"}', ['person', 'car']],
  ['a list in JSON', '["person","traffic light"]', ['person', 'traffic light']],
  ['Chinese names', "{0: '三轮车', 1: '摊位'}", ['三轮车', '摊位']],
  ['a comma at the end', "['person', 'car',]", ['person', 'car']],
])('%s is read', (_, text, names) => {
  expect(parseClassNames(text)).toEqual(names);
});

test.each([
  ['nothing', ''],
  ['no names', '{}'],
  ['an expression', "__import__('os').system('true')"],
  ['an expression in a list', "['a', 'b' + 'c']"],
  ['more after it', "['a'] + ['b']"],
  ['no end', "['a', 'b'"],
  ['a word without end', "['a"],
  ['a gap', "{0: 'a', 2: 'b'}"],
  ['the same index twice', "{0: 'a', 0: 'b'}"],
  ['an unknown escape', String.raw`['\x41']`],
  ['numbers', '[1, 2]'],
])('%s is refused', (_, text) => {
  expect(parseClassNames(text)).toBeNull();
});

test('no text makes it fail', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const names = parseClassNames(text);
      expect(names === null || names.length > 0).toBe(true);
    }),
  );
});
