import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SensorReading } from '@lamppost/contracts';
import { InfluxDB } from 'influx';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ForwardingTimeSeries } from './forwarding-time-series.js';
import { InfluxTimeSeries } from './influx-time-series.js';
import { hasInfluxd, startInfluxd } from '../testing/influxd-process.js';
import type { InfluxdProcess } from '../testing/influxd-process.js';
import { SqliteTimeSeries } from './sqlite-time-series.js';

const T0 = Date.UTC(2026, 2, 1);
const FAST = { maxDelayMs: 20, retryInitialMs: 20, retryMaxMs: 100, batchSize: 500 };
const skipped = !hasInfluxd() && process.env.CI !== 'true';

function readings(from: number, count: number): SensorReading[] {
  return Array.from({ length: count }, (_, index) => ({
    sensorId: 'dust-1',
    measuredAtMs: T0 + from + index,
    factor: 'a34001',
    value: from + index,
    flag: 'N',
  }));
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited 20 s in vain: ${what}`);
    await sleep(10);
  }
}

describe.skipIf(skipped)('forwarding to InfluxDB (needs influxd: apt install influxdb)', () => {
  let directory: string;
  let influxd: InfluxdProcess;
  let series: ForwardingTimeSeries;
  let logged: string[];

  function open(options: Partial<typeof FAST> & { maxExpired?: number } = {}): ForwardingTimeSeries {
    return new ForwardingTimeSeries({
      local: new SqliteTimeSeries({ path: join(directory, 'readings.db') }),
      remote: new InfluxTimeSeries({
        url: influxd.url,
        database: 'dust',
        gatewayId: 'gw-1',
        username: 'box',
        password: 'top-secret',
        requestTimeoutMs: 2000,
      }),
      target: 'influxdb',
      log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
      ...FAST,
      ...options,
    });
  }

  async function forwardedValues(): Promise<number[]> {
    const remote = new InfluxTimeSeries({ url: influxd.url, database: 'dust', gatewayId: 'gw-1' });
    try {
      const found = await remote.query('dust-1', 'a34001', 0, T0 + 1e9, 100_000);
      return found.map(({ value }) => value);
    } finally {
      remote.close();
    }
  }

  const expectedValues = (count: number) => Array.from({ length: count }, (_, index) => index);

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'lamppost-forward-'));
    logged = [];
    influxd = await startInfluxd(join(directory));
    series = open();
  });
  afterEach(async () => {
    await series.close();
    await influxd.stop();
    rmSync(directory, { recursive: true });
  });

  test('readings are on the box at once and reach InfluxDB in batches', async () => {
    expect(series.append(readings(0, 1700))).toMatchObject({ stored: 1700 });
    expect(series.query('dust-1', 'a34001', T0, T0 + 10, 10)).toEqual(readings(0, 10));
    await until(() => series.status().waiting === 0, 'all forwarded');
    expect(await forwardedValues()).toEqual(expectedValues(1700));
    expect(series.status()).toEqual({ state: 'up', reason: null, waiting: 0, forwarded: 1700, refused: 0, dropped: 0 });
  });

  test('losing InfluxDB loses no reading, and no password goes into the log', async () => {
    series.append(readings(0, 10));
    await until(() => series.status().waiting === 0, 'first readings forwarded');
    await influxd.stop();
    series.append(readings(10, 900));
    await until(() => series.status().state === 'down', 'outage noticed');
    series.append(readings(910, 90));
    expect(series.status()).toMatchObject({ waiting: 990 });
    expect(series.status().reason).toContain('ECONNREFUSED');
    influxd = await startInfluxd(directory, influxd.port);
    await until(() => series.status().waiting === 0, 'backlog forwarded');
    expect(await forwardedValues()).toEqual(expectedValues(1000));
    expect(series.status()).toMatchObject({ state: 'up', reason: null, dropped: 0 });
    expect(logged.join('')).toContain('retry scheduled');
    expect(logged.join('')).not.toMatch(/top-secret|authorization|dG9wLXNlY3JldA/i);
  });

  test('killed in the middle of a backlog and back again, InfluxDB has every reading once', async () => {
    await influxd.stop();
    series.append(readings(0, 6000));
    influxd = await startInfluxd(directory, influxd.port);
    await until(() => series.status().forwarded > 500, 'some of the backlog forwarded');
    await influxd.stop();
    series.append(readings(6000, 500));
    influxd = await startInfluxd(directory, influxd.port);
    await until(() => series.status().waiting === 0, 'backlog forwarded');
    const window = { sensorId: 'dust-1', factor: 'a34001', fromMs: T0, toMs: T0 + 10_000, limit: 3000 } as const;
    const remote = new InfluxTimeSeries({ url: influxd.url, database: 'dust', gatewayId: 'gw-1' });
    expect(await remote.statistics(window)).toEqual(await series.statistics(window));
    expect(await remote.statistics(window)).toMatchObject({ count: 6500, mean: 6499 / 2, above: 3499 });
    remote.close();
    expect(series.status()).toMatchObject({ dropped: 0, refused: 0 });
  });

  test('what had to go for want of room before it was forwarded is counted', async () => {
    await series.close();
    await influxd.stop();
    const local = new SqliteTimeSeries({ path: join(directory, 'small.db'), maxBytes: 200_000 });
    const remote = new InfluxTimeSeries({ url: influxd.url, database: 'dust', gatewayId: 'gw-1' });
    const log = pino({ level: 'silent' });
    series = new ForwardingTimeSeries({ local, remote, target: 'influxdb', log, ...FAST });
    series.append(readings(0, 10_000));
    await series.prune(0);
    const { waiting, dropped } = series.status();
    expect(dropped).toBeGreaterThan(1000);
    expect(waiting + dropped).toBe(10_000);
  });

  test('a restart continues where the last run stopped', async () => {
    await influxd.stop();
    series.append(readings(0, 700));
    await until(() => series.status().state === 'down', 'outage noticed');
    await series.close();
    influxd = await startInfluxd(directory, influxd.port);
    series = open();
    expect(series.status().waiting).toBe(700);
    await until(() => series.status().waiting === 0, 'backlog forwarded');
    expect(await forwardedValues()).toEqual(expectedValues(700));
    expect(series.status().forwarded).toBe(700);
  });

  test('closing does not wait for the pause between attempts', async () => {
    await influxd.stop();
    await series.close();
    series = open({ retryInitialMs: 60_000, retryMaxMs: 60_000 });
    series.append(readings(0, 1));
    await until(() => series.status().state === 'down', 'outage noticed');
    const startedAt = Date.now();
    await series.close();
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  test('points that InfluxDB no longer keeps are counted and do not hold up the others', async () => {
    series.append(readings(0, 1));
    await until(() => series.status().waiting === 0, 'database made');
    const admin = new InfluxDB({ host: '127.0.0.1', port: influxd.port, database: 'dust' });
    await admin.createRetentionPolicy('short', { database: 'dust', duration: '1h', replication: 1, isDefault: true });
    const nowMs = Date.now();
    const recent = { ...readings(0, 1)[0], measuredAtMs: nowMs } as SensorReading;
    series.append([...readings(1, 3), recent]);
    await until(() => series.status().waiting === 0, 'batch done');
    expect(series.status()).toMatchObject({ state: 'up', forwarded: 2, refused: 3 });
    expect(series.query('dust-1', 'a34001', T0, T0 + 10, 10)).toHaveLength(4);
  });

  test('readings that wait outlive their retention, up to a bound', async () => {
    series.append(readings(0, 100));
    await until(() => series.status().waiting === 0, 'first readings forwarded');
    await influxd.stop();
    await series.close();
    series = open({ maxExpired: 30 });
    series.append(readings(100, 50));
    await until(() => series.status().state === 'down', 'outage noticed');
    await series.prune(T0 + 1000);
    expect(series.status()).toMatchObject({ waiting: 30, dropped: 20 });
    influxd = await startInfluxd(directory, influxd.port);
    await until(() => series.status().waiting === 0, 'backlog forwarded');
    expect(await forwardedValues()).toEqual(expectedValues(150).filter((value) => value < 100 || value >= 120));
  });

  test('a summary beyond what the box keeps comes from InfluxDB, or from the box while that is away', async () => {
    const query = { sensorId: 'dust-1', factor: 'a34001', fromMs: T0, toMs: T0 + 1000, maxPoints: 1 } as const;
    series.append(readings(0, 100));
    await until(() => series.status().waiting === 0, 'all forwarded');
    await series.prune(T0 + 60);
    expect(await series.summarise({ ...query, fromMs: T0 + 60 })).toMatchObject([{ count: 40 }]);
    expect(await series.summarise(query)).toMatchObject([{ atMs: T0, count: 100, min: 0, max: 99 }]);
    await influxd.stop();
    expect(await series.summarise(query)).toMatchObject([{ count: 40, min: 60 }]);
  });
});

test('closing breaks off a request that gets no answer', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lamppost-forward-'));
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const connected = once(silent, 'connection');
  const local = new SqliteTimeSeries({ path: join(directory, 'readings.db') });
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const remote = new InfluxTimeSeries({ url, database: 'dust', gatewayId: 'gw-1', requestTimeoutMs: 60_000 });
  const log = pino({ level: 'silent' });
  const series = new ForwardingTimeSeries({ local, remote, target: 'influxdb', log, ...FAST });
  series.append(readings(0, 1));
  await connected;
  expect(series.status()).toMatchObject({ waiting: 1, forwarded: 0 });
  const startedAt = Date.now();
  await series.close();
  expect(Date.now() - startedAt).toBeLessThan(5000);
  silent.close();
  rmSync(directory, { recursive: true });
});
