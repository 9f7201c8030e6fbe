import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataFlag, Factor, SensorReading } from '@lamppost/contracts';
import type Database from 'libsql';
import { prepareInsert } from './insert-readings.js';
import { ReadColumns, WrittenColumns } from './reading-columns.js';
import { openReadingDatabase } from './sqlite-schema.js';
import { StoreThread } from './store-thread.js';
import { INVALID_BITS, marksOfBits } from './mark-bits.js';
import { checkRange, checkSummaryQuery, checkWindowQuery, pointOf, spanMsOf } from './time-series.js';
import type {
  AppendResult,
  BoxTimeSeries,
  MaybePromise,
  NotCounted,
  SeriesPoint,
  SummaryQuery,
  WindowQuery,
  WindowStatistics,
} from './time-series.js';

/** Rows deleted in one transaction: short enough that frames and readings don't wait for it. */
const PRUNE_BATCH = 2000;

const SERIES = 'FROM reading WHERE sensor_id = ? AND factor = ? AND measured_at_ms >= ? AND measured_at_ms < ?';
/** The value of a reading that counts, else null: see isValidReading. */
const VALID = `CASE WHEN flag IN ('N', 'S') AND marks & ${INVALID_BITS} = 0 THEN value END`;
const SELECT_LATEST = `SELECT * ${SERIES} ORDER BY measured_at_ms DESC LIMIT ?`;
const SELECT_SPANS = `
  SELECT span, COUNT(*) AS count, COUNT(valid) AS validCount, AVG(valid) AS mean, MIN(valid) AS min, MAX(valid) AS max
  FROM (
    SELECT CAST((measured_at_ms - ?) / ? AS INTEGER) AS span, ${VALID} AS valid ${SERIES}
  )
  GROUP BY span ORDER BY span`;
const SELECT_STATISTICS = `
  SELECT COUNT(*) AS count, COUNT(valid) AS validCount, AVG(valid) AS mean, MIN(valid) AS min, MAX(valid) AS max,
    COUNT(CASE WHEN valid > ? THEN 1 END) AS above
  FROM (SELECT ${VALID} AS valid ${SERIES})`;
const SELECT_NOT_COUNTED = `
  SELECT flag, marks & ${INVALID_BITS} AS marks, COUNT(*) AS count, MIN(measured_at_ms) AS fromMs, MAX(measured_at_ms) AS toMs ${SERIES}
    AND (flag NOT IN ('N', 'S') OR marks & ${INVALID_BITS} <> 0)
  GROUP BY flag, marks & ${INVALID_BITS} ORDER BY count DESC`;
const SELECT_USED = `SELECT (page_count - freelist_count) * page_size AS bytes
  FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`;
const SELECT_OLDEST =
  'SELECT MAX(measured_at_ms) AS at FROM (SELECT measured_at_ms FROM reading ORDER BY measured_at_ms LIMIT ?)';
const SELECT_AFTER = 'SELECT * FROM reading WHERE sequence > ? ORDER BY sequence LIMIT ?';
const COUNT_AFTER = 'SELECT COUNT(*) AS count FROM reading WHERE sequence > ?';
const COUNT_EXPIRED_AFTER = 'SELECT COUNT(*) AS count FROM reading WHERE measured_at_ms < ? AND sequence > ?';
const DELETE_EXPIRED = `DELETE FROM reading WHERE sequence IN (
  SELECT sequence FROM reading WHERE measured_at_ms < ? AND sequence > ? AND sequence <= ? ORDER BY measured_at_ms LIMIT ?)`;
const SELECT_CURSOR = 'SELECT sequence FROM forward_cursor WHERE target = ?';
const MOVE_CURSOR = `INSERT INTO forward_cursor VALUES (?, ?)
  ON CONFLICT (target) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > sequence`;
const SELECT_KEPT_FROM = 'SELECT kept_from_ms FROM retention';
const SET_KEPT_FROM = 'UPDATE retention SET kept_from_ms = MAX(kept_from_ms, ?)';

/** A row of table `reading`; it is STRICT, so the types hold. */
interface ReadingRow {
  sequence: number;
  sensor_id: string;
  factor: Factor;
  measured_at_ms: number;
  value: number;
  flag: DataFlag;
  /** Bits of the marks. */
  marks: number;
}

