import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DataFlag, type SensorReading } from '@lamppost/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import Database from 'libsql';
import { openReadingDatabase } from './sqlite-schema.js';
import { SqliteTimeSeries } from './sqlite-time-series.js';

const T0 = Date.UTC(2026, 2, 1);
let directory: string;
let path: string;
let series: SqliteTimeSeries;

function reading(atMs: number, value = 1): SensorReading {
  return { sensorId: 'dust-1', measuredAtMs: atMs, factor: 'a34001', value, flag: 'N' };
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lamppost-series-'));
  path = join(directory, 'readings.db');
  series = new SqliteTimeSeries({ path });
});
afterEach(async () => {
  await series.close();
  rmSync(directory, { recursive: true });
});

test('the log is synced at each commit', () => {
  const database = openReadingDatabase(path);
  try {
    expect(database.pragma('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(database.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  } finally {
    database.close();
  }
});

test('what was appended is in the files at once: a copy of them, taken without closing, holds it', async () => {
  series.append([reading(T0), reading(T0 + 1)]);
  cpSync(directory, `${directory}-copy`, { recursive: true });
  const copy = new SqliteTimeSeries({ path: join(`${directory}-copy`, 'readings.db') });
  expect(copy.query('dust-1', 'a34001', T0, T0 + 10, 10)).toHaveLength(2);
  await copy.close();
  rmSync(`${directory}-copy`, { recursive: true });
});

test('a redelivered reading is counted, and its first value stays', () => {
  expect(series.append([reading(T0, 1), reading(T0 + 1, 2)])).toEqual({ stored: 2, duplicates: 0, refused: 0 });
  expect(series.append([reading(T0, 9), reading(T0 + 2, 3)])).toEqual({ stored: 1, duplicates: 1, refused: 0 });
  expect(series.query('dust-1', 'a34001', T0, T0 + 10, 10).map(({ value }) => value)).toEqual([1, 2, 3]);
});

test('why readings could not be stored is told in the words of the database', async () => {
  const other = new Database(path);
  other.exec('DROP TABLE reading');
  other.close();
  await expect(series.store([reading(T0)])).rejects.toThrow('no such table');
});

test('a message is stored whole or not at all', () => {
  expect(() => series.append([reading(T0), reading(T0 + 1, Number.NaN)])).toThrow('NOT NULL');
  expect(series.query('dust-1', 'a34001', T0, T0 + 10, 10)).toEqual([]);
  expect(series.append([reading(T0)]).stored).toBe(1);
});

test('readings and cursor outlive a restart, and a number is never given twice', async () => {
  series.append([reading(T0), reading(T0 + 1)]);
  series.moveCursor('influxdb', 2);
  await series.prune(T0 + 10);
  await series.close();
  series = new SqliteTimeSeries({ path });
  expect(series.cursor('influxdb')).toBe(2);
  expect(series.keptFromMs()).toBe(T0 + 10);
  series.append([reading(T0 + 20)]);
  expect(series.readAfter(2, 10)).toEqual([{ sequence: 3, reading: reading(T0 + 20) }]);
});

test('above its bytes the oldest are forgotten, in the file as well', async () => {
  await series.close();
  const maxBytes = 400_000;
  series = new SqliteTimeSeries({ path, maxBytes });
  let filed = 0;
  for (let from = 0; from < 20_000; from += 2000) {
    series.append(Array.from({ length: 2000 }, (_, index) => reading(T0 + from + index)));
    await series.prune(0);
    expect(series.usedBytes()).toBeLessThanOrEqual(maxBytes);
    filed = Math.max(filed, statSync(path).size);
  }
  expect(filed).toBeLessThan(2 * maxBytes);
  const kept = series.query('dust-1', 'a34001', 0, T0 + 100_000, 100_000);
  expect(kept.length).toBeGreaterThan(1000);
  expect(kept.at(-1)).toEqual(reading(T0 + 19_999));
  expect(kept[0]?.measuredAtMs).toBe(T0 + 20_000 - kept.length);
  expect(series.keptFromMs()).toBe(kept[0]?.measuredAtMs);
});

test('a database of the first version is taken over with its readings', async () => {
  series.append([reading(T0)]);
  await series.close();
  const database = new Database(path);
  database.exec('ALTER TABLE reading DROP COLUMN marks; PRAGMA user_version = 1;');
  database.close();
  series = new SqliteTimeSeries({ path });
  expect(series.query('dust-1', 'a34001', T0, T0 + 1, 10)).toEqual([reading(T0)]);
  const marked: SensorReading = { ...reading(T0 + 1), marks: ['flat'] };
  series.append([marked]);
  expect(series.query('dust-1', 'a34001', T0 + 1, T0 + 2, 10)).toEqual([marked]);
});

test('the cursor never goes back', () => {
  series.moveCursor('influxdb', 7);
  series.moveCursor('influxdb', 5);
  expect(series.cursor('influxdb')).toBe(7);
  expect(series.cursor('other')).toBe(0);
});

test.each([
  ['in no directory', () => join(directory, 'missing', 'readings.db')],
  [
    'that is none',
    () => {
      const file = join(directory, 'text.db');
      writeFileSync(file, 'not a database '.repeat(100));
      return file;
    },
  ],
  [
    'of a newer version',
    () => {
      const file = join(directory, 'newer.db');
      const database = openReadingDatabase(file);
      database.exec('PRAGMA user_version = 99');
      database.close();
      return file;
    },
  ],
])('a database %s is an error that names the file', (_, make) => {
  const file = make();
  expect(() => new SqliteTimeSeries({ path: file })).toThrow(file);
});

test('what the thread stored is what was given, told as append tells it', async () => {
  const given: SensorReading[] = Array.from({ length: 100 }, (_, index) => ({
    sensorId: `dust-${index % 3}`,
    factor: index % 2 === 0 ? 'a34001' : 'LA',
    measuredAtMs: T0 + index,
    value: index / 7,
    flag: DataFlag.options[index % DataFlag.options.length] ?? 'N',
    ...(index % 5 === 0 ? { marks: ['backfill', 'flat'] as const } : {}),
  }));
  // The second waits with the first for one transaction, and holds some of it.
  const answers = await Promise.all([
    series.store(given.slice(0, 60)),
    series.store(given.slice(50)),
    series.store([]),
  ]);
  expect(answers).toEqual([
    { stored: 60, duplicates: 0, refused: 0 },
    { stored: 40, duplicates: 10, refused: 0 },
    { stored: 0, duplicates: 0, refused: 0 },
  ]);
  const stored = series.readAfter(0, 200).map((each) => each.reading);
  expect(stored.toSorted((a, b) => a.measuredAtMs - b.measuredAtMs)).toEqual(given);
  expect(series.append(given)).toEqual({ stored: 0, duplicates: 100, refused: 0 });
});

test('of readings that came together for the same time the first stays, whatever their flags', async () => {
  const flags = ['N', 'S', 'N', 'S', 'N'] as const;
  const at = (factor: 'LA' | 'a34001', sameMs: number): SensorReading[] =>
    flags.map((flag, index) => {
      const measuredAtMs = T0 + (index === 1 || index === 2 ? sameMs : 10 + index);
      return { sensorId: 'dust-1', factor, measuredAtMs, value: index, flag };
    });
  expect(await series.store(at('LA', 5))).toEqual({ stored: 4, duplicates: 1, refused: 0 });
  expect(series.append(at('a34001', 5))).toEqual({ stored: 4, duplicates: 1, refused: 0 });
  for (const factor of ['LA', 'a34001'] as const)
    expect(series.query('dust-1', factor, T0, T0 + 6, 10)).toMatchObject([{ flag: 'S', value: 1 }]);
});

test('hundreds of readings of one series in one batch are all stored, in their order', async () => {
  const given = Array.from({ length: 300 }, (_, index): SensorReading => {
    return { sensorId: 'dust-1', factor: 'LA', measuredAtMs: T0 + index, value: index / 3, flag: 'N' };
  });
  await series.store(given);
  expect(series.readAfter(0, 400).map(({ reading }) => reading)).toEqual(given);
});

test('while the disk takes nothing, store rejects and keeps nothing; the next is stored', async () => {
  const database = openReadingDatabase(path);
  database.exec("CREATE TRIGGER full BEFORE INSERT ON reading BEGIN SELECT RAISE(ABORT, 'full'); END");
  const answers = await Promise.allSettled([series.store([reading(T0)]), series.store([reading(T0 + 1)])]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  database.exec('DROP TRIGGER full');
  database.close();
  await series.store([reading(T0 + 2)]);
  expect(series.readAfter(0, 10).map((each) => each.reading.measuredAtMs)).toEqual([T0 + 2]);
});

test('what is being stored when it is closed is stored', async () => {
  const stored = series.store([reading(T0)]);
  await series.close();
  expect(await stored).toMatchObject({ stored: 1 });
  await expect(series.store([reading(T0 + 1)])).rejects.toThrow('closed');
});

test('killed in the middle of storing, again and again, it has all that store resolved for, whole batches alone', async () => {
  const child = fileURLToPath(new URL('../dist/time-series/crash-child.js', import.meta.url));
  for (let run = 1; run <= 3; run += 1) {
    const writer = spawn(process.execPath, [child, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(writer, 'exit');
    let told = -1;
    for await (const line of createInterface({ input: writer.stdout })) {
      told = Number(line);
      if (told > run * 700) writer.kill('SIGKILL');
    }
    await exited;
    const kept = series.readAfter(0, 1_000_000).map((each) => each.reading.value);
    expect(kept).toEqual(kept.map((_, index) => index));
    expect(kept.length).toBeGreaterThan(told);
    expect(kept.length % 7).toBe(0);
  }
});
