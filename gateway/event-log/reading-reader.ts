import { DataFlag, Factor, type SensorReading } from '@lamppost/contracts';
import type { ByteReader } from './byte-reader.js';
import { marksOfBits } from '../time-series/mark-bits.js';
import { AS_IS, READING, UNITS } from './reading-writer.js';
import type { ReadWords } from './word-list.js';

const FACTORS: ReadonlyMap<string, Factor> = new Map(Factor.options.map((factor) => [factor, factor]));

/** Reads readings back, bit for bit. */
export class ReadingReader {
  private atMs = 0;
  private readonly wholes = new Map<string, number>();

  constructor(
    private readonly reader: ByteReader,
    private readonly words: ReadWords,
  ) {}

  /** @throws RangeError when the bytes are not what ReadingWriter wrote, or the factor is not known */
  read(): SensorReading {
    const { reader, words } = this;
    const sensorId = words.read(reader);
    const name = words.read(reader);
    const factor = FACTORS.get(name);
    if (factor === undefined) throw new RangeError(`factor ${name} is not known`);
    this.atMs += reader.signed();
    const how = reader.byte();
    const flag = DataFlag.options[how & READING.flags] ?? 'N';
    const marks = (how & READING.hasMarks) === 0 ? null : marksOfBits(reader.byte());
    const value = this.readValue(sensorId, factor, (how >> READING.decimalsShift) & READING.decimals);
    const reading = { sensorId, measuredAtMs: this.atMs, factor, value, flag };
    return marks === null ? reading : { ...reading, marks };
  }

  private readValue(sensorId: string, factor: Factor, decimals: number): number {
    if (decimals === AS_IS) return this.reader.float();
    const series = `${sensorId}/${factor}/${decimals}`;
    const whole = (this.wholes.get(series) ?? 0) + this.reader.signed();
    this.wholes.set(series, whole);
    return whole / (UNITS[decimals] ?? 1);
  }
}
