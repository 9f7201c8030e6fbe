import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readRules } from './read-rules.js';
import { RuleDocument } from './rule-document.js';

/** Kept, so that what was found is found again. */
const SEED = 20_261_122;
const TEXT_RUNS = 6_000;
const STRUCTURE_RUNS = 4_000;
const NOW = Date.parse('2026-03-01T00:00:00Z');

const FULL = {
  schema: 'lamppost.rules/1',
  version: 'spring',
  timeZone: 'Asia/Shanghai',
  holidays: { calendar: 'china', daysOff: ['2026-10-20'], workdays: ['2026-10-24'] },
  zones: [
    {
      id: 'kerb',
      camera: 'cam',
      kind: 'sidewalk',
      tier: 'banned',
      polygon: [
        [0, 0.5],
        [1, 0.5],
        [1, 1],
      ],
    },
  ],
  vendingPoints: [
    {
      id: 'night-market',
      name: '夜市',
      camera: 'cam',
      polygon: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      hours: [{ days: ['fri', 'holiday'], from: '18:00', to: '02:00' }],
      capacity: 12,
      season: { from: '04-01', to: '10-31' },
    },
  ],
  speakers: [{ id: 'horn', quiet: [{ from: '22:00', to: '07:00' }] }],
  templates: [{ id: 'leave', zh: '请离开{place}', en: 'Please leave {place}' }],
  rules: [
    { id: 'park', matter: 'parking', zone: 'kerb', severity: 3, forSeconds: 300, stills: { count: 3 } },
    {
      id: 'stall',
      matter: 'stall',
      zone: 'kerb',
      severity: 2,
      forSeconds: 300,
      remind: { speaker: 'horn', template: 'leave', graceSeconds: 120 },
      when: [{ days: ['workday'], from: '08:00', to: '22:00' }],
    },
    {
      id: 'fire',
      matter: 'burning',
      zone: 'kerb',
      severity: 5,
      forSeconds: 15,
      with: [
        {
          kind: 'anyOf',
          of: [
            { kind: 'rule', rule: 'dust' },
            { kind: 'level', sensor: 'd', factor: 'a34002', above: 150 },
          ],
        },
        {
          kind: 'nOfM',
          of: { kind: 'level', sensor: 'd', factor: 'a34002', above: 150 },
          n: 3,
          m: 5,
          everySeconds: 60,
        },
      ],
    },
    {
      id: 'dust',
      matter: 'dust',
      severity: 4,
      sensor: 'd',
      preset: 'DB13/2934-2019/pm10',
      baseline: { sensors: ['c'] },
    },
  ],
};
/** Whole documents, small: one for each rule, with what it needs. */
const DOCUMENTS = FULL.rules.map((rule) => ({
  schema: FULL.schema,
  zones: FULL.zones,
  ...(rule.id === 'dust' ? { version: FULL.version, holidays: FULL.holidays } : {}),
  ...(rule.id === 'stall' ? { ...FULL, holidays: {} } : {}),
  rules: rule.id === 'fire' ? [rule, FULL.rules.at(-1)] : [rule],
}));
const TEXTS = DOCUMENTS.map((document) => stringify(document));

/** What goes into a text where something was: marks that mean something in YAML, and what no one means. */
const scrap = fc.oneof(
  fc.constantFrom(
    ': ',
    '- ',
    '\n',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!!binary ',
    '<<: ',
    '? ',
    '| ',
    '#',
    '---\n',
    '...',
    '%',
    '\0',
    '\uFEFF',
    '\u2028',
  ),
  fc.constantFrom(
    'null',
    '~',
    '.inf',
    '.nan',
    '-1',
    '1e999',
    '0x1',
    '9007199254740993',
    'true',
    '__proto__: x\n',
    'constructor: {}\n',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const edit = fc.record({
  at: fc.nat(1_500),
  length: fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(40) }),
  put: fc.oneof({ weight: 3, arbitrary: scrap }, { weight: 1, arbitrary: fc.constantFrom('', ' ', '0', '1') }),
});

