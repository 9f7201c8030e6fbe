import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataFlag, SensorReading } from '@lamppost/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { InfluxTimeSeries } from './influx-time-series.js';
import { hasInfluxd, startInfluxd } from '../testing/influxd-process.js';
import type { InfluxdProcess } from '../testing/influxd-process.js';
import { MemoryTimeSeries } from './memory-time-series.js';
import { SqliteTimeSeries } from './sqlite-time-series.js';
import type { TimeSeries } from './time-series.js';

const T0 = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;

function reading(atMs: number, value: number, flag: DataFlag = 'N', sensorId = 'dust-1'): SensorReading {
  return { sensorId, measuredAtMs: atMs, factor: 'a34001', value, flag };
}

interface Adapter {
  readonly name: string;
  readonly skipped: boolean;
  /** Starts what the adapter needs, once. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Opens a store that holds nothing. */
  readonly open: (directory: string) => TimeSeries;
}

let influxd: InfluxdProcess | undefined;
let influxDirectory: string;
let databases = 0;

const adapters: readonly Adapter[] = [
  {
    name: 'memory',
    skipped: false,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    open: () => new MemoryTimeSeries(),
  },
  {
    name: 'SQLite',
    skipped: false,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    open: (directory) => new SqliteTimeSeries({ path: join(directory, 'readings.db') }),
  },
  {
    name: 'InfluxDB (needs influxd: apt install influxdb)',
    skipped: !hasInfluxd() && process.env.CI !== 'true',
    start: async () => {
      influxDirectory = mkdtempSync(join(tmpdir(), 'lamppost-influxd-'));
      influxd = await startInfluxd(influxDirectory);
    },
    stop: async () => {
      await influxd?.stop();
      rmSync(influxDirectory, { recursive: true });
    },
    open: () => {
      databases += 1;
      if (influxd === undefined) throw new Error('influxd is not running');
      return new InfluxTimeSeries({ url: influxd.url, database: `readings-${databases}`, gatewayId: 'gw-1' });
    },
  },
];

