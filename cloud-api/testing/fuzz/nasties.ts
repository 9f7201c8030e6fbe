/** Strings that have broken programs before. None of them reads like something that a server would say of its inside. */
export const NASTY_STRINGS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uD800',
  '\uFFFF\u202E',
  '../../etc/passwd',
  '..%2f..%2fkeys%2freceipt-key.pem',
  '%2e%2e%2f',
  '/',
  '.',
  '..',
  '__proto__',
  'constructor',
  'toString',
  "' or 1=1 --",
  '"; drop',
  '${7*7}',
  '<script>',
  '9'.repeat(400),
  '-1',
  '1e309',
  'NaN',
  '9007199254740993',
  '9223372036854775808',
  '2026-02-30',
  'x'.repeat(5_000),
  '灯'.repeat(300),
  'W/"v1"',
  '"v99999999999999999999"',
  'bm90IGEgY3Vyc29y',
  'eyJhIjoxfQ',
];

/** Values in the place of others: of another type, too large, or with keys that objects have already. */
export const NASTY_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e300,
  [],
  {},
  [[[[[[]]]]]],
  JSON.parse('{"__proto__":{"isAdministrator":true},"constructor":{"prototype":{}}}'),
  ...NASTY_STRINGS,
];

function deepJson(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Bodies that are sent whatever a route wants, with the content type that they go under. */
export const NASTY_BODIES: readonly { readonly type: string; readonly bytes: string }[] = [
  { type: 'application/json', bytes: '' },
  { type: 'application/json', bytes: '{' },
  { type: 'application/json', bytes: 'null' },
  { type: 'application/json', bytes: '{"a":1,"a":2}' },
  { type: 'application/json', bytes: '{"__proto__":{}}' },
  { type: 'application/json', bytes: deepJson(5_000) },
  { type: 'application/json', bytes: `"${'x'.repeat(200_000)}"` },
  { type: 'text/plain', bytes: 'plain' },
  { type: 'application/xml', bytes: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' },
  { type: 'multipart/form-data; boundary=x', bytes: '--x\r\n\r\n--x--' },
  { type: 'not a type', bytes: 'a' },
  { type: 'text/csv', bytes: 'areaId,matterCode\n"' },
  { type: 'text/csv', bytes: `${'a,'.repeat(20_000)}\n` },
  { type: 'text/csv', bytes: '=cmd()|x!A1,@sum,+1,-1\n'.repeat(2_000) },
  {
    type: 'application/geo+json',
    bytes:
      '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[]]}}]}',
  },
  {
    type: 'application/geo+json',
    bytes: `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"areaId":"a","name":"a"},"geometry":{"type":"Polygon","coordinates":${deepJson(2_000)}}}]}`,
  },
  { type: 'application/offset+octet-stream', bytes: 'PK\u0003\u0004' },
  { type: 'application/zip', bytes: `PK\u0005\u0006${'\u00ff'.repeat(18)}` },
  { type: 'image/jpeg', bytes: '\u00ff\u00d8\u00ff' },
];
