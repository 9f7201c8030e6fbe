import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RuleEdit } from '../../console-shapes/rule-desk.js';
import { editRules } from './edit-rules.js';

const DEMO = readFileSync(fileURLToPath(new URL('../../../device-sim/demo/rules.yaml', import.meta.url)), 'utf8');
/** All ways of writing that operators use, with comments in odd places. */
const MIXED = `# our town
schema: lamppost.rules/1   # always this
version: "2026-a"

zones:   # areas
  # the kerb of the school
  - id: kerb # west
    name: '学校门口'
    camera: gate
    polygon: # four corners
      - [0.0, 0.25] # top left
      - [1.0, 0.25]
      - [1.0, 1.0]   # bottom right
      - [0.0, 1.0]

  - { id: lane, camera: gate, polygon: [[0, 0.3], [0.5, 0.3], [0.5, 1]] } # short
vendingPoints: []
rules:
- id: parked   # the rule of the kerb
  matter: parking
  severity: 3
  zone: kerb
  forSeconds: 300 # five minutes
  when:
    - { days: [workday], from: '09:00', to: '15:30' }
  # stills as the bureau wants them
  stills: { count: 4, leastSecondsApart: 60 }
- { id: lane-rule, matter: parking, severity: 2, zone: lane, forSeconds: 100 }
# the end
`;

const set = (path: (string | number)[], value: unknown): RuleEdit => ({ op: 'set', path, value: value as null });
const remove = (...path: (string | number)[]): RuleEdit => ({ op: 'remove', path });
function edited(text: string, ...edits: RuleEdit[]): string {
  const result = editRules(text, edits);
  if (result.status !== 'edited') throw new Error(result.reason);
  return result.text;
}
const commentsOf = (text: string) => text.match(/#.*$/gm) ?? [];
const valueAt = (text: string, path: readonly (string | number)[]) =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], parse(text));

describe('an edit of the text of rules', () => {
  test('moves one corner by changing its two numbers alone', () => {
    const moved = edited(MIXED, set(['zones', 0, 'polygon', 1], [0.9, 0.31]));
    expect(moved).toBe(MIXED.replace('- [1.0, 0.25]\n', '- [0.9, 0.31]\n'));
    expect(edited(DEMO, set(['zones', 0, 'polygon', 2, 0], 0.8))).toBe(
      DEMO.replace('[1.0, 0.55], [1.0, 0.75]', '[1.0, 0.55], [0.8, 0.75]'),
    );
  });

  test('puts corners in and takes them out, in brackets and in lines', () => {
    const flow = edited(
      MIXED,
      set(
        ['zones', 1, 'polygon'],
        [
          [0, 0.3],
          [0.25, 0.3],
          [0.5, 0.3],
          [0.5, 1],
        ],
      ),
    );
    expect(flow).toBe(MIXED.replace('[[0, 0.3], [0.5', '[[0, 0.3], [0.25, 0.3], [0.5'));
    const lines = edited(MIXED, remove('zones', 0, 'polygon', 2));
    expect(lines).toBe(MIXED.replace('      - [1.0, 1.0]   # bottom right\n', ''));
    const block = edited(
      MIXED,
      set(
        ['zones', 0, 'polygon'],
        [
          [0, 0.25],
          [0.5, 0.25],
          [1, 0.25],
          [1, 1],
          [0, 1],
        ],
      ),
    );
    expect(block).toBe(MIXED.replace('      - [1.0, 0.25]\n', '      - [0.5, 0.25]\n      - [1.0, 0.25]\n'));
  });

  test('changes a field, adds one that was not written, and takes it out again', () => {
    expect(edited(MIXED, set(['rules', 0, 'forSeconds'], 420))).toBe(MIXED.replace('300 # five', '420 # five'));
    const added = edited(MIXED, set(['rules', 0, 'minCoverage'], 0.7));
    expect(added).toBe(MIXED.replace('leastSecondsApart: 60 }\n', 'leastSecondsApart: 60 }\n  minCoverage: 0.7\n'));
    expect(edited(added, remove('rules', 0, 'minCoverage'))).toBe(MIXED);
    const inFlow = edited(MIXED, set(['rules', 1, 'mode'], 'shadow'));
    expect(inFlow).toBe(MIXED.replace('forSeconds: 100 }', 'forSeconds: 100, mode: shadow }'));
    expect(edited(inFlow, remove('rules', 1, 'mode'))).toBe(MIXED);
    expect(edited(MIXED, set(['zones', 0, 'name'], "it's #1"))).toContain("name: 'it''s #1'\n");
  });

  test('adds a zone and a vending point, and takes them out again', () => {
    const zone = {
      id: 'yard',
      name: '院子: 北',
      camera: 'gate',
      kind: 'yard',
      polygon: [
        [0, 0],
        [1, 0],
        [1, 0.5],
      ],
    };
    const withZone = edited(MIXED, set(['zones', 2], zone));
    expect(valueAt(withZone, ['zones', 2])).toEqual(zone);
    expect(edited(withZone, remove('zones', 2))).toBe(MIXED);
    const point = { id: 'night', name: '夜市', camera: 'gate', polygon: zone.polygon, capacity: 12 };
    const withPoint = edited(MIXED, set(['vendingPoints', 0], point));
    expect(withPoint).toContain('vendingPoints:\n  - id: night\n    name: 夜市\n');
    expect(edited(withPoint, remove('vendingPoints', 0))).toBe(MIXED);
  });

  test('writes lists and maps that are not there, and empties them', () => {
    const text = 'schema: lamppost.rules/1\nrules: []\n';
    const added = edited(
      text,
      set(['zones', 0], {
        id: 'a',
        camera: 'b',
        polygon: [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      }),
    );
    expect(parse(added)).toEqual({
      schema: 'lamppost.rules/1',
      rules: [],
      zones: [
        {
          id: 'a',
          camera: 'b',
          polygon: [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        },
      ],
    });
    const bare = edited('schema: x\nzones:\nrules: []\n', set(['zones', 0], { id: 'a' }));
    expect(parse(bare)).toEqual({ schema: 'x', zones: [{ id: 'a' }], rules: [] });
    expect(parse(edited(MIXED, set(['rules', 0, 'when'], null)))).toMatchObject({ rules: [{ when: null }, {}] });
  });

  test('keeps line breaks as Windows writes them', () => {
    const windows = MIXED.replaceAll('\n', '\r\n');
    const added = edited(
      windows,
      set(['rules', 0, 'cooldownSeconds'], 60),
      set(['zones', 2], { id: 'z', camera: 'c' }),
    );
    expect(added.replaceAll('\r\n', '')).not.toContain('\n');
    expect(edited(added, remove('rules', 0, 'cooldownSeconds'), remove('zones', 2))).toBe(windows);
  });

  test('is refused where there is no such place, or the text is no YAML', () => {
    expect(editRules(MIXED, [remove('zones', 7)])).toEqual({ status: 'impossible', reason: 'no-such-place' });
    expect(editRules(MIXED, [set(['zones', 9], {})])).toEqual({ status: 'impossible', reason: 'no-such-place' });
    expect(editRules('a: [', [set(['a'], 1)])).toEqual({ status: 'impossible', reason: 'not-yaml' });
  });

  test.each([
    [
      'aliases without measure',
      [0, 1, 2, 3].map((at) => `a${at}: &a${at} [${at === 0 ? 1 : `*a${at - 1}, `.repeat(20)}]\n`).join(''),
    ],
    ['nesting without measure', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('of %s is refused', (_name, text) => {
    expect(editRules(text, [set(['c'], 1)])).toEqual({ status: 'impossible', reason: 'not-yaml' });
  });

  test('of what an alias names changes that place alone', () => {
    const text = 'a: &p [[0, 0], [1, 0], [1, 1]] # once\nb: *p\n';
    const moved = edited(text, set(['b', 1], [0.5, 0]));
    expect(parse(moved)).toEqual({
      a: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      b: [
        [0, 0],
        [0.5, 0],
        [1, 1],
      ],
    });
    expect(moved).toContain('# once');
  });
});

const coordinate = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const polygon = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 8 });
const anEdit = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 1 }), polygon).map(([zone, value]) => set(['zones', zone, 'polygon'], value)),
  fc
    .tuple(fc.integer({ min: 0, max: 1 }), fc.string({ minLength: 1, maxLength: 20 }))
    .map(([zone, name]) => set(['zones', zone, 'name'], name)),
  fc
    .tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 1, max: 9_999 }))
    .map(([rule, value]) => set(['rules', rule, 'forSeconds'], value)),
  fc
    .tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom('live', 'shadow'))
    .map(([rule, value]) => set(['rules', rule, 'mode'], value)),
  fc
    .tuple(fc.integer({ min: 0, max: 1 }), coordinate)
    .map(([rule, value]) => set(['rules', rule, 'minCoverage'], value)),
  fc
    .integer({ min: 0, max: 1 })
    .map((rule) => set(['rules', rule, 'when'], [{ days: ['mon', 'tue'], from: '08:00', to: '20:00' }])),
);

