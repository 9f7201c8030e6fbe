import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { openDiskStore } from '../evidence-store/disk-store.js';
import { createCloudMetrics } from '../metrics/cloud-metrics.js';
import { writePackage, type TestGateway } from '../testing/sealed-package.js';
import { databaseUrl, readSummary, startTestCloud, type TestCloud } from '../testing/test-cloud.js';
import { createIngest, findSealingKey, type Ingest } from './ingest.js';
import { createPackageKeeper, type PackageKeeper } from './package-keeper.js';
import { createQuarantine } from './quarantine.js';
import { openReceiptSigner } from './receipt-signer.js';

const log = pino({ level: 'silent' });
let cloud: TestCloud;
let database: CloudDatabase;
let gateway: TestGateway;
let keeper: PackageKeeper;
beforeAll(async () => {
  cloud = await startTestCloud();
  gateway = await cloud.enrol('pole-001');
  database = await openDatabase({ url: databaseUrl(cloud), log });
  const store = await openDiskStore(join(cloud.folder, 'store'), 'first');
  keeper = createPackageKeeper({ store, findKey: findSealingKey(database) });
});
afterAll(async () => {
  await keeper.close();
  await database.destroy();
  await cloud.close();
  cloud.remove();
});

function ingestWith(keep: PackageKeeper['keep']): Ingest {
  return createIngest({
    database,
    keeper: { ...keeper, keep },
    quarantine: createQuarantine({ folder: cloud.folder, onDropped: () => undefined }),
    signer: openReceiptSigner(cloud.folder),
    metrics: createCloudMetrics(),
    clock: systemClock,
    log,
  });
}

test('while a package is verified it is told so, and no receipt is given before its files are kept', async () => {
  const sent = await writePackage(join(cloud.folder, 'slow.zip'), gateway, { sequence: 1 });
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const ingest = ingestWith(async (received) => {
    await held;
    return await keeper.keep(received);
  });
  const taking = ingest.takeIn({ ...sent, gatewayId: 'pole-001' });
  expect(await ingest.findState('pole-001', sent.digest)).toEqual({ status: 'verifying' });
  expect(await ingest.findState('pole-002', sent.digest)).toEqual({ status: 'unknown' });
  goOn();
  const taken = await taking;
  expect(taken.status).toBe('accepted');
  expect(await ingest.findState('pole-001', sent.digest)).toEqual(taken);
});

test('when the disk fails nothing is opened, and the same package is taken in later', async () => {
  const sent = await writePackage(join(cloud.folder, 'unlucky.zip'), gateway, { sequence: 2 });
  const before = await readSummary(cloud);
  const failing = ingestWith(() => Promise.reject(new Error('ENOSPC: no space left on device')));
  await expect(failing.takeIn({ ...sent, gatewayId: 'pole-001' })).rejects.toThrow('ENOSPC');
  expect(await failing.findState('pole-001', sent.digest)).toEqual({ status: 'unknown' });
  expect(await readSummary(cloud)).toEqual(before);
  const working = ingestWith((...given) => keeper.keep(...given));
  expect((await working.takeIn({ ...sent, gatewayId: 'pole-001' })).status).toBe('accepted');
  expect((await readSummary(cloud)).cases.total).toBe(before.cases.total + 1);
});

test('a package whose key is revoked while it is verified is refused', async () => {
  const sealing = await cloud.enrol('pole-002');
  const [early, late] = await Promise.all(
    [1, 2].map((sequence) => writePackage(join(cloud.folder, `revoked-${sequence}.zip`), sealing, { sequence })),
  );
  if (early === undefined || late === undefined) throw new Error('nothing was sealed');
  const ingest = ingestWith(async (received) => {
    const verified = await keeper.keep(received);
    if (received.digest === late.digest)
      await database
        .updateTable('gateway_keys')
        .set({ revoked_at_ms: 1 })
        .where('gateway_id', '=', 'pole-002')
        .execute();
    return verified;
  });
  expect((await ingest.takeIn({ ...early, gatewayId: 'pole-002' })).status).toBe('accepted');
  expect(await ingest.takeIn({ ...late, gatewayId: 'pole-002' })).toMatchObject({
    status: 'refused',
    code: 'evidence.key-unknown',
  });
});
