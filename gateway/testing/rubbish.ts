import fc from 'fast-check';

/** Strings that have broken programs before. */
const STRINGS: readonly string[] = [
  ...['', ' ', '\u0000', 'a\u0000b', '\uD800', '\uFFFF\u202E', '灯'.repeat(300), 'x'.repeat(5_000)],
  ...['../../etc/passwd', '..%2f..%2foperators.json', '%2e%2e%2f', '/', '.', '..', '\\', '%', '%ff', '%00'],
  ...['__proto__', 'constructor', 'toString', "' or 1=1 --", '${7*7}', '<script>', '-1', '0', '1.5', '1e309', 'NaN'],
  ...['9007199254740993', '9223372036854775808', '9'.repeat(400), '2026-02-30', 'W/"v1"', '"x"', `"${'0'.repeat(64)}"`],
];

function nested(depth: number, open = '[', close = ']'): string {
  return open.repeat(depth) + close.repeat(depth);
}

/** Aliases of aliases: a billion when they are written out. */
const BILLION = Array.from({ length: 10 }, (_, at) =>
  at === 0 ? 'a0: &a0 [1]' : `a${at}: &a${at} [${`*a${at - 1},`.repeat(10)}]`,
).join('\n');

/** Rule texts that YAML readers have choked on. */
const TEXTS: readonly string[] = [
  '\u0000',
  ': : :',
  '- - - -',
  '&a [*a]',
  '!!js/function "x"',
  '? {a: b}\n: c',
  '<<: *a',
  'schema: lamppost.rules/1\nzones: &z [*z]\n',
  `a: ${nested(20_000)}`,
  nested(20_000, '{a: ', '}'),
  `${'- '.repeat(20_000)}a`,
  BILLION,
  'schema: lamppost.rules/1\nrules: [{ id: lane, matter: parking, severity: 1e400, zone: "\\0", forSeconds: .nan }]\n',
];

/** Values in the place of others. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300, [], {}, [[[[[[]]]]]]],
  JSON.parse('{"__proto__":{"role":"operator"},"constructor":{"prototype":{}}}'),
  JSON.parse(nested(3_000)),
  ...STRINGS,
  ...TEXTS,
];

/** A PNG that claims 65,535 pixels each way, and holds none. */
const HUGE_PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('0000ffff0000ffff0802000000', 'hex'),
  Buffer.from('b0b6c3e7', 'hex'),
]);

/** What is sent as a body, with the content type that it goes under. */
export interface RubbishBody {
  readonly type: string;
  readonly bytes: string | Buffer;
}

const JSON_TYPE = 'application/json';
const BODIES: readonly RubbishBody[] = [
  ...['', '{', 'null', '{"a":1,"a":2}', '{"__proto__":{}}', '\u0000', '"\\ud800"', nested(50_000)].map((bytes) => ({
    type: JSON_TYPE,
    bytes,
  })),
  { type: JSON_TYPE, bytes: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
  // Over the limit of every route but those that take rules or a picture.
  { type: JSON_TYPE, bytes: `"${'x'.repeat(1_100_000)}"` },
  { type: 'text/plain', bytes: 'plain' },
  { type: 'application/xml', bytes: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' },
  { type: 'multipart/form-data; boundary=x', bytes: '--x\r\n\r\n--x--' },
  { type: 'not a type', bytes: 'a' },
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', bytes: HUGE_PNG },
  { type: 'image/png', bytes: '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>' },
  { type: 'image/jpeg', bytes: Buffer.alloc(100_000, 'GIF89a') },
];

/** Bodies that a route would take but for some of their parts, and others that none takes. */
export function rubbishBodyLike(example: unknown): fc.Arbitrary<RubbishBody> {
  const spoilt = spoiltOf(example).map((value) => ({ type: JSON_TYPE, bytes: JSON.stringify(value) }));
  return fc.oneof({ weight: 3, arbitrary: spoilt }, { weight: 2, arbitrary: fc.constantFrom(...BODIES) });
}

/** The example itself, or with a part of it replaced, left out or added. */
function spoiltOf(example: unknown): fc.Arbitrary<unknown> {
  const rubbish = fc.constantFrom(...VALUES);
  if (typeof example !== 'object' || example === null)
    return fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, { weight: 3, arbitrary: rubbish });
  const entries = Object.entries(example);
  const list: readonly unknown[] | null = Array.isArray(example) ? example : null;
  const whole = fc.constant(example);
  const parts = entries.map(([key, value]) =>
    spoiltOf(value).map((spoilt) => (list === null ? { ...example, [key]: spoilt } : list.with(Number(key), spoilt))),
  );
  const without = entries.map(([key]) => fc.constant(Object.fromEntries(entries.filter(([other]) => other !== key))));
  const more = fc.constant(list === null ? { ...example, more: 1 } : [...list, ...list]);
  return fc.oneof(
    { weight: 4, arbitrary: whole },
    { weight: 1, arbitrary: rubbish },
    more,
    ...parts,
    ...parts,
    ...without,
  );
}

/** A known value, or a string that is none. */
export function rubbishTextLike(known: readonly string[]): fc.Arbitrary<string> {
  const rubbish = fc.constantFrom(...STRINGS);
  return known.length === 0
    ? rubbish
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: rubbish });
}
