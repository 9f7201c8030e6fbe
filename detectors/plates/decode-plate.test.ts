import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMNS, columnsOf, toLattice } from './character-lattice.js';
import { ANY, ctcLikelihood } from './ctc-likelihood.js';
import { decodePlate } from './decode-plate.js';
import { type Step, clearLattice, latticeOf } from './made-lattice.js';
import { PLATE_FORMS } from './plate-grammar.js';

const anyPlate = fc
  .constantFrom(...PLATE_FORMS)
  .chain(({ slots }) => fc.tuple(...slots.map((slot) => fc.constantFrom(...Array.from(slot)))))
  .map((characters) => characters.join(''));

function columns(text: string): number[] {
  return Array.from(text, (character) => COLUMNS.get(character) ?? 0);
}

function replaceStep(text: string, place: number, step: Step) {
  const steps = [...clearLattice(text)];
  const [row] = latticeOf([step]);
  for (const index of [3 * place, 3 * place + 1]) steps[index] = row ?? new Float64Array();
  return steps;
}

test('a plate that is said clearly is read, of every form', () => {
  fc.assert(
    fc.property(anyPlate, (text) => {
      expect(decodePlate(clearLattice(text), 'unknown')?.text).toBe(text);
    }),
    { numRuns: 40 },
  );
});

test('the same character twice is told from one that lasts', () => {
  expect(decodePlate(clearLattice('皖A11112'), 'blue')?.text).toBe('皖A11112');
});

test('where the best character would make no plate, the best that does is taken', () => {
  // A third letter in the sequence, against a digit that is less sure.
  const lattice = replaceStep('皖AAB123', 4, { D: 0.6, '0': 0.3, '-': 0.1 });
  const decoded = decodePlate(lattice, 'blue');
  expect(decoded?.text).toBe('皖AAB023');
  expect(decoded?.positions[4]?.get('0')).toBeLessThan(0.6);
});

test('a letter where only a province may stand does not shift the others', () => {
  const lattice = replaceStep('皖A12345', 0, { K: 0.7, 皖: 0.2, '-': 0.1 });
  expect(decodePlate(lattice, 'blue')?.text).toBe('皖A12345');
});

test('the ground colour decides between a plate of seven characters and one of eight', () => {
  const steps = [...clearLattice('皖AD12345')];
  // The last character stands there as surely as not.
  const [row] = latticeOf([{ '5': 0.5, '-': 0.5 }]);
  steps[21] = row ?? new Float64Array();
  steps[22] = steps[23] ?? new Float64Array();
  expect(decodePlate(steps, 'green')?.text).toBe('皖AD12345');
  expect(decodePlate(steps, 'blue')?.text).toBe('皖AD1234');
});

test('too few steps for a plate give none', () => {
  expect(decodePlate(clearLattice('皖A').slice(0, 5), 'blue')).toBeNull();
});

test('the likelihood is the sum over all alignments', () => {
  // Two steps, each "1" by 0.6 or nothing by 0.4: "1" is 1-, -1 or 11.
  const lattice = latticeOf([
    { '1': 0.6, '-': 0.4 },
    { '1': 0.6, '-': 0.4 },
  ]);
  expect(Math.exp(ctcLikelihood(lattice, columns('1')))).toBeCloseTo(0.6 * 0.4 * 2 + 0.36, 3);
  expect(Math.exp(ctcLikelihood(lattice, columns('11')))).toBeLessThan(0.001);
  expect(Math.exp(ctcLikelihood(lattice, [ANY]))).toBeCloseTo(0.84, 3);
});

test('probabilities of positions never add up to more than one', () => {
  const step = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...Array.from('皖京AB018D警')))
    .map(([sure, character]): Step => ({ [character]: sure * 0.9, '-': 1 - sure }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 16, maxLength: 24 }), (steps) => {
      const decoded = decodePlate(latticeOf(steps), 'unknown');
      for (const position of decoded?.positions ?? []) {
        const sum = [...position.values()].reduce((total, probability) => total + probability, 0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      }
    }),
    { numRuns: 30 },
  );
});

test('the dot is no character, and letters that plates lack are the digits they look like', () => {
  const dictionary = ['', '·', 'O', '0', 'a', 'A', '犬'];
  const lattice = toLattice(Float32Array.of(0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1), 1, columnsOf(dictionary));
  const [row] = lattice;
  expect(row?.[0]).toBeCloseTo(0.3);
  expect(row?.[COLUMNS.get('0') ?? -1]).toBeCloseTo(0.3);
  expect(row?.[COLUMNS.get('A') ?? -1]).toBeCloseTo(0.3);
});
