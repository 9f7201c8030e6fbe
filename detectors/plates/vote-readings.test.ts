import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedPlate } from './decode-plate.js';
import { voteReadings } from './vote-readings.js';

/** A reading whose characters are as sure as told; what is left goes to the given other character, or to none. */
function reading(text: string, sure: readonly number[], others = ''): DecodedPlate {
  const positions = Array.from(text, (character, place) => {
    const probability = sure[place] ?? 0.99;
    const other = others[place];
    const position = new Map([[character, probability]]);
    if (other !== undefined && other !== character) position.set(other, 1 - probability);
    return position;
  });
  return { text, score: -1, positions };
}

test('no reading gives no text', () => {
  expect(voteReadings([])).toBeNull();
});

test('one reading is taken as it is', () => {
  const vote = voteReadings([reading('皖A12345', [0.9, 0.99, 0.5])]);
  expect(vote).toMatchObject({ text: '皖A12345', agreed: 1 });
  expect(vote?.confidences[0]).toBeCloseTo(0.9, 1);
  expect(vote?.confidences[2]).toBeCloseTo(0.5, 1);
});

test('each position is decided by the readings that are sure of it', () => {
  const first = reading('皖A8B345', [0.99, 0.99, 0.55], '  B');
  const second = reading('皖AB8345', [0.99, 0.99, 0.95, 0.6], '  8B');
  const vote = voteReadings([first, second]);
  expect(vote?.text).toBe('皖ABB345');
  expect(vote?.agreed).toBe(0);
});

test('two that agree outvote one that does not, and the doubt shows', () => {
  const vote = voteReadings([reading('皖A12345', []), reading('皖A12345', []), reading('皖A12346', [])]);
  expect(vote).toMatchObject({ text: '皖A12345', agreed: 2 });
  expect(vote?.confidences[6]).toBeLessThan(vote?.confidences[5] ?? 0);
});

test('a reading of another length has its vote for its own text', () => {
  const vote = voteReadings([reading('皖AD12345', []), reading('皖AD1234', [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])]);
  expect(vote?.text).toBe('皖AD12345');
});

test('positions that each look best, but make no plate together, are not joined', () => {
  // Three letters in the sequence.
  const first = reading('皖AAB123', [0.99, 0.99, 0.99, 0.99, 0.6], '    C');
  const second = reading('皖AA2C23', [0.99, 0.99, 0.99, 0.6, 0.99], '   B');
  const vote = voteReadings([first, second]);
  expect(['皖AAB123', '皖AA2C23']).toContain(vote?.text);
});

test('confidences lie between 0 and 1, and the order of readings does not matter', () => {
  const digit = fc.constantFrom(...Array.from('0123456789'));
  const text = fc.array(digit, { minLength: 5, maxLength: 5 }).map((digits) => `皖A${digits.join('')}`);
  const any = fc
    .tuple(text, fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }))
    .map(([given, sure]) => reading(given, sure));
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (readings) => {
      const vote = voteReadings(readings);
      for (const confidence of vote?.confidences ?? []) {
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }
      const again = voteReadings(readings.toReversed());
      vote?.confidences.forEach((confidence, place) => {
        if (again?.text === vote.text) expect(again.confidences[place]).toBeCloseTo(confidence, 9);
      });
      expect(vote?.confidences).toHaveLength(7);
    }),
  );
});