function toReading({
  sensor_id: sensorId,
  measured_at_ms: measuredAtMs,
  factor,
  value,
  flag,
  marks,
}: ReadingRow): SensorReading {
  const reading = { sensorId, measuredAtMs, factor, value, flag };
  return marks === 0 ? reading : { ...reading, marks: marksOfBits(marks) };
}

interface StatisticsRow extends Omit<WindowStatistics, 'validShare'> {
  above: number;
}

/** A reading with its place in the order of arrival. */
export interface StoredReading {
  /** Rises with each reading stored; never given twice. */
  readonly sequence: number;
  readonly reading: SensorReading;
}

/** Options of {@link SqliteTimeSeries}. */
export interface SqliteTimeSeriesOptions {
  /** The database file; its directory must exist. */
  readonly path: string;
  /** Bytes that readings may take; above it {@link SqliteTimeSeries.prune} forgets the oldest. Default: no bound. */
  readonly maxBytes?: number;
}

/**
 * Readings in one SQLite file on the box. It answers at once; what was appended is on the disk when `append` returns, or `store` resolves.
 */
export class SqliteTimeSeries implements BoxTimeSeries {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #insert: ReturnType<typeof prepareInsert>;
  /** Begun with the first readings that are given to it. */
  #thread: StoreThread | null = null;
  #isOpen = true;

  /** @throws Error when the database can't be opened */
  constructor(private readonly options: SqliteTimeSeriesOptions) {
    this.#database = openReadingDatabase(options.path);
    this.#insert = prepareInsert(this.#database);
  }

  /** Stores readings in one synced transaction, all or none. Throws SqliteError, as with code `SQLITE_FULL`, when it can't. */
  append(readings: readonly SensorReading[]): AppendResult {
    const runs = new ReadColumns().read(new WrittenColumns().write(readings));
    const [stored = 0] = runs.length === 0 ? [] : this.#insert([runs]);
    return { stored, duplicates: readings.length - stored, refused: 0 };
  }

