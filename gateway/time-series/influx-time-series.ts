import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type DataFlag, type Factor, type SensorReading, isValidReading } from '@lamppost/contracts';
import { FieldType, InfluxDB } from 'influx';
import type { IPoint } from 'influx';
import { bitsOfMarks, marksOfBits } from './mark-bits.js';
import { checkRange, checkSummaryQuery, checkWindowQuery, pointOf, spanMsOf } from './time-series.js';
import type {
  AppendResult,
  SeriesPoint,
  SummaryQuery,
  TimeSeries,
  WindowQuery,
  WindowStatistics,
} from './time-series.js';

const MEASUREMENT = 'reading';
const DEFAULT_REQUEST_TIMEOUT_MS = 10_000;
const IS_VALID = 'AND valid = true';
const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** How InfluxDB is reached. */
export interface InfluxTimeSeriesOptions {
  /** `http://` or `https://`, host, port and path if any. */
  readonly url: string;
  /** Made when it is missing and the account may. */
  readonly database: string;
  /** Tag of every point, since sensor IDs are unique within one gateway only. */
  readonly gatewayId: string;
  readonly username?: string;
  readonly password?: string;
  /** Default 10 s. */
  readonly requestTimeoutMs?: number;
}

interface ReadingRow {
  time: Date;
  value: number;
  flag: DataFlag;
  /** Bits; null or left out when there are none. */
  marks?: number | null;
}

interface SpanRow {
  time: Date;
  count: number;
  mean: number;
  min: number;
  max: number;
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('res' in error)) return null;
  const { res } = error as { res: { statusCode?: unknown } | null };
  return typeof res?.statusCode === 'number' ? res.statusCode : null;
}

/**
 * InfluxDB 1.x: measurement `reading`, tags `gateway`, `sensor` and `factor`, fields `value` (float), `flag` (string), `valid` (boolean) and `marks`
 * (integer, left out when there are none), times in milliseconds. A reading written again is the same point. Without retry: the caller decides when to try again.
 */
export class InfluxTimeSeries implements TimeSeries {
  readonly #agent: HttpAgent;
  readonly #client: InfluxDB;
  readonly #database: string;
  readonly #gatewayId: string;

