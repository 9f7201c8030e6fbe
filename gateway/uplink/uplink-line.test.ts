import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { QUICK_TIMES, until, UplinkBench } from '../testing/uplink-bench.js';

const PACKAGE_BYTES = 3_000_000;
const SMALL_BYTES = 400_000;
/** Heads of requests and what is sent twice because it had not reached the disk when the connection broke. */
const SLACK_BYTES = 300_000;
vi.setConfig({ testTimeout: 90_000 });

let bench: UplinkBench;
let children: ChildProcess[];

beforeEach(async () => {
  bench = await UplinkBench.open();
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await bench.close();
});

describe('a bad line', () => {
  test('an upload that is cut goes on from where it was, and opens one case', async () => {
    await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    bench.proxy.limit(1_700_000);
    const cut = bench.proxy.reached();
    bench.startWorker();
    await cut;
    await bench.untilAccepted(1);
    expect(bench.proxy.bytesPassed()).toBeGreaterThan(PACKAGE_BYTES);
    expect(bench.proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES + SLACK_BYTES);
    expect(bench.cloud.acceptances).toHaveLength(1);
    expect(bench.requests('POST /api/v1/uploads')).toHaveLength(1);
  });

  test('while the line is steady a small package is one request, and one that breaks off goes again in parts', async () => {
    const worker = bench.startWorker();
    await until(() => {
      expect(bench.timesLogged('cloud link up')).toBe(1);
    });
    await bench.spoolPackage(1, 3, SMALL_BYTES);
    worker.wake();
    await bench.untilAccepted(1);
    expect(bench.requests('PATCH')).toEqual([]);

    bench.proxy.limit(SMALL_BYTES / 2);
    const cut = bench.proxy.reached();
    await bench.spoolPackage(2, 3, SMALL_BYTES);
    worker.wake();
    await cut;
    await bench.untilAccepted(2);
    expect(bench.requests('PATCH')).toHaveLength(1);
    expect(bench.cloud.acceptances).toHaveLength(2);
  });

  test('an upload goes on after the gateway was killed in the middle of it', async () => {
    const child = fileURLToPath(new URL('../dist/testing/uplink-child.js', import.meta.url));
    expect(existsSync(child), `${child} is missing: build it with npx tsc --build gateway`).toBe(true);
    await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    await bench.spool.close();
    const startChild = (): ChildProcess => {
      const args = [
        child,
        join(bench.directory, 'spool'),
        join(bench.directory, 'device.pem'),
        bench.proxy.url,
        bench.cloud.code,
      ];
      const started = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
      children.push(started);
      return started;
    };

    bench.proxy.limit(1_700_000, 'hold');
    const held = bench.proxy.reached();
    const first = startChild();
    await held;
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(bench.cloud.acceptances).toEqual([]);

    bench.proxy.limit(null);
    const second = startChild();
    await until(() => {
      expect(bench.cloud.acceptances).toHaveLength(1);
    });
    await until(async () => {
      expect(await bench.files()).toEqual([]);
    });
    second.kill('SIGKILL');
    await once(second, 'exit');
    expect(bench.proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES - 1_700_000 + SLACK_BYTES);
    await bench.reopenSpool();
    expect(bench.spool.counts()).toMatchObject({ pending: 0, waiting: 0, accepted: 1, lost: 0 });
  });

  test('stopping in the middle of an upload is quick, and it goes on after the next start', async () => {
    await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    bench.proxy.limit(1_700_000, 'hold');
    const held = bench.proxy.reached();
    const worker = bench.startWorker();
    await held;
    const before = performance.now();
    await worker.stop();
    expect(performance.now() - before).toBeLessThan(3000);
    expect(bench.timesLogged('cloud link down')).toBe(0);
    bench.proxy.limit(null);
    bench.startWorker();
    await bench.untilAccepted(1);
    expect(bench.proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES - 1_700_000 + SLACK_BYTES);
  });

  test('a line that stands still is given up', async () => {
    await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    bench.proxy.limit(1_700_000, 'hold');
    const held = bench.proxy.reached();
    const worker = bench.startWorker({}, { stallTimeoutMs: 100, requestTimeoutMs: 100 });
    await held;
    await until(() => {
      expect(worker.status()).toMatchObject({
        state: 'down',
        reason: expect.stringContaining('nothing moved') as string,
      });
    });
    bench.proxy.limit(null);
    await bench.untilAccepted(1);
  });

  test('a cloud that never answers is given up', async () => {
    let questions = 0;
    bench.cloud.behaviour.intercept = ({ url }) => {
      if (url?.endsWith('/receipt') !== true) return false;
      questions += 1;
      return true;
    };
    const worker = bench.startWorker({}, { requestTimeoutMs: 100 });
    await until(() => {
      expect(questions).toBeGreaterThan(1);
    });
    expect(worker.status()).toMatchObject({
      state: 'down',
      reason: expect.stringContaining('not done within') as string,
    });
  });

  test('an upload that the cloud lost starts anew', async () => {
    await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    bench.proxy.limit(1_700_000, 'hold');
    const held = bench.proxy.reached();
    const worker = bench.startWorker();
    await held;
    await worker.stop();
    await bench.cloud.loseUploads();
    bench.proxy.limit(null);
    bench.startWorker();
    await bench.untilAccepted(1);
    expect(bench.proxy.bytesPassed()).toBeGreaterThan(PACKAGE_BYTES);
    expect(bench.cloud.acceptances).toHaveLength(1);
  });

  test('a failure to ask for the offset does not lose what has arrived', async () => {
    await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    bench.proxy.limit(1_700_000, 'hold');
    const held = bench.proxy.reached();
    const worker = bench.startWorker();
    await held;
    await worker.stop();
    let failures = 3;
    bench.cloud.behaviour.intercept = ({ method }, response) => {
      if (method !== 'HEAD' || failures === 0) return false;
      failures -= 1;
      response.writeHead(500).end();
      return true;
    };
    bench.proxy.limit(null);
    bench.startWorker();
    await bench.untilAccepted(1);
    expect(failures).toBe(0);
    expect(bench.proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES - 1_700_000 + SLACK_BYTES);
  });

  test('a package that arrived before the answer was lost is not sent twice', async () => {
    const digest = await bench.spoolPackage(1, 3, PACKAGE_BYTES);
    bench.cloud.behaviour.intercept = ({ url }, response) => {
      if (bench.cloud.acceptances.length === 0 || url?.endsWith('/receipt') !== true) return false;
      response.destroy();
      return true;
    };
    const worker = bench.startWorker();
    await until(() => {
      expect(worker.status().state).toBe('down');
    });
    await worker.stop();
    expect(bench.spool.findPackage(digest)?.state).toBe('waiting');
    bench.cloud.behaviour.intercept = null;
    bench.proxy.limit(null);
    bench.startWorker();
    await bench.untilAccepted(1);
    expect(bench.proxy.bytesPassed()).toBeLessThan(SLACK_BYTES);
    expect(bench.cloud.acceptances).toEqual([digest]);
  });

  test('going down and coming up are each told once', async () => {
    const worker = bench.startWorker({ times: { ...QUICK_TIMES, probeMs: 10 } });
    await until(() => {
      expect(worker.status().state).toBe('up');
    });
    let refusals = 0;
    bench.cloud.behaviour.intercept = (request) => {
      refusals += 1;
      request.destroy();
      return true;
    };
    await until(() => {
      expect(refusals).toBeGreaterThan(5);
    });
    expect(worker.status().state).toBe('down');
    expect(worker.status().reason).toMatch(/^asking for a receipt: /);
    bench.cloud.behaviour.intercept = null;
    await until(() => {
      expect(worker.status().state).toBe('up');
    });
    expect(bench.timesLogged('cloud link down')).toBe(1);
    expect(bench.timesLogged('cloud link up')).toBe(2);
  });
});
