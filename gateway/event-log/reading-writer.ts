import { DataFlag, type SensorReading } from '@lamppost/contracts';
import { bitsOfMarks, marksOfBits } from '../time-series/mark-bits.js';
import type { ByteWriter } from './byte-writer.js';
import type { WrittenWords } from './word-list.js';

/** Most decimals of a value that is written as a whole number of its last decimal. */
const MOST_DECIMALS = 4;
/** In the place of the decimals: the value follows as it is. */
export const AS_IS = 7;
/** In the first byte: the flag in the lowest bits, then the decimals, then whether marks follow. */
export const READING = { flags: 0b111, decimalsShift: 3, decimals: 0b111, hasMarks: 0b1000000 } as const;

const LARGEST_WHOLE = 2 ** 40;
const READING_FIELDS = 5;
const FLAG_NUMBERS: ReadonlyMap<string, number> = new Map(DataFlag.options.map((flag, index) => [flag, index]));

/** Decimals after which a value is exactly a whole number of the last one; {@link AS_IS} when there are too many. */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    // Adding 0 makes 0 of -0, which a whole number can't tell.
    const whole = Math.round(value * 10 ** decimals) + 0;
    // What comes back is divided so, and must be the same, bit for bit.
    if (Math.abs(whole) < LARGEST_WHOLE && Object.is(whole / 10 ** decimals, value)) return decimals;
  }
  return AS_IS;
}

/** Whether marks come back as they are: there are some, in the usual order. */
function areMarksCompact(marks: SensorReading['marks']): boolean {
  const bits = bitsOfMarks(marks);
  return bits !== 0 && marksOfBits(bits).join() === marks?.join();
}

/** Whether a reading can be written in few bytes; one with a field that is not known here is written as JSON. */
export function isCompactReading(reading: SensorReading): boolean {
  return (
    Object.keys(reading).length === READING_FIELDS + ('marks' in reading ? 1 : 0) &&
    (!('marks' in reading) || areMarksCompact(reading.marks)) &&
    FLAG_NUMBERS.has(reading.flag) &&
    Number.isSafeInteger(reading.measuredAtMs) &&
    reading.measuredAtMs >= 0
  );
}

/** Writes readings, each as its difference from the one before of the same sensor and factor. */
export class ReadingWriter {
  private atMs = 0;
  /** The last whole number of each series, by sensor, factor and decimals. */
  private readonly wholes = new Map<string, number>();

  constructor(
    private readonly writer: ByteWriter,
    private readonly words: WrittenWords,
  ) {}

  /** Writes a reading for which {@link isCompactReading} holds. */
  write({ sensorId, factor, measuredAtMs, value, flag, marks }: SensorReading): void {
    const { writer, words } = this;
    words.write(writer, sensorId);
    words.write(writer, factor);
    writer.signed(measuredAtMs - this.atMs);
    this.atMs = measuredAtMs;
    const decimals = decimalsOf(value);
    const bits = bitsOfMarks(marks);
    const how = (FLAG_NUMBERS.get(flag) ?? 0) | (decimals << READING.decimalsShift);
    writer.byte(how | (bits === 0 ? 0 : READING.hasMarks));
    if (bits !== 0) writer.byte(bits);
    if (decimals === AS_IS) {
      writer.float(value);
      return;
    }
    const series = `${sensorId}/${factor}/${decimals}`;
    const whole = Math.round(value * 10 ** decimals);
    writer.signed(whole - (this.wholes.get(series) ?? 0));
    this.wholes.set(series, whole);
  }
}
