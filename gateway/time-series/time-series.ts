import { type DataFlag, type Factor, type ReadingMark, type SensorReading, isValidReading } from '@lamppost/contracts';

/** What became of readings that were appended. */
export interface AppendResult {
  /** New readings that are kept now. */
  readonly stored: number;
  /** Readings whose sensor, factor and time were there already; the first value stays, or is the same. */
  readonly duplicates: number;
  /** Readings that the store will never take, as those older than what it keeps. */
  readonly refused: number;
}

/** What a summary is asked of. */
export interface SummaryQuery {
  readonly sensorId: string;
  readonly factor: Factor;
  /** First moment that belongs to the answer. */
  readonly fromMs: number;
  /** First moment that no longer belongs to it. */
  readonly toMs: number;
  /** Most points to return, 1 to {@link MAX_POINTS}. */
  readonly maxPoints: number;
}

/** Most points that one summary may ask for. */
export const MAX_POINTS = 10_000;

/** One reading, or what the readings of one span of time come to. */
export interface SeriesPoint {
  /** Time of the reading, or start of the span. */
  readonly atMs: number;
  /** Readings it stands for, whatever their flag. */
  readonly count: number;
  /** Those that count: see {@link WindowStatistics}. Mean, lowest and highest are theirs, in the unit of the factor; null when there is none. */
  readonly validCount: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** What the readings of a window are asked for. */
export interface WindowQuery extends Omit<SummaryQuery, 'maxPoints'> {
  /** In the unit of the factor; null when none is to be counted against. */
  readonly limit: number | null;
}

/** What the readings of a window come to. */
export interface WindowStatistics {
  /** Readings, whatever their flag. */
  readonly count: number;
  /** Those that count: flag N or S, and no sign of a faulty monitor. Mean, lowest, highest and `above` are theirs. */
  readonly validCount: number;
  /** Share of the readings that count, 0 to 1; null when there are none. */
  readonly validShare: number | null;
  /** In the unit of the factor, as are lowest and highest; null when no reading counts. */
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Readings that count and are greater than the limit; null when none was given. */
  readonly above: number | null;
}

/** Readings that do not count for the same reason. */
export interface NotCounted {
  readonly flag: DataFlag;
  /** Those by which a reading does not count. */
  readonly marks: readonly ReadingMark[];
  readonly count: number;
  /** When the first and the last of them were measured. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Result of a port that may answer at once. */
export type MaybePromise<T> = T | Promise<T>;

/** Port: keeps sensor readings by sensor, factor and time. */
export interface TimeSeries {
  /** Keeps readings; they are durable when it returns. Throws, or rejects, when they could not be kept: they may be given again. */
  append(readings: readonly SensorReading[]): MaybePromise<AppendResult>;
  /** The latest readings of one series from `fromMs` on and before `toMs`, at most `maxReadings`, in the order of their time. */
  query(
    sensorId: string,
    factor: Factor,
    fromMs: number,
    toMs: number,
    maxReadings: number,
  ): MaybePromise<readonly SensorReading[]>;
  /**
   * One series for a chart, in the order of time: each reading as it is while `maxPoints` suffice, else one point for each of
   * `maxPoints` equal spans that hold any. Throws RangeError when the query can't be answered.
   */
  summarise(query: SummaryQuery): MaybePromise<readonly SeriesPoint[]>;
  /** What the readings of one series from `fromMs` on and before `toMs` come to. Throws RangeError when the query can't be answered. */
  statistics(query: WindowQuery): MaybePromise<WindowStatistics>;
  /** Forgets readings measured before `beforeMs`, and where room is bounded, the oldest until the rest fits. */
  prune(beforeMs: number): MaybePromise<void>;
  /** Ends all work; nothing may be asked afterwards. */
  close(): MaybePromise<void>;
}

/** A time series on the box itself: it stores and reads back at once. */
export interface BoxTimeSeries extends TimeSeries {
  append(readings: readonly SensorReading[]): AppendResult;
  /** As `append`, without waiting for the disk here: durable when it resolves, rejects when they could not be kept. Answers keep their order. */
  store(readings: readonly SensorReading[]): Promise<AppendResult>;
  query(sensorId: string, factor: Factor, fromMs: number, toMs: number, maxReadings: number): readonly SensorReading[];
  /** Readings of a range that do not count, by why they do not. */
  notCounted(query: Omit<SummaryQuery, 'maxPoints'>): readonly NotCounted[];
}

/** Length of the spans that a summary comes in when there are too many readings, in whole milliseconds. */
export function spanMsOf(query: SummaryQuery): number {
  return Math.max(1, Math.ceil((query.toMs - query.fromMs) / query.maxPoints));
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} is ${value}: give a whole number from ${least} to ${most}`);
}

/** @throws RangeError when a summary can't be made, naming the field */
export function checkSummaryQuery({ fromMs, toMs, maxPoints }: SummaryQuery): void {
  checkWhole('fromMs', fromMs, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('toMs', toMs, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('maxPoints', maxPoints, 1, MAX_POINTS);
}

/** @throws RangeError when a window can't be told of, naming the field */
export function checkWindowQuery({ fromMs, toMs, limit }: WindowQuery): void {
  checkWhole('fromMs', fromMs, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('toMs', toMs, 0, Number.MAX_SAFE_INTEGER);
  if (limit !== null && !Number.isFinite(limit)) throw new RangeError(`limit is ${limit}: give a number, or null`);
}

/** @throws RangeError when readings can't be looked up, naming the field */
export function checkRange(fromMs: number, toMs: number, maxReadings: number): void {
  checkWhole('fromMs', fromMs, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkWhole('toMs', toMs, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkWhole('maxReadings', maxReadings, 1, Number.MAX_SAFE_INTEGER);
}

/** The point of a single reading. */
export function pointOf(reading: SensorReading): SeriesPoint {
  const { measuredAtMs: atMs, value } = reading;
  return isValidReading(reading)
    ? { atMs, count: 1, validCount: 1, mean: value, min: value, max: value }
    : { atMs, count: 1, validCount: 0, mean: null, min: null, max: null };
}
