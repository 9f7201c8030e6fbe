import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.js';

test('a cursor says what was put in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (caseNumber) => {
      expect(decodeCursor(encodeCursor(caseNumber))).toBe(caseNumber);
    }),
  );
});

test('any other text is none', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeCursor(text)).toBeNull();
    }),
  );
});
