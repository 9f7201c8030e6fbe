import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SensorReading } from '@lamppost/contracts';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatewayConfig } from '../config/gateway-config.js';
import { createMetrics } from '../http/metrics.js';
import { DeviceRegistry } from '../sources/device-registry.js';
import { FaultBoard } from '../sources/faults/fault-board.js';
import { Hj212Devices } from '../sources/hj212/hj212-devices.js';
import { memoryPartStore } from '../sources/hj212/testing/memory-part-store.js';
import { Quarantine } from '../sources/quarantine.js';
import { takeMessage } from './take-message.js';

const NOW = Date.parse('2026-03-01T00:00:10Z');
const place = { lng: 121.5, lat: 31.2, name: 'somewhere' };
const config = GatewayConfig.parse({
  gatewayId: 'pole-1',
  dataDirectory: 'data',
  rulesFile: 'rules.yaml',
  mqtt: { url: 'mqtt://broker', username: 'gateway' },
  cloud: { url: 'https://cloud' },
  sensors: [
    { id: 'json', place },
    { id: 'hj', place, hj212Units: { a34001: 'mg/m3', a34002: 'ug/m3', a34004: 'ug/m3' } },
    { id: 'mine', place, mn: 'ANOTHER0000000000000000A' },
  ],
});

const log = pino({ level: 'silent' });
let directory = '';
let quarantine: Quarantine;
let readings: SensorReading[] = [];
const opened: string[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'intake-'));
  quarantine = new Quarantine(join(directory, 'quarantine.db'), { nowMs: () => NOW });
  readings = [];
});
afterEach(() => {
  quarantine.close();
  rmSync(directory, { recursive: true });
});

function take(kind: 'telemetry' | 'hj212', sensorId: string, payload: string | Buffer): void {
  takeMessage(
    { kind, sensorId, payload: Buffer.from(payload as string, 'latin1') },
    {
      registry: new DeviceRegistry(config),
      cameras: { open: (id) => void opened.push(id), close: () => undefined },
      quarantine,
      devices: new Hj212Devices({ sensors: config.sensors, secrets: {}, parts: memoryPartStore() }),
      faults: new FaultBoard({ sensors: config.sensors, clock: { nowMs: () => NOW }, log, onChange: () => undefined }),
      onReadings: (given) => void readings.push(...given),
      whenStored: (settle) => {
        settle();
      },
      metrics: createMetrics(),
      clock: { nowMs: () => NOW },
      log,
    },
  );
}

const telemetry = (unit: string) =>
  JSON.stringify({ measuredAt: '2026-03-01T08:00:00+08:00', readings: [{ factor: 'a34001', value: 1.2, unit }] });
// A frame from the field: STANDARDS for HJ 212, with neither milliseconds nor Flag.
const frame =
  '##0249QN=20180507000558;ST=39;CN=2011;PW=123456;MN=010000A00000000000A00654;CP=&&DataTime=20180507000558;a01001-Rtd=26.0,a01001-Flag=N;a01002-Rtd=30.4,a01002-Flag=N;a34001-Rtd=0.0,a34001-Flag=N;a34002-Rtd=24.0,a34002-Flag=N;a34004-Rtd=23.0,a34004-Flag=N&&D801\r\n';

test('JSON telemetry becomes readings in the unit of the factor', () => {
  take('telemetry', 'json', telemetry('mg/m3'));
  expect(readings).toEqual([
    { sensorId: 'json', measuredAtMs: Date.parse('2026-03-01T00:00:00Z'), factor: 'a34001', value: 1200, flag: 'N' },
  ]);
  expect(quarantine.list(1)).toEqual([]);
});

test('an HJ 212 frame becomes readings', () => {
  take('hj212', 'hj', frame);
  expect(readings.map(({ factor, value }) => [factor, value])).toEqual([
    ['a01001', 26],
    ['a01002', 30.4],
    ['a34001', 0],
    ['a34002', 24],
    ['a34004', 23],
  ]);
});

test.each([
  ['telemetry', 'unknown', telemetry('mg/m3'), 'sensor.unlisted'],
  ['telemetry', 'json', 'nonsense', 'reading.payload-not-json'],
  ['telemetry', 'json', telemetry('degC'), 'reading.unit-mismatch'],
  ['hj212', 'hj', frame.replace('24.0', '24.1'), 'hj212.crc-mismatch'],
  ['hj212', 'hj', 'nonsense', 'hj212.no-frame'],
  ['hj212', 'hj', '', 'hj212.no-frame'],
  ['hj212', 'json', frame, 'reading.unit-missing'],
  ['hj212', 'mine', frame, 'hj212.wrong-device'],
] as const)('%s of %s that cannot be used is kept with its bytes: %s', (kind, sensorId, payload, code) => {
  take(kind, sensorId, payload);
  const [kept] = quarantine.list(1);
  expect(kept?.code).toBe(code);
  expect(kept?.payload.toString('latin1')).toBe(payload);
});
