import { expect, test } from 'vitest';
import { readRules } from './read-rules.js';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const TEXT = `schema: lamppost.rules/1
zones:
  - { id: kerb, camera: cam, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - id: park
    matter: parking
    zone: kerb
    severity: 3
    forSeconds: 30
  - id: dust
    matter: dust
    severity: 3
    sensor: dust-01
    preset: DB61/1078-2017/building
`;

function notes(text: string, nowMs = NOW) {
  const read = readRules(text, nowMs);
  return read.status === 'refused' ? read.problems : read.warnings;
}

const inShort = (text: string) =>
  notes(text).map(({ code, line, column, path }) => `${code} ${line}:${column} ${path}`);

test('a good document is taken, and gives no cause for a word', () => {
  const read = readRules(TEXT, NOW);
  expect(read.status).toBe('taken');
  expect(notes(TEXT)).toEqual([]);
});

test.each([
  ['a mistyped field', 'forSeconds: 30', 'forSecond: 30', 'rules.unknown-field 9:5 rules[0].forSecond'],
  ['a missing field', '    forSeconds: 30\n', '', 'rules.missing-field 5:5 rules[0].forSeconds'],
  ['a word for a number', 'forSeconds: 30', 'forSeconds: long', 'rules.wrong-type 9:17 rules[0].forSeconds'],
  ['a number for a word', 'zone: kerb', 'zone: 12', 'rules.wrong-type 7:11 rules[0].zone'],
  ['a word that is not among those', 'matter: parking', 'matter: parkin', 'rules.not-allowed 6:13 rules[0].matter'],
  ['a number too large', 'severity: 3', 'severity: 9', 'rules.out-of-range 8:15 rules[0].severity'],
  ['a point off the picture', '[1, 1]', '[1, 100]', 'rules.out-of-range 3:64 zones[0].polygon[2][1]'],
  ['letters that an ID may not have', 'zone: kerb', "zone: '?'", 'rules.wrong-format 7:11 rules[0].zone'],
  ['a zone that is not there', 'zone: kerb', 'zone: krb', 'rules.no-such-name 7:11 rules[0].zone'],
  ['an ID twice', 'id: dust', 'id: park', 'rules.named-twice 10:9 rules[1].id'],
  ['an infinite number', 'severity: 3', 'severity: .inf', 'rules.wrong-type 8:15 rules[0].severity'],
  ['a limit that is nowhere', '    preset: DB61/1078-2017/building\n', '', 'rules.missing-field 10:5 rules[1].factor'],
  ['a bracket that is not closed', '[0, 1]] }', '[0, 1]', 'rules.not-yaml 4:1 '],
  ['a key twice', 'severity: 3', 'severity: 3\n    severity: 4', 'rules.not-yaml 9:5 '],
])('%s: told once, with code, line, column and field', (_, good, bad, expected) => {
  expect(inShort(TEXT.replace(good, bad))[0]).toBe(expected);
  if (!expected.includes('not-yaml')) expect(inShort(TEXT.replace(good, bad))).toHaveLength(1);
});

test('each problem is in Chinese and English, names the field in words, and says the mend', () => {
  expect(notes(TEXT.replace('forSeconds: 30', 'forSeconds: long'))[0]).toMatchObject({
    field: { zh: '持续时间（秒）', en: 'how long it must last, in seconds' },
    message: { zh: '应为数字，现为 "long"', en: 'must be a number, and is "long"' },
  });
  expect(notes(TEXT.replace('forSeconds:', 'forSecond:'))[0]?.message).toEqual({
    zh: '没有字段 "forSecond"，是否为 "forSeconds"？',
    en: 'there is no field "forSecond"; did you mean "forSeconds"?',
  });
  expect(notes(TEXT.replace('zone: kerb', "zone: '?'"))[0]?.message.zh).toMatch(/^1 至 64 个字符/);
});

test('all problems are told in the order of the file', () => {
  const text = TEXT.replace('severity: 3', 'severity: 9').replace('id: dust', 'id: 7').replace('schema', 'shema');
  expect(notes(text).map(({ line }) => line)).toEqual([1, 8, 10]);
});

