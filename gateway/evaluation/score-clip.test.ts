import { ConfigError, parseYaml } from '@lamppost/detectors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClipTruth } from './clip-truth.js';
import { type ToldViolation, scoreClip, toldAt } from './score-clip.js';

const kerb = { x1: 0.2, y1: 0.2, x2: 0.4, y2: 0.4 };
const told = (rule: string, triggeredSeconds: number, box = kerb): ToldViolation => ({
  rule,
  matter: 'parking',
  startSeconds: triggeredSeconds - 20,
  triggeredSeconds,
  observedCoverage: 1,
  subject: { label: 'car', box, score: 0.8 },
});
const seconds = new Map([['parked', 20]]);

describe('scoreClip', () => {
  test('finds in time and place, and says how late', () => {
    const score = scoreClip([told('parked', 29)], [{ rule: 'parked', start: 8, within: 25, box: kerb }], seconds);
    expect(score).toMatchObject({ found: [{ delaySeconds: 21, lateSeconds: 1 }], missed: [], false: [] });
  });

  test('what is told of another place, too early, too late, or by another rule is false, and the truth is missed', () => {
    const truth = [{ rule: 'parked', start: 8, within: 25, box: kerb }];
    const elsewhere = { x1: 0.7, y1: 0.7, x2: 0.9, y2: 0.9 };
    const wrong = [told('parked', 29, elsewhere), told('parked', 7), told('parked', 34), told('other', 29)];
    for (const one of wrong)
      expect(scoreClip([one], truth, seconds)).toEqual({ found: [], missed: truth, false: [one] });
    const placeless = { ...told('parked', 29), subject: null };
    expect(scoreClip([placeless], truth, seconds).missed).toEqual(truth);
  });

  test('what is told twice is found once and false once; a matter stands for all its rules', () => {
    const score = scoreClip(
      [told('second', 31), told('first', 30)],
      [{ matter: 'parking', start: 8, within: 30 }],
      seconds,
    );
    expect(score.found.map(({ told: { rule } }) => rule)).toEqual(['first']);
    expect(score.false.map(({ rule }) => rule)).toEqual(['second']);
  });

  test('loses nothing and makes nothing up, whatever the order', () => {
    const moment = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(fc.array(moment), fc.array(moment), (triggers, starts) => {
        const all = triggers.map((at) => told('parked', at));
        const truth = starts.map((start) => ({ rule: 'parked', start, within: 25 }));
        const score = scoreClip(all, truth, seconds);
        expect(score.found.length + score.false.length).toBe(all.length);
        expect(score.found.length + score.missed.length).toBe(truth.length);
        expect(scoreClip(all.toReversed(), truth.toReversed(), seconds)).toEqual(score);
      }),
    );
  });
});

test('toldAt counts from the beginning of the clip', () => {
  const violation = {
    violationId: '0'.repeat(32),
    gatewayId: 'box',
    matter: 'parking' as const,
    matterCode: '09 009',
    ruleId: 'parked',
    sourceId: 'cam',
    cameraId: 'cam',
    zoneId: 'kerb',
    startedAtMs: 101_500,
    triggeredAtMs: 121_500,
    observedCoverage: 0.9,
    severity: 3,
    subject: null,
    explanation: [],
  };
  expect(toldAt(violation, 100_000)).toMatchObject({ startSeconds: 1.5, triggeredSeconds: 21.5, rule: 'parked' });
});

describe('ClipTruth', () => {
  const problems = (text: string): readonly string[] => {
    try {
      parseYaml(ClipTruth, text, 'truth.yaml');
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };

  test('takes a truth with violations, and one with none', () => {
    expect(
      problems(
        'schema: lamppost.truth/1\ncamera: street\nviolations:\n  - { rule: parked, start: 8, within: 35, box: { x1: 0.2, y1: 0.6, x2: 0.4, y2: 0.8 } }\n',
      ),
    ).toEqual([]);
    expect(problems('schema: lamppost.truth/1\nviolations: []\n')).toEqual([]);
  });

  test('names each fault by line and column', () => {
    const head = 'schema: lamppost.truth/1\nviolations:\n';
    expect(problems(`${head}  - { start: 8, within: 35 }`)[0]).toMatch(
      /^truth\.yaml:3:5: violations\[0\]: give either/,
    );
    expect(problems(`${head}  - { rule: a, matter: parking, start: 8, within: 35 }`)[0]).toMatch(/give either/);
    expect(problems(`${head}  - { rule: a, start: 8, within: 0 }`)[0]).toMatch(
      /^truth\.yaml:3:34: violations\[0\]\.within/,
    );
    expect(problems(`${head}  - { rule: a, start: 8, within: 1, until: 9 }`)[0]).toMatch(/until/);
    expect(problems('schema: lamppost.truth/2\nviolations: []')[0]).toMatch(/^truth\.yaml:1:9: schema/);
  });
});