  /** Throws TypeError when `url` is none. Connects with the first request. */
  constructor(options: InfluxTimeSeriesOptions) {
    const { protocol, hostname, port, pathname } = new URL(options.url);
    const isTls = protocol === 'https:';
    this.#agent = isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
    this.#database = options.database;
    this.#gatewayId = options.gatewayId;
    // A host that failed is not set aside: with one host that would only blur whoever counts the attempts.
    const noDelay = { getDelay: () => 0, next: () => noDelay, reset: () => noDelay };
    this.#client = new InfluxDB({
      host: hostname,
      port: port === '' ? (isTls ? 443 : 80) : Number(port),
      path: pathname === '/' ? '' : pathname,
      protocol: isTls ? 'https' : 'http',
      database: options.database,
      options: { agent: this.#agent },
      pool: { maxRetries: 0, requestTimeout: options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS, backoff: noDelay },
      schema: [
        {
          measurement: MEASUREMENT,
          tags: ['gateway', 'sensor', 'factor'],
          fields: {
            value: FieldType.FLOAT,
            flag: FieldType.STRING,
            valid: FieldType.BOOLEAN,
            marks: FieldType.INTEGER,
          },
        },
      ],
      ...(options.username === undefined ? {} : { username: options.username, password: options.password ?? '' }),
    });
  }

  async append(readings: readonly SensorReading[]): Promise<AppendResult> {
    if (readings.length === 0) return { stored: 0, duplicates: 0, refused: 0 };
    const points = readings.map((reading) => this.#toPoint(reading));
    try {
      await this.#write(points);
      return { stored: readings.length, duplicates: 0, refused: 0 };
    } catch (error) {
      if (statusOf(error) !== BAD_REQUEST) throw error;
      // InfluxDB keeps the points it can and answers 400 for the others, as for those older than its retention: no retry mends that.
      const [, dropped] = /dropped=(\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
      const refused = Math.min(readings.length, dropped === undefined ? readings.length : Number(dropped));
      return { stored: readings.length - refused, duplicates: 0, refused };
    }
  }

  async query(
    sensorId: string,
    factor: Factor,
    fromMs: number,
    toMs: number,
    maxReadings: number,
  ): Promise<readonly SensorReading[]> {
    checkRange(fromMs, toMs, maxReadings);
    const series = { sensorId, factor, fromMs: Math.max(0, fromMs), toMs: Math.max(0, toMs) };
    const rows = await this.#select<ReadingRow>(
      'SELECT value, flag, marks',
      series,
      `ORDER BY time DESC LIMIT ${maxReadings}`,
    );
    return rows.reverse().map(({ time, value, flag, marks }) => {
      const reading = { sensorId, measuredAtMs: time.getTime(), factor, value, flag };
      return marks == null ? reading : { ...reading, marks: marksOfBits(marks) };
    });
  }

  async summarise(query: SummaryQuery): Promise<readonly SeriesPoint[]> {
    checkSummaryQuery(query);
    const { sensorId, factor, fromMs, toMs, maxPoints } = query;
    const readings = await this.query(sensorId, factor, fromMs, toMs, maxPoints + 1);
    if (readings.length <= maxPoints) return readings.map(pointOf);

    const spanMs = spanMsOf(query);
    // Spans start at fromMs, where InfluxDB would start them at 1970.
    const bySpan = `GROUP BY time(${spanMs}ms, ${query.fromMs % spanMs}ms) fill(none)`;
    const [all, valid] = await Promise.all([
      this.#select<SpanRow>('SELECT count(value) AS count', query, bySpan),
      this.#select<SpanRow>(
        'SELECT count(value) AS count, mean(value) AS mean, min(value) AS min, max(value) AS max',
        query,
        bySpan,
        IS_VALID,
      ),
    ]);
    const validBySpan = new Map(valid.map((row) => [row.time.getTime(), row]));
    return all.map(({ time, count }) => {
      const span = validBySpan.get(time.getTime());
      return {
        atMs: time.getTime(),
        count,
        validCount: span?.count ?? 0,
        mean: span?.mean ?? null,
        min: span?.min ?? null,
        max: span?.max ?? null,
      };
    });
  }

  async statistics(query: WindowQuery): Promise<WindowStatistics> {
    checkWindowQuery(query);
    const { limit } = query;
    const [[all], [valid], [above]] = await Promise.all([
      this.#select<SpanRow>('SELECT count(value) AS count', query),
      this.#select<SpanRow>(
        'SELECT count(value) AS count, mean(value) AS mean, min(value) AS min, max(value) AS max',
        query,
        '',
        IS_VALID,
      ),
      limit === null
        ? []
        : this.#select<SpanRow>('SELECT count(value) AS count', query, '', `${IS_VALID} AND value > $limit`, { limit }),
    ]);
    const count = all?.count ?? 0;
    const validCount = valid?.count ?? 0;
    return {
      count,
      validCount,
      validShare: count === 0 ? null : validCount / count,
      mean: valid?.mean ?? null,
      min: valid?.min ?? null,
      max: valid?.max ?? null,
      above: limit === null ? null : (above?.count ?? 0),
    };
  }

  /** Deletes this gateway's readings before `beforeMs`. */
  async prune(beforeMs: number): Promise<void> {
    if (!Number.isSafeInteger(beforeMs)) throw new RangeError(`beforeMs is ${beforeMs}, not a time in milliseconds`);
    await this.#client.queryRaw(`DELETE FROM ${MEASUREMENT} WHERE gateway = $gateway AND time < ${beforeMs}ms`, {
      method: 'POST',
      placeholders: { gateway: this.#gatewayId },
    });
  }

  /** Breaks off requests that are under way; they reject. */
  close(): void {
    this.#agent.destroy();
  }

  async #write(points: IPoint[]): Promise<void> {
    try {
      await this.#client.writePoints(points, { precision: 'ms' });
    } catch (error) {
      if (statusOf(error) !== NOT_FOUND) throw error;
      await this.#client.createDatabase(this.#database);
      await this.#client.writePoints(points, { precision: 'ms' });
    }
  }

  async #select<Row>(
    columns: string,
    series: Omit<SummaryQuery, 'maxPoints'>,
    tail = '',
    condition = '',
    values: Readonly<Record<string, number>> = {},
  ): Promise<(Row & { time: Date })[]> {
    return this.#client.query<Row>(
      `${columns} FROM ${MEASUREMENT} WHERE gateway = $gateway AND sensor = $sensor AND factor = $factor
        AND time >= ${series.fromMs}ms AND time < ${series.toMs}ms ${condition} ${tail}`,
      {
        precision: 'ms',
        placeholders: { gateway: this.#gatewayId, sensor: series.sensorId, factor: series.factor, ...values },
      },
    );
  }

  #toPoint(reading: SensorReading): IPoint {
    const { sensorId, factor, measuredAtMs, value, flag } = reading;
    const marks = bitsOfMarks(reading.marks);
    return {
      measurement: MEASUREMENT,
      tags: { gateway: this.#gatewayId, sensor: sensorId, factor },
      fields: { value, flag, valid: isValidReading(reading), ...(marks === 0 ? {} : { marks }) },
      // As a string: the client takes the number 0 for no time at all.
      timestamp: String(measuredAtMs),
    };
  }
}