  /** Stores readings as `append` does, in a thread: the disk is not waited for here. */
  async store(readings: readonly SensorReading[]): Promise<AppendResult> {
    if (!this.#isOpen) throw new Error(`the readings in ${this.options.path} are closed`);
    if (this.#thread?.hasEnded !== false) this.#thread = new StoreThread({ path: this.options.path });
    const stored = await this.#thread.store(readings);
    return { stored, duplicates: readings.length - stored, refused: 0 };
  }

  query(sensorId: string, factor: Factor, fromMs: number, toMs: number, maxReadings: number): readonly SensorReading[] {
    checkRange(fromMs, toMs, maxReadings);
    const rows = this.#statement(SELECT_LATEST).all(sensorId, factor, fromMs, toMs, maxReadings) as ReadingRow[];
    return rows.reverse().map(toReading);
  }

  summarise(query: SummaryQuery): readonly SeriesPoint[] {
    checkSummaryQuery(query);
    const { sensorId, factor, fromMs, toMs, maxPoints } = query;
    const readings = this.query(sensorId, factor, fromMs, toMs, maxPoints + 1);
    if (readings.length <= maxPoints) return readings.map(pointOf);
    const series = [sensorId, factor, fromMs, toMs];
    const spanMs = spanMsOf(query);
    const spans = this.#statement(SELECT_SPANS).all(fromMs, spanMs, ...series) as ({ span: number } & SeriesPoint)[];
    return spans.map(({ span, count, validCount, mean, min, max }) => ({
      atMs: fromMs + span * spanMs,
      count,
      validCount,
      mean,
      min,
      max,
    }));
  }

  statistics(query: WindowQuery): WindowStatistics {
    checkWindowQuery(query);
    const { sensorId, factor, fromMs, toMs, limit } = query;
    const row = this.#statement(SELECT_STATISTICS).get(limit ?? 0, sensorId, factor, fromMs, toMs) as StatisticsRow;
    const { count, validCount, mean, min, max, above } = row;
    const validShare = count === 0 ? null : validCount / count;
    return { count, validCount, validShare, mean, min, max, above: limit === null ? null : above };
  }

  notCounted({ sensorId, factor, fromMs, toMs }: Omit<SummaryQuery, 'maxPoints'>): readonly NotCounted[] {
    checkRange(fromMs, toMs, 1);
    const rows = this.#statement(SELECT_NOT_COUNTED).all(sensorId, factor, fromMs, toMs) as (Omit<
      NotCounted,
      'marks'
    > & { marks: number })[];
    return rows.map(({ flag, marks, count, fromMs: firstMs, toMs: lastMs }) => ({
      ...{ flag, count, fromMs: firstMs, toMs: lastMs, marks: marksOfBits(marks) },
    }));
  }

  /** Forgets readings measured before `beforeMs`, then the oldest beyond `maxBytes`, in small steps between which other work goes on. */
  async prune(beforeMs: number): Promise<void> {
    await this.pruneForwarded(beforeMs, Number.MAX_SAFE_INTEGER);
    await this.trim();
  }

  /** Forgets the oldest readings until the rest takes no more than `maxBytes`, whether they were forwarded or not. Returns how many. */
  async trim(): Promise<number> {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.options;
    let forgotten = 0;
    while (this.#isOpen && this.usedBytes() > maxBytes) {
      const { at } = this.#statement(SELECT_OLDEST).get(PRUNE_BATCH) as { at: number | null };
      if (at === null) break;
      const deleted = await this.pruneForwarded(at + 1, Number.MAX_SAFE_INTEGER);
      forgotten += deleted;
      await nextTurn();
    }
    return forgotten;
  }

  /** Bytes that the readings take in the file; what was forgotten is left out, for it is written over. */
  usedBytes(): number {
    return (this.#statement(SELECT_USED).get() as { bytes: number }).bytes;
  }

  /** As {@link prune}, but only readings up to `sequence`. Returns how many were forgotten. */
  async pruneForwarded(beforeMs: number, sequence: number): Promise<number> {
    this.#statement(SET_KEPT_FROM).run(beforeMs);
    return this.#deleteExpired(beforeMs, { after: 0, upTo: sequence }, Number.POSITIVE_INFINITY);
  }

  /**
   * Of the readings that arrived after `sequence` and were measured before `beforeMs`, forgets the oldest until `maxKept` are left.
   * Returns how many were forgotten.
   */
  async dropExpiredAfter(beforeMs: number, sequence: number, maxKept: number): Promise<number> {
    const { count } = this.#statement(COUNT_EXPIRED_AFTER).get(beforeMs, sequence) as { count: number };
    return count <= maxKept
      ? 0
      : this.#deleteExpired(beforeMs, { after: sequence, upTo: Number.MAX_SAFE_INTEGER }, count - maxKept);
  }

  /** Readings that arrived after `sequence`, in the order of arrival, those that came together by sensor and factor; at most `limit`. */
  readAfter(sequence: number, limit: number): StoredReading[] {
    const rows = this.#statement(SELECT_AFTER).all(sequence, limit) as ReadingRow[];
    return rows.map((row) => ({ sequence: row.sequence, reading: toReading(row) }));
  }

  /** How many readings arrived after `sequence`. */
  countAfter(sequence: number): number {
    return (this.#statement(COUNT_AFTER).get(sequence) as { count: number }).count;
  }

  /** Up to which sequence readings have been forwarded to `target`; 0 before the first. */
  cursor(target: string): number {
    return (this.#statement(SELECT_CURSOR).get(target) as { sequence: number } | undefined)?.sequence ?? 0;
  }

  /** Notes durably that readings up to `sequence` have been forwarded to `target`; it never goes back. */
  moveCursor(target: string, sequence: number): void {
    this.#statement(MOVE_CURSOR).run(target, sequence);
  }

  /** Readings measured from here on are all kept; older ones may have been forgotten. */
  keptFromMs(): number {
    return (this.#statement(SELECT_KEPT_FROM).get() as { kept_from_ms: number }).kept_from_ms;
  }

  /** Closes it, at once where nothing is being stored, else behind that. */
  close(): MaybePromise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const finish = () => {
      this.#statements.clear();
      this.#database.close();
    };
    if (this.#thread !== null) return this.#thread.close().then(finish);
    finish();
  }

  async #deleteExpired(beforeMs: number, range: { after: number; upTo: number }, most: number): Promise<number> {
    let deleted = 0;
    while (this.#isOpen && deleted < most) {
      const batch = Math.min(PRUNE_BATCH, most - deleted);
      const { changes } = this.#statement(DELETE_EXPIRED).run(beforeMs, range.after, range.upTo, batch);
      deleted += changes;
      if (changes < batch) break;
      await nextTurn();
    }
    return deleted;
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
