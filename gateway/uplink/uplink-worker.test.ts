import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sampleViolation } from '../testing/sample-violation.js';
import { QUICK_TIMES, until, UplinkBench } from '../testing/uplink-bench.js';
import { DailyAllowance } from './daily-allowance.js';
import type { AcceptedPackage } from './uplink-options.js';

vi.setConfig({ testTimeout: 90_000 });

let bench: UplinkBench;

beforeEach(async () => {
  bench = await UplinkBench.open();
});

afterEach(async () => {
  await bench.close();
});

describe('a good day', () => {
  test('a package is sent, its receipt kept, its file deleted, and all is told', async () => {
    const digest = await bench.spoolPackage(1);
    const accepted: AcceptedPackage[] = [];
    let bytes = 0;
    const states: string[] = [];
    const worker = bench.startWorker({
      observer: {
        bytesSent: (count) => (bytes += count),
        packageAccepted: (each) => accepted.push(each),
        linkChanged: ({ state }) => states.push(state),
      },
    });
    const { sizeBytes } = bench.spool.nextToSend() ?? { sizeBytes: 0 };
    await until(() => {
      expect(accepted).toHaveLength(1);
    });
    expect(accepted[0]).toMatchObject({ digest, caseId: 'case-1', violationId: sampleViolation(1).violationId });
    expect(bytes).toBe(sizeBytes);
    expect(states).toEqual(['up']);
    expect(worker.status()).toMatchObject({ state: 'up', reason: null });
    expect(bench.spool.findPackage(digest)?.receipt?.receipt.caseId).toBe('case-1');
    expect(await bench.files()).toEqual([]);
    expect(bench.cloud.acceptances).toEqual([digest]);
  });

  test('an enrolled gateway needs no code after a restart', async () => {
    await bench.spoolPackage(1);
    await startWorkerOnce();
    await bench.spoolPackage(2);
    bench.startWorker({ enrolmentCode: null });
    await bench.untilAccepted(2);
    expect(bench.cloud.requests.filter((request) => request.includes('enrol'))).toHaveLength(1);

    async function startWorkerOnce(): Promise<void> {
      const worker = bench.startWorker();
      await bench.untilAccepted(1);
      await worker.stop();
    }
  });

  test('the gravest goes first, and what comes later wakes the uplink', async () => {
    const slight = await bench.spoolPackage(1, 1);
    const grave = await bench.spoolPackage(2, 5);
    const worker = bench.startWorker();
    await bench.untilAccepted(2);
    expect(bench.cloud.acceptances).toEqual([grave, slight]);
    await bench.spoolPackage(3);
    worker.wake();
    await bench.untilAccepted(3);
  });

  test('a receipt that takes time is asked for again', async () => {
    bench.cloud.behaviour.verifyingAnswers = 40;
    await bench.spoolPackage(1);
    bench.startWorker();
    await bench.untilAccepted(1);
    expect(bench.cloud.acceptances).toHaveLength(1);
  });
});

test('a tombstone goes first, and is forgotten once the cloud has recorded it', async () => {
  await bench.reopenSpool(6500);
  await bench.spoolPackage(1, 1);
  await bench.spoolPackage(2, 5, 3000);
  const tombstone = bench.spool.nextEntry();
  bench.startWorker();
  await bench.untilAccepted(1);
  expect(bench.cloud.entries).toEqual([tombstone?.digest]);
  expect(bench.requests('POST')[1]).toContain('chain-entries');
  expect(bench.spool.nextEntry()).toBeNull();
  expect(bench.spool.counts()).toMatchObject({ accepted: 1, dropped: 1, waiting: 0 });
});

test('after failures in a row nothing is uploaded until a small question is answered', async () => {
  await bench.spoolPackage(1);
  bench.cloud.behaviour.intercept = (_request, response) => {
    response.writeHead(500).end();
    return true;
  };
  const circuits: boolean[] = [];
  bench.startWorker({ observer: { circuitChanged: (isOpen) => circuits.push(isOpen) } });
  // Enrolling fails as well.
  await until(() => {
    expect(circuits).toEqual([true]);
  });
  bench.cloud.behaviour.intercept = null;
  await bench.untilAccepted(1);
  expect(circuits).toEqual([true, false]);
});

