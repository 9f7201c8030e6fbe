import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Box, Violation } from '@lamppost/contracts';
import type { Detection, Track } from '@lamppost/detectors';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventLog } from '../event-log/event-log.js';
import { sampleViolation } from '../testing/sample-violation.js';
import { evidenceLooks } from './evidence-looks.js';

const violation = sampleViolation(1);
const { startedAtMs, triggeredAtMs } = violation;
const SUBJECT: Box = { x1: 0.125, y1: 0.125, x2: 0.375, y2: 0.5 };
const BEFORE_IT: Box = { x1: 0.25, y1: 0.375, x2: 0.5, y2: 0.75 };
const FAR_OFF: Box = { x1: 0.75, y1: 0.75, x2: 0.875, y2: 0.875 };

let directory = '';
let eventLog: EventLog;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'looks-'));
  const clock = { nowMs: () => triggeredAtMs };
  const log = pino({ level: 'silent' });
  eventLog = await EventLog.open({
    ...{ directory, gatewayId: 'pole-1', budgetBytes: 10_000_000, days: 30, clock, log, flushEveryMs: 0 },
  });
});
afterEach(async () => {
  await eventLog.close();
  rmSync(directory, { recursive: true, force: true });
});

function track(trackId: number, label: string, box: Box, atMs: number): Track {
  const times = { firstSeenAtMs: startedAtMs - 5_000, lastSeenAtMs: atMs, stationarySinceMs: null, observedMs: 0 };
  return { trackId, label, box, score: 0.75, ...times, anchorBox: box, visible: true };
}

function see(atMs: number, cameraId = 'cam-1'): void {
  const tracks = [
    track(1, 'car', SUBJECT, atMs),
    track(2, 'person', BEFORE_IT, atMs),
    track(3, 'person', FAR_OFF, atMs),
  ];
  const detections: Detection[] = [SUBJECT, FAR_OFF].map((box) => ({ label: 'car', classId: 2, score: 0.75, box }));
  const look = { cameraId, atMs, tracks, hazards: { fires: [], smokes: [] }, objects: [] };
  eventLog.append({ kind: 'look', atMs, look, detections });
}

async function read(of: Violation = violation) {
  await eventLog.flush();
  return evidenceLooks(of, directory);
}

test('the looks of the camera, from shortly before the beginning to the trigger, with what touches the subject', async () => {
  for (const atMs of [startedAtMs - 60_000, startedAtMs - 1_000, startedAtMs, triggeredAtMs, triggeredAtMs + 1_000]) {
    see(atMs);
    see(atMs, 'cam-2');
  }
  const found = await read();
  expect(found).toMatchObject({ cameraId: 'cam-1', lookCount: 3 });
  expect(found?.looks.map(({ atMs }) => atMs)).toEqual([startedAtMs - 1_000, startedAtMs, triggeredAtMs]);
  const last = found?.looks.at(-1);
  expect(last?.tracks).toEqual([track(1, 'car', SUBJECT, triggeredAtMs), track(2, 'person', BEFORE_IT, triggeredAtMs)]);
  expect(last?.detections?.map(({ box }) => box)).toEqual([SUBJECT]);
  expect(last).toMatchObject({ fires: [], smokes: [], objects: [] });
});

test('of very many looks some are chosen evenly, and it is told how many there were', async () => {
  const count = 1_500;
  for (let n = 0; n <= count; n += 1) see(startedAtMs + Math.round((n * 60_000) / count));
  const found = await read();
  expect(found?.lookCount).toBe(count + 1);
  expect(found?.looks).toHaveLength(600);
  expect([found?.looks[0]?.atMs, found?.looks.at(-1)?.atMs]).toEqual([startedAtMs, triggeredAtMs]);
  const gaps = found?.looks.slice(1).map(({ atMs }, index) => atMs - (found.looks[index]?.atMs ?? 0)) ?? [];
  expect(Math.max(...gaps)).toBeLessThanOrEqual(121);
});

test('there are none of what was measured, nor of a time that the log does not hold', async () => {
  see(startedAtMs - 60_000);
  expect(await read()).toBeNull();
  see(startedAtMs);
  expect(await read({ ...violation, subject: null })).toBeNull();
  expect(await read({ ...violation, cameraId: null })).toBeNull();
});