function mutateText(original: string, edits: readonly { at: number; length: number; put: string }[]): string {
  return edits.reduce((text, { at, length, put }) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + length);
  }, original);
}

/** Anything that YAML can write, small. */
const anything = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      '',
      'kerb',
      'mon',
      '24:00',
      '2026-02-30',
      0,
      -1,
      1.5,
      1e308,
      true,
      [],
      {},
      [[]],
      [null],
    ),
  },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2, maxKeys: 4, withNullPrototype: false }) },
);
const step = fc.record({
  which: fc.nat(10_000),
  how: fc.constantFrom('set', 'drop', 'add', 'repeat'),
  value: anything,
});

/** Every object and list within a value, the value itself first. */
function containers(value: unknown): (Record<string, unknown> | unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const self = value as Record<string, unknown> | unknown[];
  return [self, ...Object.values(self).flatMap(containers)];
}

function mutateStructure(original: object, steps: readonly { which: number; how: string; value: unknown }[]): unknown {
  const document: unknown = structuredClone(original);
  for (const { which, how, value } of steps) {
    const all = containers(document);
    const target = all[which % all.length];
    if (target === undefined) continue;
    const keys = Object.keys(target);
    const key = keys[which % Math.max(1, keys.length)] ?? '0';
    if (Array.isArray(target)) {
      if (how === 'drop') target.splice(Number(key), 1);
      else if (how === 'repeat') target.push(structuredClone(target[Number(key)]));
      else target[how === 'set' ? Number(key) : target.length] = value;
    } else if (how === 'drop') Reflect.deleteProperty(target, key);
    else target[how === 'set' ? key : `${key}s`] = value;
  }
  return document;
}

const CODES =
  /^rules\.(?:too-large|not-yaml|missing-field|unknown-field|wrong-type|not-allowed|out-of-range|wrong-format|contradiction|no-such-name|named-twice)$/;

/** Taken as a whole document, or refused with codes, places and mends in both languages: there is nothing between. */
function verdictOf(text: string): 'taken' | 'refused' {
  const read = readRules(text, NOW);
  if (read.status === 'taken') {
    expect(RuleDocument.parse(read.document)).toEqual(read.document);
    return read.status;
  }
  const isWhole = read.problems.every(
    ({ code, line, column, message }) =>
      CODES.test(code) && line >= 1 && column >= 1 && message.zh !== '' && message.en !== '',
  );
  if (!isWhole || read.problems.length === 0) throw new Error(JSON.stringify(read.problems));
  return read.status;
}

test.each(TEXTS)('the documents that are mutated are good themselves', (text) => {
  expect(verdictOf(text)).toBe('taken');
});

test('6,000 documents with altered text: each is taken or refused with a code', () => {
  const verdicts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
      verdicts[verdictOf(mutateText(text, edits))] += 1;
    }),
    { seed: SEED, numRuns: TEXT_RUNS },
  );
  // A fuzz that only ever came to one end would say little.
  expect(Math.min(verdicts.taken, verdicts.refused)).toBeGreaterThan(TEXT_RUNS / 100);
});

test('4,000 documents with altered structure: each is taken or refused with a code', () => {
  const verdicts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...DOCUMENTS), fc.array(step, { minLength: 1, maxLength: 3 }), (document, steps) => {
      let text: string;
      try {
        // JSON is YAML too, and quicker to write.
        text = JSON.stringify(mutateStructure(document, steps), null, 1);
      } catch {
        // What cannot be written cannot come from a file.
        return;
      }
      verdicts[verdictOf(text)] += 1;
    }),
    { seed: SEED + 1, numRuns: STRUCTURE_RUNS },
  );
  expect(Math.min(verdicts.taken, verdicts.refused)).toBeGreaterThan(STRUCTURE_RUNS / 100);
});
