import { type Factor, type SensorReading, isValidReading } from '@lamppost/contracts';
import { INVALID_BITS, bitsOfMarks, marksOfBits } from './mark-bits.js';
import { checkRange, checkSummaryQuery, checkWindowQuery, pointOf, spanMsOf } from './time-series.js';
import type {
  NotCounted,
  AppendResult,
  BoxTimeSeries,
  SeriesPoint,
  SummaryQuery,
  WindowQuery,
  WindowStatistics,
} from './time-series.js';

const DEFAULT_MAX_READINGS = 1_000_000;

/** Readings of one sensor's factor, in the order of their time. */
type Series = SensorReading[];

/** Readings in memory, for what needs none after the process: the oldest of the longest series go when there are too many. */
export class MemoryTimeSeries implements BoxTimeSeries {
  readonly #series = new Map<string, Series>();
  readonly #maxReadings: number;
  #count = 0;

  /** @param options.maxReadings readings of all series together, at most; default a million */
  constructor(options: { readonly maxReadings?: number } = {}) {
    this.#maxReadings = options.maxReadings ?? DEFAULT_MAX_READINGS;
  }

  append(readings: readonly SensorReading[]): AppendResult {
    let stored = 0;
    for (const reading of readings) if (this.#put(reading)) stored += 1;
    while (this.#count > this.#maxReadings) this.#forgetOldest();
    return { stored, duplicates: readings.length - stored, refused: 0 };
  }

  /** Keeps them at once. */
  async store(readings: readonly SensorReading[]): Promise<AppendResult> {
    return Promise.resolve(this.append(readings));
  }

  query(sensorId: string, factor: Factor, fromMs: number, toMs: number, maxReadings: number): readonly SensorReading[] {
    checkRange(fromMs, toMs, maxReadings);
    return this.#between(sensorId, factor, fromMs, toMs).slice(-maxReadings);
  }

  notCounted({ sensorId, factor, fromMs, toMs }: Omit<SummaryQuery, 'maxPoints'>): readonly NotCounted[] {
    const groups = new Map<string, NotCounted>();
    for (const { flag, marks = [], measuredAtMs: atMs, ...rest } of this.#between(sensorId, factor, fromMs, toMs)) {
      if (isValidReading({ ...rest, flag, marks })) continue;
      const telling = marks.filter((mark) => (bitsOfMarks([mark]) & INVALID_BITS) !== 0);
      const key = `${flag}/${bitsOfMarks(telling)}`;
      const known = groups.get(key);
      groups.set(key, {
        ...{ flag, marks: marksOfBits(bitsOfMarks(telling)), toMs: atMs },
        ...{ count: (known?.count ?? 0) + 1, fromMs: known?.fromMs ?? atMs },
      });
    }
    return [...groups.values()].sort((a, b) => b.count - a.count);
  }

  summarise(query: SummaryQuery): readonly SeriesPoint[] {
    checkSummaryQuery(query);
    const { sensorId, factor, fromMs, toMs, maxPoints } = query;
    const readings = this.#between(sensorId, factor, fromMs, toMs);
    if (readings.length <= maxPoints) return readings.map(pointOf);
    const spanMs = spanMsOf(query);
    const spans = new Map<number, SensorReading[]>();
    for (const reading of readings) {
      const atMs = fromMs + Math.floor((reading.measuredAtMs - fromMs) / spanMs) * spanMs;
      const span = spans.get(atMs);
      if (span === undefined) spans.set(atMs, [reading]);
      else span.push(reading);
    }
    return [...spans].map(([atMs, of]) => {
      const { count, validCount, mean, min, max } = statisticsOf(of, null);
      return { atMs, count, validCount, mean, min, max };
    });
  }

  statistics(query: WindowQuery): WindowStatistics {
    checkWindowQuery(query);
    const { sensorId, factor, fromMs, toMs, limit } = query;
    return statisticsOf(this.#between(sensorId, factor, fromMs, toMs), limit);
  }

  prune(beforeMs: number): void {
    for (const [key, series] of this.#series) {
      const expired = placeOf(series, beforeMs);
      this.#count -= expired;
      if (expired === series.length) this.#series.delete(key);
      else if (expired > 0) series.splice(0, expired);
    }
  }

  close(): void {
    this.#series.clear();
    this.#count = 0;
  }

  #between(sensorId: string, factor: Factor, fromMs: number, toMs: number): Series {
    const series = this.#series.get(keyOf(sensorId, factor)) ?? [];
    return series.slice(placeOf(series, fromMs), Math.max(0, placeOf(series, toMs)));
  }

  /** Returns whether it is new. */
  #put(reading: SensorReading): boolean {
    const key = keyOf(reading.sensorId, reading.factor);
    const series = this.#series.get(key) ?? [];
    const place = placeOf(series, reading.measuredAtMs);
    if (series[place]?.measuredAtMs === reading.measuredAtMs) return false;
    if (place === series.length) series.push(reading);
    else series.splice(place, 0, reading);
    this.#series.set(key, series);
    this.#count += 1;
    return true;
  }

  #forgetOldest(): void {
    const longest = [...this.#series.values()].reduce((a, b) => (b.length > a.length ? b : a));
    // A good part at once: taking one off the front costs as much.
    this.#count -= longest.splice(0, Math.ceil(longest.length / 8)).length;
  }
}

function keyOf(sensorId: string, factor: Factor): string {
  return `${factor}/${sensorId}`;
}

/** How many readings were measured before `atMs`. */
function placeOf(series: Series, atMs: number): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((series[middle]?.measuredAtMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function statisticsOf(readings: readonly SensorReading[], limit: number | null): WindowStatistics {
  const count = readings.length;
  const values = readings.filter(isValidReading).map(({ value }) => value);
  const validCount = values.length;
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    count,
    validCount,
    validShare: count === 0 ? null : validCount / count,
    mean: validCount === 0 ? null : values.reduce((sum, value) => sum + value, 0) / validCount,
    min: validCount === 0 ? null : least,
    max: validCount === 0 ? null : most,
    above: limit === null ? null : values.filter((value) => value > limit).length,
  };
}
