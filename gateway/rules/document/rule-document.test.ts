import { expect, test } from 'vitest';
import { RuleDocument } from './rule-document.js';

const square = [
  [0, 0],
  [1, 0],
  [1, 1],
];
const zones = [{ id: 'kerb', camera: 'cam', polygon: square }];
const parking = { id: 'park', matter: 'parking', severity: 3, zone: 'kerb', forSeconds: 60 };
const dust = { id: 'dust', matter: 'dust', severity: 4, sensor: 'dust-01' };

function parse(over: object) {
  return RuleDocument.safeParse({ schema: 'lamppost.rules/1', zones, rules: [], ...over });
}

function messages(over: object): string[] {
  const parsed = parse(over);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function firstRule(rule: object) {
  const parsed = parse({ rules: [rule] });
  if (!parsed.success) throw parsed.error;
  return parsed.data.rules[0];
}

test('a document of before the new parts is as it was: each has a default that changes nothing', () => {
  const parsed = parse({ rules: [parking] });
  expect(parsed.data).toMatchObject({
    version: null,
    timeZone: 'Asia/Shanghai',
    holidays: { calendar: 'china', daysOff: [], workdays: [] },
    vendingPoints: [],
    zones: [{ kind: 'other', tier: 'controlled' }],
    rules: [
      { matterCode: '09 009', mode: 'live', when: null, cooldownSeconds: 0, remind: null, stills: null, with: [] },
    ],
  });
});

test('a document that was read, read again, is the same', () => {
  const first = parse({
    rules: [parking, { ...dust, preset: 'DB13/2934-2019/pm10', baseline: { sensors: ['county-1'] } }],
  });
  expect(RuleDocument.parse(first.data)).toEqual(first.data);
});

test('a preset gives factor, window, limit, count and kind of baseline; what the rule says itself is taken before', () => {
  expect(firstRule({ ...dust, preset: 'DB31/964-2016/tsp-1000' })).toMatchObject({
    factor: 'a34001',
    windowSeconds: 900,
    limit: 1000,
    maxPerDay: 6,
    windows: 'tumbling',
    baseline: null,
  });
  expect(
    firstRule({ ...dust, preset: 'DB13/2934-2019/pm10', limit: 100, baseline: { sensors: ['county-1'], cap: null } }),
  ).toMatchObject({ limit: 100, maxPerDay: 2, baseline: { of: 'county', sensors: ['county-1'], cap: null } });
});

test('a limit in mg/m3 is kept in ug/m3', () => {
  const rule = firstRule({ ...dust, factor: 'a34001', windowSeconds: 900, limit: 0.8, unit: 'mg/m3' });
  expect(rule).toMatchObject({ limit: 800, windows: 'sliding', maxPerDay: 0 });
  expect(rule).not.toHaveProperty('unit');
});

test.each([
  ['no limit and no preset', { ...dust, factor: 'a34001', windowSeconds: 60 }, /^rules\.0\.limit: .*preset/],
  [
    'a preset above a mean that is not named',
    { ...dust, preset: 'DB13/2934-2019/pm10' },
    /rules\.0\.baseline: .*county/,
  ],
  [
    'a preset of another phase',
    { ...dust, preset: 'DB61/1078-2017/building', phase: 'earthwork' },
    /rules\.0\.phase: .*structure, finishing/,
  ],
  [
    'a preset of another factor',
    { ...dust, preset: 'DB31/964-2016/tsp-1000', factor: 'a34002' },
    /rules\.0\.factor: .*a34001/,
  ],
  [
    'a unit that the factor does not have',
    { ...dust, factor: 'LA', windowSeconds: 60, limit: 70, unit: 'mg/m3' },
    /rules\.0\.unit: .*dB/,
  ],
  ['a zone that is not there', { ...parking, zone: 'kreb' }, /rules\.0\.zone: .*did you mean "kerb"/],
  ['a reminder that reaches nobody', { ...parking, remind: {} }, /rules\.0\.remind\.speaker: /],
  ['a speaker that is not there', { ...parking, remind: { speaker: 's' } }, /rules\.0\.remind\.speaker: .*none/],
  [
    'a template that is not there',
    { ...parking, remind: { cloud: true, template: 't' } },
    /rules\.0\.remind\.template: /,
  ],
  [
    'a rule of a rule that is not there',
    {
      ...parking,
      with: [
        {
          kind: 'anyOf',
          of: [
            { kind: 'rule', rule: 'x' },
            { kind: 'picture', camera: 'c' },
          ],
        },
      ],
    },
    /rules\.0\.with\.0\.of\.0\.rule: /,
  ],
  [
    'more spans than are looked at',
    { ...parking, with: [{ kind: 'nOfM', of: { kind: 'picture', camera: 'c' }, n: 6, m: 5 }] },
    /rules\.0\.with\.0\.n: /,
  ],
  [
    'a time within which that a count does not have',
    { ...parking, with: [{ kind: 'nOfM', of: { kind: 'picture', camera: 'c', withinSeconds: 5 }, n: 1, m: 5 }] },
    /rules\.0\.with\.0\.of: .*withinSeconds/,
  ],
  ['a rule that waits for itself', { ...parking, with: [{ kind: 'rule', rule: 'park' }] }, /rules\.0\.with: .*itself/],
  ['a time that is none', { ...parking, when: [{ from: '7:00' }] }, /rules\.0\.when\.0\.from: .*08:00/],
  ['a span without length', { ...parking, when: [{ from: '08:00', to: '08:00' }] }, /rules\.0\.when\.0\.from: /],
])('refused, with the place and the mend: %s', (_, rule, message) => {
  expect(messages({ rules: [rule] })).toEqual([expect.stringMatching(message)]);
});

test.each([
  ['a time zone that is none', { timeZone: 'Asia/Bejing' }, /^timeZone: .*Asia\/Shanghai/],
  [
    'a day that is both',
    { holidays: { daysOff: ['2026-10-10'], workdays: ['2026-10-10'] } },
    /^holidays\.workdays\.0: /,
  ],
  ['a zone twice', { zones: [...zones, ...zones] }, /^zones\.1\.id: .*listed twice/],
  [
    'a season with a day that no year has',
    {
      vendingPoints: [{ id: 'p', name: 'p', camera: 'cam', polygon: square, season: { from: '02-30', to: '03-01' } }],
    },
    /^vendingPoints\.0\.season\.from: /,
  ],
  [
    'a template with words that nothing fills',
    { templates: [{ id: 't', zh: '{who}', en: 'x' }] },
    /^templates\.0\.zh: .*\{place\}/,
  ],
])('refused, with the place and the mend: %s', (_, over, message) => {
  expect(messages(over)).toEqual([expect.stringMatching(message)]);
});
