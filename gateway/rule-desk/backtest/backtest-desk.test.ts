import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeMadeLog } from '../../backtest/made-log.js';
import { spanOfLog } from '../../event-log/span-of-log.js';
import { dayOf, spanOfDays } from '../days-of-log.js';
import { BacktestDesk } from './backtest-desk.js';
import type { LogTask } from './backtest-message.js';
import { doLogTask } from './do-log-task.js';
import { type LogTaskEnd, runLogTask } from './run-log-task.js';

const START = Date.UTC(2026, 2, 2);
const rules = (forSeconds: number) => `
schema: lamppost.rules/1
zones: [{ id: kerb, camera: gate, polygon: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]] }]
rules: [{ id: lane, matter: parking, severity: 2, zone: kerb, forSeconds: ${forSeconds} }]
`;
const STAYS = Array.from({ length: 8 }, (_, index) => ({
  fromSecond: 60 + index * 700,
  seconds: index % 2 === 0 ? 400 : 130,
}));

let directory = '';
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'backtest-desk-'));
  await writeMadeLog({ directory, rules: rules(100), startMs: START, seconds: 5_700, stays: STAYS });
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const played = () => ({ directory, fromMs: START, toMs: START + 86_400_000, text: rules(300), verdicts: [] });
const compare = (): LogTask => ({ ...played(), kind: 'compare', against: rules(100) });
const silent = () => undefined;

describe('a task on the event log', () => {
  test('holds a draft against the rules of now, with the numbers and the place of each', async () => {
    const result = await doLogTask(compare(), silent);
    expect(result).toMatchObject({
      ...{ kind: 'compare', leftOut: 0 },
      report: { live: { total: { found: 4, against: 8, same: 4, new: 0, gone: 4 } } },
    });
    if (result.kind !== 'compare') throw new TypeError('another kind came');
    expect(result.report.live.gone[0]).toMatchObject({
      ...{ cameraId: 'gate', zoneId: 'kerb', subject: { label: 'car' } },
      explanation: [{ limit: 100_000, unit: 'ms' }],
    });
  });

  test('draws what moving one threshold does', async () => {
    const result = await doLogTask({ ...played(), kind: 'curve', ruleId: 'lane', threshold: 'forSeconds' }, silent);
    if (result.kind !== 'curve') throw new TypeError('another kind came');
    const found = result.curve.points.map(({ value, found: count, isPresent }) => [value, count, isPresent]);
    expect(found).toContainEqual([300, 4, true]);
    expect(found).toContainEqual([75, 8, false]);
    expect(found).toContainEqual([450, 0, false]);
    await expect(doLogTask({ ...played(), kind: 'curve', ruleId: 'lane', threshold: 'limit' }, silent)).rejects.toThrow(
      /no threshold limit/,
    );
  });

  test('recalls what was found at the time, with the rule that found it', async () => {
    const result = await doLogTask({ kind: 'recall', directory, fromMs: 0, toMs: START * 2 }, silent);
    if (result.kind !== 'recall') throw new TypeError('another kind came');
    expect(result.found).toHaveLength(8);
    expect(result.found[0]).toMatchObject({ fate: 'lead', rule: { id: 'lane', forSeconds: 100 } });
  });

  test('runs in a process of its own, and says where it cannot', { timeout: 30_000 }, async () => {
    expect(await runLogTask(compare(), silent).ended).toMatchObject({ kind: 'done', result: { kind: 'compare' } });
    const nowhere = { ...compare(), directory: join(directory, 'nowhere') };
    expect(await runLogTask(nowhere, silent).ended).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(/is no event log/) as string,
    });
  });
});

describe('the backtests', () => {
  const request = {
    kind: 'compare',
    text: rules(300),
    fromDay: '2026-03-02',
    toDay: '2026-03-02',
    against: 'now',
  } as const;
  function deskWith() {
    const ends: ((end: LogTaskEnd) => void)[] = [];
    const tell: ((events: number, atMs: number) => void)[] = [];
    let stopped = 0;
    const desk = new BacktestDesk({
      ...{ clock: { nowMs: () => START }, log: pino({ level: 'silent' }) },
      run: (_task, onProgress) => {
        tell.push(onProgress);
        const ended = new Promise<LogTaskEnd>((resolve) => ends.push(resolve));
        return { ended, stop: () => (stopped += 1) };
      },
    });
    return { desk, tell, ends, stops: () => stopped };
  }
  const one = { request, who: 'li', task: compare() };

  test('run one at a time, say how far they are, and can be broken off', async () => {
    const { desk, tell, ends, stops } = deskWith();
    const { job } = desk.start(one);
    tell[0]?.(500, START + 43_200_000);
    expect(desk.find(job.id)?.state).toEqual({ kind: 'running', events: 500, share: 0.5 });
    expect(desk.start({ ...one, who: 'wang' })).toMatchObject({ status: 'busy', job: { id: job.id, who: 'li' } });
    expect(desk.cancel(job.id)).toBe(true);
    expect(stops()).toBe(1);
    ends[0]?.({ kind: 'failed', detail: 'killed' });
    const next = desk.start(one);
    expect(next.status).toBe('started');
    ends[1]?.({ kind: 'done', result: await doLogTask(compare(), silent) });
    await Promise.resolve();
    expect(desk.find(job.id)?.state).toEqual({ kind: 'cancelled' });
    expect(desk.newest('compare')).toMatchObject({ id: next.job.id, state: { kind: 'done' } });
    expect(desk.newest('curve')).toBeNull();
  });

  test('play days by the clock on the wall', async () => {
    expect(spanOfDays('2026-03-02', '2026-03-03', 'Asia/Shanghai')).toEqual({
      fromMs: Date.UTC(2026, 2, 1, 16),
      toMs: Date.UTC(2026, 2, 3, 16),
    });
    expect(spanOfDays('2026-03-02', '2026-03-01', 'Asia/Shanghai')).toBeNull();
    expect(spanOfDays('2026-03-02', '2026-05-01', 'Asia/Shanghai')).toBeNull();
    const span = await spanOfLog(directory);
    expect(dayOf(span?.fromMs ?? 0, 'Asia/Shanghai')).toBe('2026-03-02');
    expect(await spanOfLog(join(directory, 'nowhere'))).toBeNull();
  });
});
