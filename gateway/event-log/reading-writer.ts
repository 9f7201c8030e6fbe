import { DataFlag, type SensorReading } from '@lamppost/contracts';
import { bitsOfMarks, marksOfBits } from '../time-series/mark-bits.js';
import type { ByteWriter } from './byte-writer.js';
import type { WrittenWords } from './word-list.js';

/** In the place of the decimals: the value follows as it is. */
export const AS_IS = 7;
/** In the first byte: the flag in the lowest bits, then the decimals, then whether marks follow. */
export const READING = { flags: 0b111, decimalsShift: 3, decimals: 0b111, hasMarks: 0b1000000 } as const;

const LARGEST_WHOLE = 2 ** 40;
/** What a value is multiplied by to become whole. */
export const UNITS = [1, 10, 100, 1_000, 10_000] as const;
const READING_FIELDS = 5;
const FLAG_NUMBERS: ReadonlyMap<string, number> = new Map(DataFlag.options.map((flag, index) => [flag, index]));

/** Decimals after which a value is exactly a whole number of the last one; {@link AS_IS} when there are too many. */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < UNITS.length; decimals += 1) {
    const unit = UNITS[decimals] ?? 1;
    // Adding 0 makes 0 of -0, which a whole number can't tell.
    const whole = Math.round(value * unit) + 0;
    // What comes back is divided so, and must be the same, bit for bit.
    if (Math.abs(whole) < LARGEST_WHOLE && Object.is(whole / unit, value)) return decimals;
  }
  return AS_IS;
}

/** Whether marks come back as they are: in the usual order, or none. */
function areMarksCompact(marks: SensorReading['marks']): boolean {
  return marksOfBits(bitsOfMarks(marks)).join() === marks?.join();
}

/** Whether a reading can be written in few bytes; one with a field that is not known here is written as JSON. */
export function isCompactReading(reading: SensorReading): boolean {
  const hasMarks = 'marks' in reading;
  return (
    Object.keys(reading).length === READING_FIELDS + (hasMarks ? 1 : 0) &&
    (!hasMarks || areMarksCompact(reading.marks)) &&
    FLAG_NUMBERS.has(reading.flag) &&
    Number.isSafeInteger(reading.measuredAtMs) &&
    reading.measuredAtMs >= 0
  );
}

/** One number for a sensor, a factor and a number of decimals: words of one group are far fewer than 2^20. */
function seriesOf(sensorWord: number, factorWord: number, decimals: number): number {
  return (sensorWord * 2 ** 20 + factorWord) * 2 ** READING.decimalsShift + decimals;
}

/** Writes readings, each as its difference from the one before of the same sensor and factor. */
export class ReadingWriter {
  private atMs = 0;
  /** The last whole number of each series: see {@link seriesOf}. */
  private readonly wholes = new Map<number, number>();

  constructor(
    private readonly writer: ByteWriter,
    private readonly words: WrittenWords,
  ) {}

  /** Writes a reading for which {@link isCompactReading} holds. */
  write({ sensorId, factor, measuredAtMs, value, flag, marks }: SensorReading): void {
    const { writer, words } = this;
    const sensorWord = words.write(writer, sensorId);
    const factorWord = words.write(writer, factor);
    writer.signed(measuredAtMs - this.atMs);
    this.atMs = measuredAtMs;
    const decimals = decimalsOf(value);
    const how = (FLAG_NUMBERS.get(flag) ?? 0) | (decimals << READING.decimalsShift);
    writer.byte(how | (marks === undefined ? 0 : READING.hasMarks));
    if (marks !== undefined) writer.byte(bitsOfMarks(marks));
    if (decimals === AS_IS) {
      writer.float(value);
      return;
    }
    const series = seriesOf(sensorWord, factorWord, decimals);
    const whole = Math.round(value * (UNITS[decimals] ?? 1));
    writer.signed(whole - (this.wholes.get(series) ?? 0));
    this.wholes.set(series, whole);
  }
}
