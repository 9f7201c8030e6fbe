import { ReadingMark, type SensorReading, isValidReading } from '@lamppost/contracts';

/** A reading's marks as bits, 0 for none. The order in which they were given is not kept. */
export function bitsOfMarks(marks: SensorReading['marks']): number {
  if (marks === undefined) return 0;
  return ReadingMark.options.reduce((bits, mark, index) => bits | (marks.includes(mark) ? 1 << index : 0), 0);
}

/** The marks that bits stand for, in the order of ReadingMark. */
export function marksOfBits(bits: number): readonly ReadingMark[] {
  return ReadingMark.options.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** A reading with one of these does not count: see isValidReading. */
export const INVALID_BITS = ReadingMark.options
  .filter((mark) => !isValidReading({ flag: 'N', marks: [mark] }))
  .reduce((bits, mark) => bits | bitsOfMarks([mark]), 0);