for (const adapter of adapters)
  describe.skipIf(adapter.skipped)(`time series on ${adapter.name}`, () => {
    let directory: string;
    let series: TimeSeries;

    beforeAll(adapter.start);
    afterAll(adapter.stop);
    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), 'lamppost-series-'));
      series = adapter.open(directory);
      // A store that has never been written to may have no database yet.
      await series.append([reading(1, 1, 'N', 'another')]);
    });
    afterEach(async () => {
      await series.close();
      rmSync(directory, { recursive: true });
    });

    const summarise = (fromMs: number, toMs: number, maxPoints: number) =>
      series.summarise({ sensorId: 'dust-1', factor: 'a34001', fromMs, toMs, maxPoints });

    const statistics = (fromMs: number, toMs: number, limit: number | null) =>
      series.statistics({ sensorId: 'dust-1', factor: 'a34001', fromMs, toMs, limit });

    test('readings come back as they were, in the order of their time', async () => {
      const readings = [reading(T0 + 1, 0.1), reading(T0 + 2, 99_999.5, 'D'), reading(T0 + 3, 0, 'S')];
      const [first, second, third] = readings as [SensorReading, SensorReading, SensorReading];
      await series.append([third, first]);
      await series.append([second]);
      expect(await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 10)).toEqual(readings);
    });

    test('marks come back, and what tells of a faulty monitor does not count', async () => {
      const readings: SensorReading[] = [
        { ...reading(T0, 1), marks: ['backfill', 'humid'] },
        { ...reading(T0 + 1, 100), marks: ['flat'] },
        { ...reading(T0 + 2, 1000), marks: ['humid', 'jump'] },
        reading(T0 + 3, 3),
      ];
      await series.append(readings);
      expect(await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 10)).toEqual(readings);
      expect(await statistics(T0, T0 + MINUTE, 0)).toEqual({
        count: 4,
        validCount: 2,
        validShare: 0.5,
        mean: 2,
        min: 1,
        max: 3,
        above: 2,
      });
      expect(await summarise(T0, T0 + MINUTE, 1)).toEqual([
        { atMs: T0, count: 4, validCount: 2, mean: 2, min: 1, max: 3 },
      ]);
    });

    test('a window tells mean, extremes, share that counts, and how many are above a limit', async () => {
      await series.append([
        reading(T0 - 1, 9999),
        reading(T0, 150),
        reading(T0 + 1, 150.5),
        reading(T0 + 2, -4, 'S'),
        reading(T0 + 3, 5000, 'D'),
        reading(T0 + MINUTE - 1, 151.5),
        reading(T0 + MINUTE, 9999),
      ]);
      const expected = { count: 5, validCount: 4, validShare: 0.8, mean: 112, min: -4, max: 151.5 };
      expect(await statistics(T0, T0 + MINUTE, 150)).toEqual({ ...expected, above: 2 });
      expect(await statistics(T0, T0 + MINUTE, 151.5)).toEqual({ ...expected, above: 0 });
      expect(await statistics(T0, T0 + MINUTE, null)).toEqual({ ...expected, above: null });
    });

    test('a window without readings, or without any that count, has no mean', async () => {
      await series.append([reading(T0, 5, 'F')]);
      const nothing = { validCount: 0, mean: null, min: null, max: null, above: 0 };
      expect(await statistics(T0, T0 + 1, 1)).toEqual({ ...nothing, count: 1, validShare: 0 });
      expect(await statistics(T0 + 1, T0 + 2, 1)).toEqual({ ...nothing, count: 0, validShare: null });
      expect(await statistics(T0 + 2, T0 + 1, 1)).toEqual({ ...nothing, count: 0, validShare: null });
    });

    test('the order and number of deliveries change nothing', async () => {
      const readings = Array.from({ length: 300 }, (_, index) => reading(T0 + index * 1000, index % 17));
      const shuffled = readings.flatMap((_, index) => readings[(index * 97) % 300] ?? []);
      await series.append(shuffled.slice(0, 200));
      await series.append(shuffled.slice(100));
      await series.append(readings.slice(50, 60));
      expect(await series.query('dust-1', 'a34001', T0, T0 + 300_000, 1000)).toEqual(readings);
      expect(await statistics(T0, T0 + 300_000, 15)).toMatchObject({ count: 300, above: 17 });
    });

    test('a chart of few points still shows the highest and the lowest', async () => {
      const readings = Array.from({ length: 1000 }, (_, index) => reading(T0 + index * 1000, 50));
      await series.append(
        readings.map((each, index) =>
          index === 321 ? { ...each, value: 900 } : index === 777 ? { ...each, value: -3 } : each,
        ),
      );
      const points = await summarise(T0, T0 + 1_000_000, 20);
      expect(points).toHaveLength(20);
      expect(points.map(({ max }) => max).filter((max) => max === 900)).toHaveLength(1);
      expect(points.map(({ min }) => min).filter((min) => min === -3)).toHaveLength(1);
      expect(points[6]).toMatchObject({ atMs: T0 + 300_000, count: 50, max: 900, min: 50, mean: 67 });
    });

    test('the start of a range belongs to it, its end does not', async () => {
      await series.append([reading(T0 - 1, 1), reading(T0, 2), reading(T0 + MINUTE - 1, 3), reading(T0 + MINUTE, 4)]);
      const values = (await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 10)).map(({ value }) => value);
      expect(values).toEqual([2, 3]);
      expect(await series.query('dust-1', 'a34001', T0 + MINUTE, T0, 10)).toEqual([]);
    });

    test('of too many readings the latest come back', async () => {
      await series.append([1, 2, 3, 4, 5].map((value) => reading(T0 + value, value)));
      const latest = await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 2);
      expect(latest.map(({ value }) => value)).toEqual([4, 5]);
    });

    test('sensors and factors are kept apart', async () => {
      await series.append([
        reading(T0, 1),
        reading(T0, 2, 'N', 'dust-2'),
        { ...reading(T0, 3), factor: 'a34002' },
        reading(T0, 4, 'N', `dust-1' OR 'a'='a`),
      ]);
      expect(await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 10)).toEqual([reading(T0, 1)]);
      expect(await series.query('dust-3', 'a34001', T0, T0 + MINUTE, 10)).toEqual([]);
    });

    test('a redelivered reading does not double', async () => {
      const readings = [reading(T0, 1), reading(T0 + 1, 2)];
      await series.append(readings);
      await series.append([...readings, reading(T0 + 2, 3)]);
      expect(await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 10)).toHaveLength(3);
    });

    test('nothing appended is nothing stored', async () => {
      expect(await series.append([])).toEqual({ stored: 0, duplicates: 0, refused: 0 });
    });

    test('a summary with room for every reading holds each one', async () => {
      await series.append([reading(T0, 4), reading(T0 + 7, 5, 'D')]);
      expect(await summarise(T0, T0 + MINUTE, 2)).toEqual([
        { atMs: T0, count: 1, validCount: 1, mean: 4, min: 4, max: 4 },
        { atMs: T0 + 7, count: 1, validCount: 0, mean: null, min: null, max: null },
      ]);
      expect(await summarise(T0 + MINUTE, T0 + 2 * MINUTE, 2)).toEqual([]);
    });

    test('a summary of more readings has one point a span, which counts from its start', async () => {
      const fromMs = T0 + 17;
      await series.append([
        ...[10, 20, 30].map((value, index) => reading(fromMs + index * 1000, value)),
        reading(fromMs + 3000, 5000, 'D'),
        reading(fromMs + 25_000, 7, 'F'),
        reading(fromMs + 30_000, 1),
        reading(fromMs + 39_999, 2, 'S'),
      ]);
      expect(await summarise(fromMs, fromMs + 60_000, 6)).toEqual([
        { atMs: fromMs, count: 4, validCount: 3, mean: 20, min: 10, max: 30 },
        { atMs: fromMs + 20_000, count: 1, validCount: 0, mean: null, min: null, max: null },
        { atMs: fromMs + 30_000, count: 2, validCount: 2, mean: 1.5, min: 1, max: 2 },
      ]);
    });

    test('a summary never has more points than asked for', async () => {
      await series.append(Array.from({ length: 500 }, (_, index) => reading(T0 + index * 137, index)));
      for (const maxPoints of [1, 7, 100, 499]) {
        const points = await summarise(T0, T0 + 500 * 137, maxPoints);
        expect(points.length).toBeLessThanOrEqual(maxPoints);
        expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(500);
        expect(points.at(-1)?.max).toBe(499);
      }
    });

    test('a question that has no answer is an error', async () => {
      await expect((async () => summarise(T0, T0 + 1, 0))()).rejects.toThrow('maxPoints');
      await expect((async () => summarise(T0, Number.NaN, 1))()).rejects.toThrow('toMs');
      await expect((async () => statistics(T0, T0 + 1, Number.NaN))()).rejects.toThrow('limit');
      await expect((async () => statistics(0.5, T0 + 1, 1))()).rejects.toThrow('fromMs');
      await expect((async () => series.query('dust-1', 'a34001', T0, T0 + 0.5, 1))()).rejects.toThrow('toMs');
    });

    test('forgetting takes what is older and leaves the rest', async () => {
      const readings = Array.from({ length: 5000 }, (_, index) => reading(T0 + index, index));
      await series.append(readings);
      await series.prune(T0 + 4500);
      const left = await series.query('dust-1', 'a34001', T0, T0 + MINUTE, 10_000);
      expect(left).toEqual(readings.slice(4500));
    });
  });

test('in memory the oldest go when there are too many', () => {
  const series = new MemoryTimeSeries({ maxReadings: 100 });
  for (let index = 0; index < 500; index += 1)
    series.append([reading(T0 + index, index), reading(T0, 1, 'N', 'quiet')]);
  const kept = series.query('dust-1', 'a34001', 0, T0 + 1000, 1000);
  expect(kept.length).toBeGreaterThan(80);
  expect(kept.length).toBeLessThan(100);
  expect(kept.at(-1)).toEqual(reading(T0 + 499, 499));
  expect(series.query('quiet', 'a34001', 0, T0 + 1000, 1000)).toHaveLength(1);
});
