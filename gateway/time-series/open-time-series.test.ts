import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ForwardingTimeSeries } from './forwarding-time-series.js';
import { openTimeSeries } from './open-time-series.js';
import { SqliteTimeSeries } from './sqlite-time-series.js';

test('readings are forwarded where an InfluxDB is configured, and only there', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lamppost-open-'));
  const log = pino({ level: 'silent' });
  const base = { file: join(directory, 'readings.db'), gatewayId: 'gw-1', maxBytes: 1e9, log };
  const alone = openTimeSeries({ ...base, influx: null });
  expect(alone).toBeInstanceOf(SqliteTimeSeries);
  await alone.close();
  const influx = { url: 'http://127.0.0.1:1', database: 'dust', username: 'box', password: undefined };
  const forwarding = openTimeSeries({ ...base, influx });
  expect(forwarding).toBeInstanceOf(ForwardingTimeSeries);
  await forwarding.close();
  rmSync(directory, { recursive: true });
});
