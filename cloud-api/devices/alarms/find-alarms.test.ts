import type { GatewayReport, LinkStatus } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import type { LegalRecord } from '../device.js';
import { DEFAULT_DEVICE_SETTINGS as SETTINGS } from '../device-settings.js';
import { findAlarms, type WatchedDevice, type WatchedGateway } from './find-alarms.js';

const MINUTE_MS = 60_000;
const nowMs = Date.parse('2026-06-15T04:00:00Z');
const link = (state: LinkStatus['state'], minutes: number): LinkStatus => ({
  ...{ state, sinceMs: nowMs - minutes * MINUTE_MS, reason: state === 'up' ? null : 'no frames' },
});
const report: GatewayReport = {
  ...{ atMs: nowMs, startedAtMs: 0, version: '1', clock: { source: 'unknown', synchronised: null } },
  ...{ broker: link('up', 9), cameras: {}, sensors: {}, packagesWaiting: 0, oldestWaitingAtMs: null, shortages: [] },
};
const gateway = (given: Partial<WatchedGateway> = {}, told: Partial<GatewayReport> = {}): WatchedGateway => ({
  ...{ enrolledAtMs: 0, heard: { receivedAtMs: nowMs, report: { ...report, ...told } } },
  ...{ refused: null, knockedAtMs: null, devices: [], ...given },
});
const namesOf = (watched: WatchedGateway) =>
  findAlarms(watched, SETTINGS, nowMs).alarms.map(({ sourceId, kind, about }) =>
    [sourceId ?? 'box', kind, about].join(' ').trim(),
  );
const camera = (given: Partial<WatchedDevice> = {}): WatchedDevice => ({
  ...{ sourceId: 'c1', kind: 'camera', legal: [], isRetired: false, ...given },
});
const record = (condition: LegalRecord['condition'], until: string | null): LegalRecord => ({
  ...{ condition, from: '2025-01-01', until, recordedAtMs: 0 },
  document: { number: '1', issuer: 'x', url: null, sha256: null },
});

test('a gateway that is well gives no alarm', () => {
  expect(namesOf(gateway({}, { cameras: { c1: link('up', 1) }, sensors: { d1: [] } }))).toEqual([]);
});

test('what a report says is wrong; a camera is given its minutes first, and what is said twice is told once', () => {
  const fault = { kind: 'flat-line', factor: 'a34004', sinceMs: 1, detail: 'still' } as const;
  const told = {
    cameras: { c1: link('down', 4), c2: link('connecting', 5) },
    sensors: { d1: [fault, fault, { ...fault, kind: 'silence' as const, factor: null }] },
    shortages: ['disk', 'spool'],
  };
  expect(namesOf(gateway({}, told))).toEqual([
    'box gateway-short',
    'c2 camera-down',
    'd1 sensor-fault flat-line a34004',
    'd1 sensor-fault silence',
  ]);
});

test('of a silent gateway nobody knows how its cameras are', () => {
  const heard = { receivedAtMs: nowMs - 16 * MINUTE_MS, report: { ...report, cameras: { c1: link('down', 99) } } };
  const silent = gateway({ heard });
  expect(namesOf(silent)).toEqual(['box gateway-silent']);
  const { isUnknown } = findAlarms(silent, SETTINGS, nowMs);
  expect([isUnknown('camera-down'), isUnknown('gateway-silent')]).toEqual([true, false]);
  expect(findAlarms(gateway(), SETTINGS, nowMs).isUnknown('camera-down')).toBe(false);
  // One that was just enrolled has its time, and one without a key is not waited for.
  expect(namesOf(gateway({ heard: null, enrolledAtMs: nowMs - 14 * MINUTE_MS }))).toEqual([]);
  expect(namesOf(gateway({ heard: null }))).toEqual(['box gateway-silent']);
  expect(namesOf(gateway({ heard, enrolledAtMs: null }))).toEqual([]);
});

test('certificates are told of before and after they end, until there is a later one', () => {
  const ends = (until: string | null) =>
    namesOf(gateway({ devices: [camera({ legal: [record('calibration', until)] })] }));
  expect(ends('2026-07-16')).toEqual([]);
  expect(ends('2026-07-15')).toEqual(['c1 certificate-expiring calibration']);
  expect(ends('2026-06-15')).toEqual(['c1 certificate-expiring calibration']);
  expect(ends('2026-06-14')).toEqual(['c1 certificate-expired calibration']);
  expect(ends(null)).toEqual([]);
  const renewed = [record('calibration', '2026-06-14'), record('calibration', '2027-06-14')];
  expect(namesOf(gateway({ devices: [camera({ legal: renewed })] }))).toEqual([]);
});

test('what is out of use gives no alarm, but a revoked key that is used does', () => {
  const legal = [record('calibration', '2026-01-01')];
  const retired = [camera({ legal, isRetired: true }), camera({ sourceId: null, kind: 'gateway', isRetired: true })];
  const told = { cameras: { c1: link('down', 99) } };
  expect(namesOf(gateway({ devices: retired, heard: null }, told))).toEqual([]);
  expect(namesOf(gateway({ devices: retired, knockedAtMs: 1 }))).toEqual(['box revoked-key']);
  expect(namesOf(gateway({ refused: { count: 2, code: 'evidence.file-altered' } }))).toEqual(['box packages-refused']);
});
