import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QUICK_TIMES, until, UplinkBench } from '../testing/uplink-bench.js';
import { DailyAllowance } from './daily-allowance.js';
import type { UplinkWorker } from './uplink-worker.js';

const STILL_BYTES = 20_000;
const CLIP_BYTES = 1_500_000;
const DAY_MS = 24 * 3_600_000;
vi.setConfig({ testTimeout: 90_000 });

let bench: UplinkBench;
let nowMs: number;
let sentBytes: number;
beforeEach(async () => {
  bench = await UplinkBench.open();
  nowMs = Date.parse('2026-03-01T12:00:00+08:00');
  sentBytes = 0;
});
afterEach(async () => {
  await bench.close();
});

/** An uplink over a line that may carry three parts before the clip a day, and one clip. */
function start(wantedAtOnce = true): UplinkWorker {
  const allowance = new DailyAllowance({
    ...{ dailyBytes: CLIP_BYTES + 4 * STILL_BYTES, timeZone: 'Asia/Shanghai', states: bench.spool.states },
    clock: { nowMs: () => nowMs },
  });
  return bench.startWorker({
    metered: { allowance, wantedAtOnce },
    times: { ...QUICK_TIMES, probeMs: 10 },
    observer: { bytesSent: (count) => (sentBytes += count) },
  });
}

const spoolPackages = async (...severities: readonly number[]) => {
  const digests: string[] = [];
  for (const [index, severity] of severities.entries())
    digests.push(await bench.spoolPackage(index + 1, severity, STILL_BYTES, CLIP_BYTES));
  return digests;
};
const stateOf = (digest: string) => bench.spool.findPackage(digest)?.state;
const isHeadThere = (digest: string) => {
  const row = bench.spool.findPackage(digest);
  return row !== null && row.sentBytes >= row.headBytes && row.sentBytes < row.sizeBytes;
};
const untilSpent = (worker: UplinkWorker) =>
  until(() => {
    expect(worker.shortages()).toEqual([expect.stringContaining('spent for today')]);
  });

test('the part before the clip of every package goes first, then clips as the day allows, and no byte twice', async () => {
  const [slight = '', grave = '', middle = ''] = await spoolPackages(1, 5, 3);
  const bytes = bench.spool.counts().waitingBytes;
  const worker = start();
  await bench.untilAccepted(1);
  await untilSpent(worker);
  expect(stateOf(grave)).toBe('accepted');
  expect([isHeadThere(slight), isHeadThere(middle)]).toEqual([true, true]);
  const paths = bench.requests('PATCH').map((request) => request.split('/').at(-1));
  expect(new Set(paths.slice(0, 3)).size).toBe(3);
  expect(bench.cloud.acceptances).toEqual([grave]);

  await worker.stop();
  await bench.reopenSpool();
  nowMs += DAY_MS;
  const next = start();
  await bench.untilAccepted(2);
  expect(stateOf(middle)).toBe('accepted');
  await untilSpent(next);
  nowMs += DAY_MS;
  await bench.untilAccepted(3);
  expect(sentBytes).toBe(bytes);
  expect(bench.requests('POST /api/v1/uploads')).toHaveLength(3);
});

test('a clip that somebody waits for goes at once, or first of the next day where the line says so', async () => {
  const [slight = '', , middle = ''] = await spoolPackages(1, 5, 3);
  const worker = start();
  await untilSpent(worker);
  expect(bench.cloud.acceptances).toHaveLength(1);
  bench.cloud.behaviour.wanted = [slight];
  await bench.untilAccepted(2);
  expect(stateOf(slight)).toBe('accepted');
  await worker.stop();

  const other = await bench.spoolPackage(9, 1, STILL_BYTES, CLIP_BYTES);
  bench.cloud.behaviour.wanted = [other];
  nowMs += DAY_MS;
  const patient = start(false);
  await bench.untilAccepted(3);
  await untilSpent(patient);
  expect([stateOf(other), isHeadThere(middle)]).toEqual(['accepted', true]);
});

test('an upload that the cloud lost while it rested begins anew', async () => {
  const [slight = ''] = await spoolPackages(1, 5);
  const worker = start();
  await bench.untilAccepted(1);
  await untilSpent(worker);
  await bench.cloud.loseUploads();
  nowMs += DAY_MS;
  await bench.untilAccepted(2);
  expect(stateOf(slight)).toBe('accepted');
});
