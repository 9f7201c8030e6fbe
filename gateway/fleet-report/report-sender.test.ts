import { GatewayReport, MAX_REPORTED, type GatewayStatus, type LinkStatus } from '@lamppost/contracts';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { ReportResult } from '../uplink/cloud-result.js';
import { buildReport } from './build-report.js';
import { ReportSender } from './report-sender.js';

const up: LinkStatus = { state: 'up', sinceMs: 1, reason: null };
const down: LinkStatus = { state: 'down', sinceMs: 2, reason: 'x'.repeat(2_000) };
type Online = Extract<GatewayStatus, { state: 'online' }>;
const status = (given: Partial<Online> = {}): Online => ({
  ...{ state: 'online', atMs: 5, version: '1.0.0', cloud: up, cameras: {}, sensorFaults: {}, packagesWaiting: 0 },
  ...given,
});
const report = (now: Online, sensorIds: readonly string[] = []) =>
  buildReport({
    ...{ status: now, broker: up, sensorIds, startedAtMs: 1, oldestWaitingAtMs: null },
    clock: { source: 'unknown', synchronised: null },
    shortages: Array.from({ length: 20 }, () => 'y'.repeat(2_000)),
  });

test('whatever stands on the board, the cloud takes the report, and those that need somebody are in it', () => {
  const cameras = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`camera-${index}`, index < 390 ? up : down]),
  );
  const fault = { kind: 'silence', factor: null, sinceMs: 3, detail: 'z'.repeat(500) } as const;
  const written = report(status({ cameras, sensorFaults: { 'dust-2': [fault] } }), ['dust-1', 'dust-2']);
  expect(GatewayReport.parse(written)).toEqual(written);
  expect(Object.keys(written.cameras)).toHaveLength(MAX_REPORTED);
  expect(Object.values(written.cameras).filter(({ state }) => state === 'down')).toHaveLength(10);
  expect(written.sensors).toEqual({ 'dust-1': [], 'dust-2': [fault] });
});

function startSender(outcomes: readonly (ReportResult | Error)[]) {
  const sent: GatewayReport[] = [];
  let now = status({ cameras: { c1: up } });
  const sender = new ReportSender({
    client: {
      report: (one) => {
        const outcome = outcomes[Math.min(sent.length, outcomes.length - 1)] ?? { status: 'taken' };
        sent.push(one);
        return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
      },
    },
    build: () => Promise.resolve(report(now)),
    log: pino({ level: 'silent' }),
    times: { everyMs: 60_000, gapMs: 5_000, jitter: (ms) => ms },
  });
  const change = (next: Partial<Online>) => {
    now = status({ cameras: { c1: up }, ...next });
    sender.noteStatus(now);
  };
  sender.noteStatus(now);
  sender.start();
  return { sender, sent, change };
}

test('it goes out every minute, and soon after what matters changed; counts do not matter', async () => {
  vi.useFakeTimers();
  try {
    const { sender, sent, change } = startSender([new Error('no way'), { status: 'taken' }]);
    await vi.advanceTimersByTimeAsync(5_000);
    // The first status counts as a change: what was rung for before the first report is told by the second.
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(2);
    change({ packagesWaiting: 7 });
    await vi.advanceTimersByTimeAsync(54_000);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(5_000);
    change({ cameras: { c1: down } });
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)?.cameras.c1?.state).toBe('down');
    expect(sent).toHaveLength(4);
    // However much changes, not more often than the gap allows.
    for (let flip = 0; flip < 50; flip += 1) {
      change({ cameras: { c1: flip % 2 === 0 ? up : down } });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(sent.length).toBeLessThanOrEqual(6);
    await sender.stop();
    const { length } = sent;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(length);
  } finally {
    vi.useRealTimers();
  }
});
