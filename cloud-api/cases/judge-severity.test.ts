import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeSeverity, type SeverityFacts } from './judge-severity.js';
import { DEFAULT_DESK_SETTINGS } from './settings/desk-settings.js';

const points = DEFAULT_DESK_SETTINGS.severity;
const plain: SeverityFacts = {
  matter: 'parking',
  ruleSeverity: 3,
  tier: null,
  durationMs: 60_000,
  repeats: 0,
  corroborations: 0,
  deviceDoubts: [],
};

describe('severity', () => {
  test('is what the rule gives it where nothing else speaks', () => {
    expect(judgeSeverity(points, plain)).toEqual({
      severity: 3,
      points: 3,
      terms: [{ term: 'rule', value: '3', points: 3 }],
    });
  });

  test('says each point', () => {
    const judged = judgeSeverity(points, {
      matter: 'burning',
      ruleSeverity: 2,
      tier: 'banned',
      durationMs: 125 * 60_000,
      repeats: 4,
      corroborations: 1,
      deviceDoubts: ['signagePosted', 'clock'],
    });
    expect(judged.terms.map(({ term, value, points: given }) => [term, value, given])).toEqual([
      ['rule', '2', 2],
      ['matter', 'burning', 1],
      ['tier', 'banned', 1],
      ['duration', '125 min', 1],
      ['repeats', '4', 1],
      ['corroboration', '1', 0.5],
      ['device', 'signagePosted clock', -0.5],
    ]);
    expect(judged).toMatchObject({ severity: 5, points: 6 });
  });

  test('is from 1 to 5, the sum of its terms, and does not fall when it lasts longer, repeats or is seen by more', () => {
    const facts = fc.record({
      matter: fc.constantFrom('parking', 'dust', 'stall', 'burning'),
      ruleSeverity: fc.integer({ min: 1, max: 5 }),
      tier: fc.constantFrom('banned', 'controlled', 'regulated', null),
      durationMs: fc.integer({ min: 0, max: 86_400_000 }),
      repeats: fc.integer({ min: 0, max: 50 }),
      corroborations: fc.integer({ min: 0, max: 9 }),
      deviceDoubts: fc.subarray(['clock', 'chain', 'signagePosted', 'sitePublished']),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const judged = judgeSeverity(points, given);
        expect(judged.terms.reduce((sum, term) => sum + term.points, 0)).toBe(judged.points);
        expect(judged.severity).toBe(Math.min(5, Math.max(1, Math.round(judged.points))));
        for (const more of [
          { durationMs: given.durationMs * 2 },
          { repeats: given.repeats + 1 },
          { corroborations: given.corroborations + 1 },
        ])
          expect(judgeSeverity(points, { ...given, ...more }).severity).toBeGreaterThanOrEqual(judged.severity);
      }),
    );
  });
});
