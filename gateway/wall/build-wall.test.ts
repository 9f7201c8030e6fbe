import { expect, test } from 'vitest';
import { Wall } from '../console-shapes/wall.js';
import { MemoryTimeSeries } from '../time-series/memory-time-series.js';
import { buildWall, type WallFacts } from './build-wall.js';
import { LatestReadings } from './latest-readings.js';

const NOW = 1_760_000_000_000;
const UP = { state: 'up', sinceMs: NOW - 60_000, reason: null } as const;
const place = { lng: 121.5, lat: 31.2, name: '民生路 100 号' };
const series = new MemoryTimeSeries();
const reading = (measuredAtMs: number, value: number) =>
  ({ sensorId: 'dust-1', factor: 'a34001', measuredAtMs, value, flag: 'N' }) as const;

function facts(more: Partial<WallFacts>): WallFacts {
  return {
    config: { gatewayId: 'pole-1', diskReserveBytes: 1, sensors: [] },
    ...{ startedAtMs: NOW, broker: UP, clock: { source: 'unknown', synchronised: null }, open: [], shortages: [] },
    status: {
      ...{ state: 'online', atMs: NOW, version: '1', cloud: UP, sensorFaults: {}, packagesWaiting: 0 },
      cameras: { gate: UP, away: { ...UP, state: 'down', reason: 'Connection refused' } },
    },
    registry: {
      describe: (sourceId) =>
        sourceId === 'gate'
          ? { sourceId, deviceCode: null, place, bearingDeg: null, legalStatus: NOTHING_REVIEWED }
          : null,
    },
    figures: new Map(),
    spool: {
      ...{ pending: 0, waiting: 2, accepted: 3, refused: 0, lost: 0, dropped: 0, entriesWaiting: 0 },
      ...{ waitingBytes: 10, oldestWaitingMs: null, freeBytes: 5 },
    },
    latest: new LatestReadings(series),
    stillAtMs: () => null,
    ...more,
  };
}
const NOTHING_REVIEWED = {
  deviceLegalReview: false,
  deviceTechReview: false,
  sitePublished: false,
  signagePosted: false,
};

test('cameras stand in the order of their names, with the looks that were due beside those that were taken', () => {
  const activity = { looksPerSecond: 3, skippedShare: 0.25, movingShare: 0.5, lookDelayMs: 90, waitingMs: 0 };
  const wall = buildWall(facts({ figures: new Map([['gate', activity]]) }));
  expect(Wall.parse(wall)).toEqual(wall);
  expect(wall.cameras.map(({ id, placeName }) => [id, placeName])).toEqual([
    ['away', null],
    ['gate', '民生路 100 号'],
  ]);
  expect(wall.cameras[1]?.looks).toMatchObject({ got: 3, asked: 4 });
  expect(wall.cameras[0]?.looks).toBeNull();
});

test('a monitor shows its newest readings, those from before a restart too', () => {
  series.append([reading(NOW - 5_000, 80)]);
  const latest = new LatestReadings(series);
  const newest = () => latest.of('dust-1', NOW).map(({ value }) => value);
  expect(newest()).toEqual([80]);
  latest.note([reading(NOW, 90), reading(NOW - 9_000, 10)]);
  expect(newest()).toEqual([90]);
  expect(latest.of('dust-2', NOW)).toEqual([]);
});
