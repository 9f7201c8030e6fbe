import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SignedReceipt } from '@lamppost/contracts';
import { pino, type Logger } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { canonicalJson } from '../evidence/canonical-json.js';
import { loadOrCreateDeviceKey, type DeviceKey } from '../evidence/device-key.js';
import { sealPackage } from '../evidence/seal-package.js';
import { sampleDevice, sampleViolation } from '../spool/sample-violation.js';
import { Spool } from '../spool/spool.js';
import { createCloudClient } from './cloud-client.js';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';
import { startStandInCloud, type StandInCloud } from './stand-in-cloud.js';
import type { AcceptedPackage, UplinkOptions } from './uplink-options.js';
import { UplinkWorker } from './uplink-worker.js';

const PACKAGE_BYTES = 3_000_000;
/** Heads of requests and what is sent twice because it had not reached the disk when the connection broke. */
const SLACK_BYTES = 300_000;
const clock = { nowMs: () => Date.now() };
const times = {
  firstBackoffMs: 5,
  longestBackoffMs: 40,
  firstPostponementMs: 20,
  longestPostponementMs: 50,
  pollMs: 5,
  probeMs: 60_000,
};

// Two cores are shared with whatever else runs.
vi.setConfig({ testTimeout: 90_000 });

let directory: string;
let cloud: StandInCloud;
let proxy: FaultProxy;
let key: DeviceKey;
let spool: Spool;
let workers: UplinkWorker[];
let children: ChildProcess[];
let logged: { level: number; msg: string }[];
let log: Logger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uplink-'));
  cloud = await startStandInCloud(directory);
  proxy = await startFaultProxy(cloud.port);
  key = await loadOrCreateDeviceKey(join(directory, 'device.pem'));
  logged = [];
  log = pino({}, { write: (line: string) => logged.push(JSON.parse(line) as { level: number; msg: string }) });
  spool = await Spool.open({ directory: join(directory, 'spool'), clock, log });
  workers = [];
  children = [];
});

afterEach(async () => {
  for (const worker of workers) await worker.stop();
  for (const child of children) child.kill('SIGKILL');
  await spool.close();
  await proxy.close();
  await cloud.close();
  await rm(directory, { recursive: true, force: true });
});

async function spoolPackage(n: number, severity = 3, bytes = 1000): Promise<string> {
  const violation = sampleViolation(n, severity);
  spool.recordViolation(violation, sampleDevice);
  const link = spool.nextLink();
  const still = { name: 'still.jpg', role: 'still', mediaType: 'image/jpeg', bytes: randomBytes(bytes) } as const;
  const { digest, zip } = await sealPackage({
    gatewayId: 'pole-1',
    link,
    violation,
    device: sampleDevice,
    media: [{ ...still, capturedAtMs: violation.triggeredAtMs, derivedFrom: null }],
    models: [],
    rules: { name: 'rules.yaml', sha256: 'c'.repeat(64) },
    clock: { source: 'unknown', synchronised: null },
    software: { name: 'lamppost-gateway', version: '0.1.0' },
    key,
    nowMs: clock.nowMs(),
  });
  const { violationId } = violation;
  await spool.commitPackage({ violationId, digest, sequence: link.sequence, zip, severity });
  return digest;
}

function startWorker(options: Partial<UplinkOptions> = {}): UplinkWorker {
  const cloudUrl = options.cloudUrl ?? proxy.url;
  const client = createCloudClient({ cloudUrl, gatewayId: 'pole-1', key, clock, stallTimeoutMs: 5000 });
  const worker = new UplinkWorker({
    spool,
    client,
    gatewayId: 'pole-1',
    keyId: key.keyId,
    cloudUrl,
    enrolmentCode: cloud.code,
    clock,
    log,
    times,
    ...options,
  });
  workers.push(worker);
  worker.start();
  return worker;
}

function until(condition: () => void): Promise<void> {
  return vi.waitFor(condition, { timeout: 40_000, interval: 5 });
}