test('a field of the prototype is a field that is not known', () => {
  expect(notes(TEXT.replace('severity: 3', 'severity: 3\n    __proto__: { id: x }'))[0]).toMatchObject({
    code: 'rules.unknown-field',
    field: null,
  });
});

test('a file without measure is refused without being read', () => {
  expect(notes(`${TEXT}#${'x'.repeat(2_000_000)}`)[0]?.code).toBe('rules.too-large');
});

test('the hash is that of what was meant: not of order, comments or defaults, but of every value', () => {
  const hash = (text: string) => {
    const read = readRules(text, NOW);
    return read.status === 'taken' ? read.sha256 : 'refused';
  };
  const same = TEXT.replace('    zone: kerb\n', '').replace(
    '    severity: 3\n',
    '    severity: 3 # slight\n    zone: kerb\n    mode: live\n',
  );
  expect(hash(same)).toBe(hash(TEXT));
  expect(hash(TEXT)).toMatch(/^[0-9a-f]{64}$/);
  expect(hash(TEXT.replace('forSeconds: 30', 'forSeconds: 31'))).not.toBe(hash(TEXT));
});

const stall = `${TEXT}  - { id: stall, matter: stall, zone: kerb, severity: 2, forSeconds: 60 }\n`;
const points = 'vendingPoints:\n  - { id: p, name: 夜市, camera: cam, polygon: [[0, 0], [1, 0], [1, 1]] }\n';

test.each([
  [
    'a code of another matter',
    TEXT.replace('zone: kerb', 'zone: kerb\n    matterCode: 08 004'),
    ['rules.code-of-other-matter rules[0].matterCode'],
  ],
  [
    'a code of nothing',
    TEXT.replace('zone: kerb', 'zone: kerb\n    matterCode: 99 999'),
    ['rules.code-unknown rules[0].matterCode'],
  ],
  ['another code of the matter', TEXT.replace('zone: kerb', 'zone: kerb\n    matterCode: 09 012'), []],
  [
    'a preset from memory',
    TEXT.replace('DB61/1078-2017/building', 'DB31/964-2016/tsp-1000'),
    ['rules.preset-unverified rules[1].preset'],
  ],
  [
    'a preset from memory whose values the operator has set',
    TEXT.replace('DB61/1078-2017/building', 'DB31/964-2016/tsp-1000\n    limit: 900\n    maxPerDay: 5'),
    [],
  ],
  [
    'pictures that do not fit',
    TEXT.replace('zone: kerb', 'zone: kerb\n    stills: { count: 5 }'),
    ['rules.stills-too-many rules[0].stills'],
  ],
  [
    'a zone that nothing looks at',
    TEXT.replace('zones:', 'zones:\n  - { id: z, camera: c, polygon: [[0, 0], [1, 0], [1, 1]] }'),
    ['rules.zone-unused zones[0]'],
  ],
  [
    'edges that cross',
    TEXT.replace('[1, 0.5], [1, 1]', '[1, 1], [1, 0.5]'),
    ['rules.polygon-crosses-itself zones[0].polygon'],
  ],
  ['a vending point where no stall rule looks', `${points}${TEXT}`, ['rules.point-without-effect vendingPoints[0]']],
  ['a vending point where one looks', `${points}${stall}`, []],
  [
    'a vending point in a banned zone',
    `${points}${stall}`.replace('camera: cam, polygon: [[0, 0.5]', 'tier: banned, camera: cam, polygon: [[0, 0.5]'),
    ['rules.point-without-effect vendingPoints[0]'],
  ],
])('taken, with a warning where one is due: %s', (_, text, expected) => {
  expect(readRules(text, NOW).status).toBe('taken');
  expect(notes(text).map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
});

test('holidays of a year that is not known yet are warned of where a schedule asks for them', () => {
  const later = Date.parse('2091-03-01T00:00:00Z');
  const text = TEXT.replace('zone: kerb', 'zone: kerb\n    when: [{ days: [workday] }]');
  expect(notes(text, later).map(({ code }) => code)).toEqual(['rules.year-unknown']);
  expect(notes(TEXT, later)).toEqual([]);
  expect(notes(text, NOW)).toEqual([]);
  expect(notes(`holidays: { daysOff: [2091-01-01] }\n${text}`, later)).toEqual([]);
});
