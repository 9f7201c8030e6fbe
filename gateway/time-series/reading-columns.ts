import { DataFlag, type Factor, type SensorReading } from '@lamppost/contracts';
import type { ReadingRun } from './insert-readings.js';
import { bitsOfMarks } from './mark-bits.js';

const COLUMNS = 4;
/** Numbers of flags and marks share a column: there are 16 combinations of marks. */
const MARKS = 16;
const FLAG_NUMBERS: ReadonlyMap<string, number> = new Map(DataFlag.options.map((flag, index) => [flag, index]));

/** Readings as numbers, which go from thread to thread without being copied. */
export interface ReadingColumns {
  /** For each reading: number of its series, time, value, flag and marks. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Series that are told of for the first time, in the order of their numbers. */
  readonly newSeries: readonly (readonly [sensorId: string, factor: Factor])[];
}

/** Turns readings into columns; each series is named once, to one {@link ReadColumns} that is given them all in turn. */
export class WrittenColumns {
  private readonly series = new Map<string, Map<Factor, number>>();
  private count = 0;

  write(readings: readonly SensorReading[]): ReadingColumns {
    const numbers = new Float64Array(COLUMNS * readings.length);
    const newSeries: (readonly [string, Factor])[] = [];
    let at = 0;
    for (const { sensorId, factor, measuredAtMs, value, flag, marks } of readings) {
      let factors = this.series.get(sensorId);
      if (factors === undefined) this.series.set(sensorId, (factors = new Map<Factor, number>()));
      let series = factors.get(factor);
      if (series === undefined) {
        factors.set(factor, (series = this.count++));
        newSeries.push([sensorId, factor]);
      }
      numbers[at++] = series;
      numbers[at++] = measuredAtMs;
      numbers[at++] = value;
      numbers[at++] = (FLAG_NUMBERS.get(flag) ?? 0) * MARKS + bitsOfMarks(marks);
    }
    return { numbers, newSeries };
  }
}

interface OpenRun extends ReadingRun {
  readonly points: number[];
  /** Number of its flag and marks. */
  readonly how: number;
}

/** Turns columns back into readings, those that belong together in one run. The readings of a series keep their order. */
export class ReadColumns {
  private readonly series: (readonly [string, Factor])[] = [];

  /** @throws RangeError when the columns are not what WrittenColumns wrote */
  read({ numbers, newSeries }: ReadingColumns): readonly ReadingRun[] {
    this.series.push(...newSeries);
    const runs: OpenRun[] = [];
    const lastOf = new Map<number, OpenRun>();
    for (let at = 0; at < numbers.length; at += COLUMNS) {
      const series = numbers[at] ?? -1;
      const how = numbers[at + 3] ?? -1;
      let run = lastOf.get(series);
      if (run?.how !== how) {
        run = this.begin(series, how);
        lastOf.set(series, run);
        runs.push(run);
      }
      run.points.push(numbers[at + 1] ?? 0, numbers[at + 2] ?? 0);
    }
    return runs;
  }

  private begin(series: number, how: number): OpenRun {
    const [named, flag] = [this.series[series], DataFlag.options[Math.floor(how / MARKS)]];
    if (named === undefined || flag === undefined) throw new RangeError(`a reading of series ${series} and ${how}`);
    return { sensorId: named[0], factor: named[1], flag, marks: how % MARKS, how, points: [] };
  }
}