/** Waits for so many receipts, and for the files of those packages to be gone. */
async function untilAccepted(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { accepted, waiting } = spool.counts();
      expect(accepted).toBe(count);
      expect(await files()).toHaveLength(waiting);
    },
    { timeout: 40_000, interval: 5 },
  );
}

function files(): Promise<string[]> {
  return readdir(join(directory, 'spool', 'packages'));
}

function timesLogged(message: string): number {
  return logged.filter(({ msg }) => msg === message).length;
}

describe('a good day', () => {
  test('a package is sent, its receipt kept, its file deleted, and all is told', async () => {
    const digest = await spoolPackage(1);
    const accepted: AcceptedPackage[] = [];
    let bytes = 0;
    const states: string[] = [];
    const worker = startWorker({
      observer: {
        bytesSent: (count) => (bytes += count),
        packageAccepted: (each) => accepted.push(each),
        linkChanged: ({ state }) => states.push(state),
      },
    });
    const { sizeBytes } = spool.nextToSend() ?? { sizeBytes: 0 };
    await until(() => {
      expect(accepted).toHaveLength(1);
    });
    expect(accepted[0]).toMatchObject({ digest, caseId: 'case-1', violationId: sampleViolation(1).violationId });
    expect(bytes).toBe(sizeBytes);
    expect(states).toEqual(['up']);
    expect(worker.status()).toMatchObject({ state: 'up', reason: null });
    expect(spool.findPackage(digest)?.receipt?.receipt.caseId).toBe('case-1');
    expect(await files()).toEqual([]);
    expect(cloud.acceptances).toEqual([digest]);
  });

  test('an enrolled gateway needs no code after a restart', async () => {
    await spoolPackage(1);
    await startWorkerOnce();
    await spoolPackage(2);
    startWorker({ enrolmentCode: null });
    await untilAccepted(2);
    expect(cloud.requests.filter((request) => request.includes('enrol'))).toHaveLength(1);

    async function startWorkerOnce(): Promise<void> {
      const worker = startWorker();
      await untilAccepted(1);
      await worker.stop();
    }
  });

  test('the gravest goes first, and what comes later wakes the uplink', async () => {
    const slight = await spoolPackage(1, 1);
    const grave = await spoolPackage(2, 5);
    const worker = startWorker();
    await untilAccepted(2);
    expect(cloud.acceptances).toEqual([grave, slight]);
    await spoolPackage(3);
    worker.wake();
    await untilAccepted(3);
  });

  test('a receipt that takes time is asked for again', async () => {
    cloud.behaviour.verifyingAnswers = 40;
    await spoolPackage(1);
    startWorker();
    await untilAccepted(1);
    expect(cloud.acceptances).toHaveLength(1);
  });
});