describe('any edits of the text of rules', () => {
  test('come to the values that were meant, lose no comment of what stays, and leave other values alone', () => {
    fc.assert(
      fc.property(fc.array(anEdit, { minLength: 1, maxLength: 5 }), (edits) => {
        let text = MIXED;
        for (const edit of edits) {
          text = edited(text, edit);
          expect(valueAt(text, edit.path)).toEqual(edit.op === 'set' ? edit.value : undefined);
        }
        // Comments of corners go with their corners.
        for (const comment of commentsOf(MIXED).filter((each) => !each.includes('left') && !each.includes('right')))
          expect(text).toContain(comment);
      }),
      { numRuns: 40 },
    );
  });

  test('and their reverse come to the same bytes', () => {
    // As it is written here, a number is written in one way alone.
    const plain = MIXED.replaceAll('0.0,', '0,').replaceAll('1.0', '1').replace('[0.0', '[0');
    fc.assert(
      fc.property(anEdit, (edit) => {
        const [list = '', index = 0, field = ''] = edit.path;
        const before = (valueAt(plain, [list, index]) as Record<string, unknown>)[field];
        const there = edited(plain, edit);
        const back = before === undefined ? remove(...edit.path) : set(edit.path, before);
        const isCorners =
          field === 'polygon' &&
          (edit.op === 'set' ? (edit.value as unknown[]).length : 0) !== (before as unknown[]).length;
        // A corner that was taken out takes the comment of its line with it.
        if (isCorners && index === 0) expect(parse(edited(there, back))).toEqual(parse(plain));
        else if (field === 'name' && index === 0 && edit.op === 'set' && /\\[nr]/.test(JSON.stringify(edit.value)))
          expect(parse(edited(there, back))).toEqual(parse(plain));
        else expect(edited(there, back)).toBe(plain);
      }),
      { numRuns: 40 },
    );
  });
});
