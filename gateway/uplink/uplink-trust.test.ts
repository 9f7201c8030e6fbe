import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignedReceipt } from '@lamppost/contracts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { canonicalJson } from '../evidence/canonical-json.js';
import { until, UplinkBench } from '../testing/uplink-bench.js';

vi.setConfig({ testTimeout: 90_000 });

let bench: UplinkBench;

beforeEach(async () => {
  bench = await UplinkBench.open();
});

afterEach(async () => {
  await bench.close();
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
    ['of another package', ({ receipt }) => bench.cloud.signReceipt({ ...receipt, digest: 'a'.repeat(64) })],
    ['of another gateway', ({ receipt }) => bench.cloud.signReceipt({ ...receipt, gatewayId: 'pole-2' })],
    ['of another place in the chain', ({ receipt }) => bench.cloud.signReceipt({ ...receipt, sequence: 7 })],
  ];

  test.each(forgeries)('a receipt %s deletes nothing, and a good one later does', async (_, forge) => {
    bench.cloud.behaviour.forge = forge;
    const digest = await bench.spoolPackage(1);
    let rejected = 0;
    bench.startWorker({ observer: { receiptRejected: () => (rejected += 1) } });
    await until(() => {
      expect(rejected).toBeGreaterThan(1);
    });
    expect(await bench.files()).toEqual([`1-${digest}.zip`]);
    expect(bench.spool.counts()).toMatchObject({ waiting: 1, accepted: 0 });
    expect(
      bench.logged.filter(({ level, msg }) => level === 50 && msg.startsWith('receipt is not to be trusted')),
    ).toHaveLength(rejected);
    bench.cloud.behaviour.forge = null;
    await bench.untilAccepted(1);
    expect(await bench.files()).toEqual([]);
    expect(bench.cloud.acceptances).toEqual([digest]);
  });

  test.each([
    [200, '<html>Welcome to our Wi-Fi</html>'],
    [200, 'x'.repeat(100_000)],
    [404, '<html>not here</html>'],
    [422, '{"code":"evidence.digest-mismatch"}'],
    [413, '<html>too large</html>'],
    [302, ''],
  ])('what stands between and answers %i makes nothing be given up', async (status, page) => {
    const worker = bench.startWorker();
    await until(() => {
      expect(worker.status().state).toBe('up');
    });
    let answers = 0;
    bench.cloud.behaviour.intercept = (_, response) => {
      answers += 1;
      response.writeHead(status, { 'content-type': 'text/html', location: 'http://127.0.0.1:1/' }).end(page);
      return true;
    };
    await bench.spoolPackage(1);
    worker.wake();
    await until(() => {
      expect(answers).toBeGreaterThan(3);
    });
    expect(worker.status().state).toBe('down');
    expect(bench.spool.counts()).toMatchObject({ waiting: 1, accepted: 0, refused: 0 });
    bench.cloud.behaviour.intercept = null;
    await bench.untilAccepted(1);
  });

  test('an upload address elsewhere gets neither token nor package', async () => {
    let visits = 0;
    const elsewhere = createServer((_, response) => {
      visits += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    try {
      bench.cloud.behaviour.uploadOrigin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
      await bench.spoolPackage(1);
      const worker = bench.startWorker();
      await until(() => {
        expect(worker.status().reason).toContain('let the cloud answer with its public address');
      });
      bench.cloud.behaviour.uploadOrigin = null;
      await bench.untilAccepted(1);
      expect(visits).toBe(0);
    } finally {
      elsewhere.close();
    }
  });
});