describe('a bad line', () => {
  test('an upload that is cut goes on from where it was, and opens one case', async () => {
    await spoolPackage(1, 3, PACKAGE_BYTES);
    proxy.limit(1_700_000);
    const cut = proxy.reached();
    startWorker();
    await cut;
    await untilAccepted(1);
    expect(proxy.bytesPassed()).toBeGreaterThan(PACKAGE_BYTES);
    expect(proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES + SLACK_BYTES);
    expect(cloud.acceptances).toHaveLength(1);
    expect(cloud.requests.filter((request) => request.startsWith('POST /api/v1/uploads'))).toHaveLength(1);
  });

  test('an upload goes on after the gateway was killed in the middle of it', async () => {
    const child = fileURLToPath(new URL('../dist/uplink/kill-child.js', import.meta.url));
    expect(existsSync(child), `${child} is missing: build it with npx tsc --build gateway`).toBe(true);
    await spoolPackage(1, 3, PACKAGE_BYTES);
    await spool.close();
    const startChild = (): ChildProcess => {
      const args = [child, join(directory, 'spool'), join(directory, 'device.pem'), proxy.url, cloud.code];
      const started = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
      children.push(started);
      return started;
    };

    proxy.limit(1_700_000, 'hold');
    const held = proxy.reached();
    const first = startChild();
    await held;
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(cloud.acceptances).toEqual([]);

    proxy.limit(null);
    const second = startChild();
    await until(() => {
      expect(cloud.acceptances).toHaveLength(1);
    });
    await vi.waitFor(
      async () => {
        expect(await files()).toEqual([]);
      },
      { timeout: 40_000, interval: 5 },
    );
    second.kill('SIGKILL');
    await once(second, 'exit');
    expect(proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES - 1_700_000 + SLACK_BYTES);
    spool = await Spool.open({ directory: join(directory, 'spool'), clock, log });
    expect(spool.counts()).toMatchObject({ pending: 0, waiting: 0, accepted: 1, lost: 0 });
  });

  test('stopping in the middle of an upload is quick, and it goes on after the next start', async () => {
    await spoolPackage(1, 3, PACKAGE_BYTES);
    proxy.limit(1_700_000, 'hold');
    const held = proxy.reached();
    const worker = startWorker();
    await held;
    const before = performance.now();
    await worker.stop();
    expect(performance.now() - before).toBeLessThan(3000);
    expect(timesLogged('cloud link down')).toBe(0);
    proxy.limit(null);
    startWorker();
    await untilAccepted(1);
    expect(proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES - 1_700_000 + SLACK_BYTES);
  });

  test('a line that stands still is given up', async () => {
    await spoolPackage(1, 3, PACKAGE_BYTES);
    proxy.limit(1_700_000, 'hold');
    const held = proxy.reached();
    const cloudUrl = proxy.url;
    const client = createCloudClient({
      cloudUrl,
      gatewayId: 'pole-1',
      key,
      clock,
      stallTimeoutMs: 100,
      requestTimeoutMs: 100,
    });
    const worker = startWorker({ client });
    await held;
    await until(() => {
      expect(worker.status()).toMatchObject({
        state: 'down',
        reason: expect.stringContaining('nothing moved') as string,
      });
    });
    proxy.limit(null);
    await untilAccepted(1);
  });

  test('a cloud that never answers is given up', async () => {
    let questions = 0;
    cloud.behaviour.intercept = ({ url }) => {
      if (url?.endsWith('/receipt') !== true) return false;
      questions += 1;
      return true;
    };
    const cloudUrl = proxy.url;
    const client = createCloudClient({ cloudUrl, gatewayId: 'pole-1', key, clock, requestTimeoutMs: 100 });
    const worker = startWorker({ client });
    await until(() => {
      expect(questions).toBeGreaterThan(1);
    });
    expect(worker.status()).toMatchObject({
      state: 'down',
      reason: expect.stringContaining('not done within') as string,
    });
  });

  test('an upload that the cloud lost starts anew', async () => {
    await spoolPackage(1, 3, PACKAGE_BYTES);
    proxy.limit(1_700_000, 'hold');
    const held = proxy.reached();
    const worker = startWorker();
    await held;
    await worker.stop();
    await cloud.loseUploads();
    proxy.limit(null);
    startWorker();
    await untilAccepted(1);
    expect(proxy.bytesPassed()).toBeGreaterThan(PACKAGE_BYTES);
    expect(cloud.acceptances).toHaveLength(1);
  });

  test('a failure to ask for the offset does not lose what has arrived', async () => {
    await spoolPackage(1, 3, PACKAGE_BYTES);
    proxy.limit(1_700_000, 'hold');
    const held = proxy.reached();
    const worker = startWorker();
    await held;
    await worker.stop();
    let failures = 3;
    cloud.behaviour.intercept = ({ method }, response) => {
      if (method !== 'HEAD' || failures === 0) return false;
      failures -= 1;
      response.writeHead(500).end();
      return true;
    };
    proxy.limit(null);
    startWorker();
    await untilAccepted(1);
    expect(failures).toBe(0);
    expect(proxy.bytesPassed()).toBeLessThan(PACKAGE_BYTES - 1_700_000 + SLACK_BYTES);
  });

  test('a package that arrived before the answer was lost is not sent twice', async () => {
    const digest = await spoolPackage(1, 3, PACKAGE_BYTES);
    cloud.behaviour.intercept = ({ url }, response) => {
      if (cloud.acceptances.length === 0 || url?.endsWith('/receipt') !== true) return false;
      response.destroy();
      return true;
    };
    const worker = startWorker();
    await until(() => {
      expect(worker.status().state).toBe('down');
    });
    await worker.stop();
    expect(spool.findPackage(digest)?.state).toBe('waiting');
    cloud.behaviour.intercept = null;
    proxy.limit(null);
    startWorker();
    await untilAccepted(1);
    expect(proxy.bytesPassed()).toBeLessThan(SLACK_BYTES);
    expect(cloud.acceptances).toEqual([digest]);
  });

  test('going down and coming up are each told once', async () => {
    const worker = startWorker({ times: { ...times, probeMs: 10 } });
    await until(() => {
      expect(worker.status().state).toBe('up');
    });
    let refusals = 0;
    cloud.behaviour.intercept = (request) => {
      refusals += 1;
      request.destroy();
      return true;
    };
    await until(() => {
      expect(refusals).toBeGreaterThan(5);
    });
    expect(worker.status().state).toBe('down');
    expect(worker.status().reason).toMatch(/^asking for a receipt: /);
    cloud.behaviour.intercept = null;
    await until(() => {
      expect(worker.status().state).toBe('up');
    });
    expect(timesLogged('cloud link down')).toBe(1);
    expect(timesLogged('cloud link up')).toBe(2);
  });
});