test('over a metered line packages wait for the next day, and tombstones do not', async () => {
  let nowMs = Date.parse('2026-03-01T23:00:00+08:00');
  const allowance = new DailyAllowance({
    ...{ dailyBytes: 4000, timeZone: 'Asia/Shanghai', states: bench.spool.states, clock: { nowMs: () => nowMs } },
  });
  await bench.spoolPackage(1, 5);
  await bench.spoolPackage(2, 1);
  const worker = bench.startWorker({
    metered: { allowance, wantedAtOnce: true },
    times: { ...QUICK_TIMES, probeMs: 10 },
  });
  await bench.untilAccepted(1);
  await until(() => {
    expect(worker.shortages()).toEqual([expect.stringContaining('spent for today')]);
  });
  expect(worker.status().state).toBe('up');
  expect(bench.spool.counts()).toMatchObject({ accepted: 1, waiting: 1 });
  nowMs += 3_600_000;
  await bench.untilAccepted(2);
});

describe('a cloud that says no', () => {
  test('a refused package is kept and never sent again, and the next one goes', async () => {
    const bad = await bench.spoolPackage(1, 5);
    const good = await bench.spoolPackage(2, 1);
    bench.cloud.behaviour.refused.set(bad, { code: 'evidence.signature-wrong', detail: 'the signature does not hold' });
    const refusals: string[] = [];
    bench.startWorker({ observer: { packageRefused: (code) => refusals.push(code) } });
    await bench.untilAccepted(1);
    expect(refusals).toEqual(['evidence.signature-wrong']);
    expect(bench.spool.findPackage(good)?.state).toBe('accepted');
    expect(bench.spool.findPackage(bad)).toMatchObject({ state: 'refused', refusedCode: 'evidence.signature-wrong' });
    expect(await bench.files('refused')).toEqual([`1-${bad}.zip`]);
  });

  test('a package that the cloud stumbles over does not keep the others back', async () => {
    const stumble = await bench.spoolPackage(1, 5);
    await bench.spoolPackage(2, 1);
    bench.cloud.behaviour.intercept = ({ url }, response) => {
      if (url?.includes(stumble) !== true) return false;
      response.writeHead(500).end();
      return true;
    };
    bench.startWorker();
    await bench.untilAccepted(1);
    expect(bench.spool.findPackage(stumble)?.state).toBe('waiting');
    bench.cloud.behaviour.intercept = null;
    await bench.untilAccepted(2);
  });

  test('a complete upload that the cloud forgot is sent anew', async () => {
    bench.cloud.behaviour.forgetsUploads = true;
    await bench.spoolPackage(1);
    bench.startWorker();
    await until(() => {
      expect(bench.requests('POST /api/v1/uploads').length).toBeGreaterThan(1);
    });
    bench.cloud.behaviour.forgetsUploads = false;
    await bench.untilAccepted(1);
  });

  test('a gateway that is not enrolled and has no code says so', async () => {
    await bench.spoolPackage(1);
    const worker = bench.startWorker({ enrolmentCode: null });
    await until(() => {
      expect(worker.status()).toMatchObject({
        state: 'down',
        reason: expect.stringContaining('not enrolled') as string,
      });
    });
    expect(bench.cloud.requests).toEqual([]);
  });

  test('a wrong code is told with the reason, once', async () => {
    const worker = bench.startWorker({ enrolmentCode: 'a code that is not good' });
    await until(() => {
      expect(bench.cloud.requests.length).toBeGreaterThan(2);
    });
    expect(worker.status().reason).toContain('enrolment.code-wrong');
    expect(bench.timesLogged('cloud link down')).toBe(1);
  });

  test('a gateway that the cloud no longer knows keeps its packages, and enrols anew at a cloud that was set up anew', async () => {
    await bench.spoolPackage(1);
    const first = bench.startWorker();
    await bench.untilAccepted(1);
    await first.stop();
    await bench.replaceCloud();
    await bench.spoolPackage(2);

    const closed = bench.startWorker({ enrolmentCode: null });
    await until(() => {
      expect(closed.status().reason).toContain('no gateway has this key');
    });
    expect(bench.spool.counts()).toMatchObject({ waiting: 1, accepted: 1 });
    await closed.stop();
    bench.startWorker();
    await bench.untilAccepted(2);
  });
});
