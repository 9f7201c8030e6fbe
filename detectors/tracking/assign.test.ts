import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Pairing, assign } from './assign.js';

/** The highest sum of gains, by trying everything. */
function bestSum(rows: number, pairings: readonly Pairing[], row = 0, taken: readonly number[] = []): number {
  if (row === rows) return 0;
  const sums = pairings
    .filter((pairing) => pairing.row === row && !taken.includes(pairing.column))
    .map(({ gain, column }) => gain + bestSum(rows, pairings, row + 1, [...taken, column]));
  return Math.max(bestSum(rows, pairings, row + 1, taken), ...sums);
}

function sumOf(columns: Int32Array, pairings: readonly Pairing[]): number {
  return pairings.reduce((sum, { row, column, gain }) => sum + (columns[row] === column ? gain : 0), 0);
}

const cells = (size: number) =>
  fc.uniqueArray(
    fc.record({
      row: fc.integer({ min: 0, max: size - 1 }),
      column: fc.integer({ min: 0, max: size - 1 }),
      gain: fc.integer({ min: 1, max: 12 }),
    }),
    { selector: ({ row, column }) => row * size + column, maxLength: size * size },
  );

describe('assign', () => {
  test('finds the highest sum of gains, and gives no column twice', () => {
    fc.assert(
      fc.property(cells(6), (pairings) => {
        const columns = assign(6, 6, pairings);
        const given = [...columns].filter((column) => column >= 0);
        expect(new Set(given).size).toBe(given.length);
        expect(given.length).toBe(pairings.filter(({ row, column }) => columns[row] === column).length);
        expect(sumOf(columns, pairings)).toBe(bestSum(6, pairings));
      }),
      { numRuns: 500 },
    );
  });

  test('gives up the best single pairing where two others are worth more together', () => {
    const pairings = [
      { row: 0, column: 0, gain: 0.9 },
      { row: 0, column: 1, gain: 0.8 },
      { row: 1, column: 0, gain: 0.7 },
    ];
    expect([...assign(2, 2, pairings)]).toEqual([1, 0]);
  });

  test('leaves a row alone rather than make it push out a better one', () => {
    const pairings = [
      { row: 0, column: 0, gain: 0.9 },
      { row: 1, column: 0, gain: 0.3 },
      { row: 2, column: 0, gain: 0.95 },
    ];
    expect([...assign(3, 1, pairings)]).toEqual([-1, -1, 0]);
    expect([...assign(3, 2, [])]).toEqual([-1, -1, -1]);
  });
});