describe('what must not be trusted', () => {
  const other = generateKeyPairSync('ed25519').privateKey;
  const forgeries: [string, (signed: SignedReceipt) => SignedReceipt][] = [
    [
      'signed by another key',
      (signed) => ({ ...signed, signature: sign(null, canonicalJson(signed.receipt), other).toString('base64') }),
    ],
    ['that names another key', (signed) => ({ ...signed, keyId: 'a'.repeat(32) })],
    ['changed after it was signed', (signed) => ({ ...signed, receipt: { ...signed.receipt, caseId: 'case-99' } })],
    ['of another package', ({ receipt }) => cloud.signReceipt({ ...receipt, digest: 'a'.repeat(64) })],
    ['of another gateway', ({ receipt }) => cloud.signReceipt({ ...receipt, gatewayId: 'pole-2' })],
    ['of another place in the chain', ({ receipt }) => cloud.signReceipt({ ...receipt, sequence: 7 })],
  ];

  test.each(forgeries)('a receipt %s deletes nothing, and a good one later does', async (_, forge) => {
    cloud.behaviour.forge = forge;
    const digest = await spoolPackage(1);
    let rejected = 0;
    startWorker({ observer: { receiptRejected: () => (rejected += 1) } });
    await until(() => {
      expect(rejected).toBeGreaterThan(1);
    });
    expect(await files()).toEqual([`1-${digest}.zip`]);
    expect(spool.counts()).toMatchObject({ waiting: 1, accepted: 0 });
    expect(
      logged.filter(({ level, msg }) => level === 50 && msg.startsWith('receipt is not to be trusted')),
    ).toHaveLength(rejected);
    cloud.behaviour.forge = null;
    await untilAccepted(1);
    expect(await files()).toEqual([]);
    expect(cloud.acceptances).toEqual([digest]);
  });

  test.each([
    [200, '<html>Welcome to our Wi-Fi</html>'],
    [200, 'x'.repeat(100_000)],
    [404, '<html>not here</html>'],
    [422, '{"code":"evidence.digest-mismatch"}'],
    [413, '<html>too large</html>'],
    [302, ''],
  ])('what stands between and answers %i makes nothing be given up', async (status, page) => {
    const worker = startWorker();
    await until(() => {
      expect(worker.status().state).toBe('up');
    });
    let answers = 0;
    cloud.behaviour.intercept = (_, response) => {
      answers += 1;
      response.writeHead(status, { 'content-type': 'text/html', location: 'http://127.0.0.1:1/' }).end(page);
      return true;
    };
    await spoolPackage(1);
    worker.wake();
    await until(() => {
      expect(answers).toBeGreaterThan(3);
    });
    expect(worker.status().state).toBe('down');
    expect(spool.counts()).toMatchObject({ waiting: 1, accepted: 0, refused: 0 });
    cloud.behaviour.intercept = null;
    await untilAccepted(1);
  });

  test('an upload address elsewhere gets neither token nor package', async () => {
    let visits = 0;
    const elsewhere = createServer((_, response) => {
      visits += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    try {
      cloud.behaviour.uploadOrigin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
      await spoolPackage(1);
      const worker = startWorker();
      await until(() => {
        expect(worker.status().reason).toContain('let the cloud answer with its public address');
      });
      cloud.behaviour.uploadOrigin = null;
      await untilAccepted(1);
      expect(visits).toBe(0);
    } finally {
      elsewhere.close();
    }
  });
});

describe('a cloud that says no', () => {
  test('a refused package is kept and never sent again, and the next one goes', async () => {
    const bad = await spoolPackage(1, 5);
    const good = await spoolPackage(2, 1);
    cloud.behaviour.refused.set(bad, { code: 'evidence.signature-wrong', detail: 'the signature does not hold' });
    const refusals: string[] = [];
    startWorker({ observer: { packageRefused: (code) => refusals.push(code) } });
    await untilAccepted(1);
    expect(refusals).toEqual(['evidence.signature-wrong']);
    expect(spool.findPackage(good)?.state).toBe('accepted');
    expect(spool.findPackage(bad)).toMatchObject({ state: 'refused', refusedCode: 'evidence.signature-wrong' });
    expect(await readdir(join(directory, 'spool', 'refused'))).toEqual([`1-${bad}.zip`]);
  });

  test('a package that the cloud stumbles over does not keep the others back', async () => {
    const stumble = await spoolPackage(1, 5);
    await spoolPackage(2, 1);
    cloud.behaviour.intercept = ({ url }, response) => {
      if (url?.includes(stumble) !== true) return false;
      response.writeHead(500).end();
      return true;
    };
    startWorker();
    await untilAccepted(1);
    expect(spool.findPackage(stumble)?.state).toBe('waiting');
    cloud.behaviour.intercept = null;
    await untilAccepted(2);
  });

  test('a complete upload that the cloud forgot is sent anew', async () => {
    cloud.behaviour.forgetsUploads = true;
    await spoolPackage(1);
    startWorker();
    await until(() => {
      expect(cloud.requests.filter((request) => request.startsWith('POST /api/v1/uploads')).length).toBeGreaterThan(1);
    });
    cloud.behaviour.forgetsUploads = false;
    await untilAccepted(1);
  });

  test('a gateway that is not enrolled and has no code says so', async () => {
    await spoolPackage(1);
    const worker = startWorker({ enrolmentCode: null });
    await until(() => {
      expect(worker.status()).toMatchObject({
        state: 'down',
        reason: expect.stringContaining('not enrolled') as string,
      });
    });
    expect(cloud.requests).toEqual([]);
  });

  test('a wrong code is told with the reason, once', async () => {
    const worker = startWorker({ enrolmentCode: 'a code that is not good' });
    await until(() => {
      expect(cloud.requests.length).toBeGreaterThan(2);
    });
    expect(worker.status().reason).toContain('enrolment.code-wrong');
    expect(timesLogged('cloud link down')).toBe(1);
  });

  test('a gateway that the cloud no longer knows keeps its packages, and enrols anew at a cloud that was set up anew', async () => {
    await spoolPackage(1);
    const first = startWorker();
    await untilAccepted(1);
    await first.stop();
    await cloud.close();
    await proxy.close();
    cloud = await startStandInCloud(directory);
    // The same address, for the operator changed nothing on the box.
    const { port } = new URL(proxy.url);
    proxy = await startFaultProxy(cloud.port, Number(port));
    await spoolPackage(2);

    const closed = startWorker({ enrolmentCode: null });
    await until(() => {
      expect(closed.status().reason).toContain('no gateway has this key');
    });
    expect(spool.counts()).toMatchObject({ waiting: 1, accepted: 1 });
    await closed.stop();
    startWorker();
    await untilAccepted(2);
  });
});
