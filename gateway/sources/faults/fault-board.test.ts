import type { SensorFaults, SensorReading } from '@lamppost/contracts';
import pino from 'pino';
import { expect, test } from 'vitest';
import { GatewayConfig } from '../../config/gateway-config.js';
import { MemoryTimeSeries } from '../../time-series/memory-time-series.js';
import { FaultBoard } from './fault-board.js';

const T0 = Date.UTC(2026, 4, 1);
const MINUTE = 60_000;
const { sensors } = GatewayConfig.parse({
  gatewayId: 'pole',
  dataDirectory: 'data',
  rulesFile: 'rules.yaml',
  mqtt: { url: 'mqtt://broker', username: 'gateway' },
  cloud: { url: 'https://cloud' },
  sensors: [
    { id: 'stuck', place: { lng: 121.5, lat: 31.2, name: 'north gate' } },
    { id: 'well', place: { lng: 121.5, lat: 31.2, name: 'south gate' } },
  ],
});

function readingOf(sensorId: string, minute: number): SensorReading {
  const value = sensorId === 'stuck' ? 500 : 40 + minute;
  return { sensorId, measuredAtMs: T0 + minute * MINUTE, factor: 'a34002', value, flag: 'N' };
}

/** A board that starts at a minute, and what it has told. */
function startBoard(minute: number) {
  const told: SensorFaults[] = [];
  const clock = { nowMs: () => T0 + minute * MINUTE };
  const onChange = (faults: SensorFaults) => void told.push(faults);
  return { told, board: new FaultBoard({ sensors, clock, log: pino({ level: 'silent' }), onChange }) };
}

test('a value that stood still before a restart still does, and does not begin to count', () => {
  const series = new MemoryTimeSeries();
  for (const { id } of sensors) series.append(Array.from({ length: 150 }, (_, minute) => readingOf(id, minute)));
  const { told, board } = startBoard(150);
  board.restore(series);
  expect(told).toMatchObject([{ sensorId: 'stuck', faults: [{ kind: 'flat-line', factor: 'a34002', sinceMs: T0 }] }]);
  expect(board.take('stuck', [readingOf('stuck', 150)], null)).toMatchObject([{ marks: ['flat'] }]);
  expect(board.take('well', [readingOf('well', 150)], null)).toEqual([readingOf('well', 150)]);
});

test('each monitor is told of from the start, so that a fault that ended during a restart is not kept for ever', () => {
  const { board } = startBoard(0);
  board.restore(new MemoryTimeSeries());
  expect(board.all()).toEqual(sensors.map(({ id }) => ({ sensorId: id, atMs: T0, faults: [] })));
});
