import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { sealPackage } from '../evidence/seal-package.js';
import type { Spool } from './spool.js';
import { digestOf, receiptFor, SpoolBench } from '../testing/spool-bench.js';

let bench: SpoolBench;

beforeEach(async () => {
  bench = await SpoolBench.open();
});

afterEach(async () => {
  await bench.close();
});

/** Seals and commits the n-th violation as a real package; gives its digest. */
async function sealReal(spool: Spool, n: number): Promise<string> {
  const violation = sampleViolation(n);
  const { violationId, severity } = violation;
  const link = spool.nextLink();
  const still = { name: 'still.jpg', role: 'still', mediaType: 'image/jpeg', bytes: Buffer.alloc(2_000, n) } as const;
  const { digest, zip } = await sealPackage({
    ...{ gatewayId: 'pole-1', link, violation, device: sampleDevice, models: [], key: bench.key, nowMs: bench.nowMs },
    media: [{ ...still, capturedAtMs: null, derivedFrom: null }],
    rules: { name: 'rules.yaml', sha256: 'c'.repeat(64) },
    clock: { source: 'unknown', synchronised: null },
    software: { name: 'lamppost-gateway', version: '0.1.0' },
  });
  await spool.commitPackage({ violationId, digest, sequence: link.sequence, zip, severity });
  return digest;
}

describe('after a crash', () => {
  test('between writing the file and committing it, the violation is sealed again', async () => {
    let spool = await bench.openSpool();
    await bench.spoolPackage(spool, 1);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    await writeFile(join(bench.directory, 'packages', `2-${digestOf(2)}.zip`), 'zip 2');
    await writeFile(join(bench.directory, 'packages', `2-${digestOf(3)}.zip.tmp`), 'zi');
    spool = await bench.reopen(spool);
    expect(await bench.files('packages')).toEqual([`1-${digestOf(1)}.zip`]);
    expect(spool.counts()).toMatchObject({ pending: 1, waiting: 1 });
    await bench.spoolPackage(spool, 2);
    expect(spool.counts()).toMatchObject({ pending: 0, waiting: 2 });
  });

  test('and a loss of power that took rows, packages whose files are whole are taken in again, in one chain', async () => {
    let spool = await bench.openSpool();
    for (const n of [1, 2, 3]) spool.recordViolation(sampleViolation(n), sampleDevice);
    await spool.close();
    const database = join(bench.directory, 'spool.db');
    const kept = join(bench.directory, 'kept');
    for (const suffix of ['', '-wal']) await cp(database + suffix, kept + suffix);
    spool = await bench.openSpool();
    const digests = [await sealReal(spool, 1), await sealReal(spool, 2), await sealReal(spool, 3)];
    await spool.close();
    const loseRows = async () => {
      await rm(`${database}-shm`, { force: true });
      for (const suffix of ['', '-wal']) await cp(kept + suffix, database + suffix);
    };
    await loseRows();
    spool = await bench.openSpool();
    expect(spool.counts()).toMatchObject({ pending: 0, waiting: 3, lost: 0 });
    expect(spool.nextLink()).toEqual({ sequence: 4, previousDigest: digests[2] });
    expect(spool.findPackage(digests[1] ?? '')).toMatchObject({ sequence: 2, previousDigest: digests[0] });
    await spool.close();

    // A byte of the second is another: it is sealed again, and what came after it fits no more.
    const second = join(bench.directory, 'packages', `2-${digests[1] ?? ''}.zip`);
    const bytes = await readFile(second);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(second, bytes);
    await loseRows();
    spool = await bench.openSpool();
    expect(spool.counts()).toMatchObject({ pending: 2, waiting: 1, lost: 0 });
    expect(await bench.files('packages')).toEqual([`1-${digests[0] ?? ''}.zip`]);
    expect(await bench.files('set-aside')).toEqual([`3-${digests[2] ?? ''}.zip`]);
  });

  test('between keeping the receipt and deleting the file, the file is deleted', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    await spool.markAccepted(digest, receiptFor(digest));
    await writeFile(join(bench.directory, 'packages', `1-${digest}.zip`), 'zip 1');
    spool = await bench.reopen(spool);
    expect(await bench.files('packages')).toEqual([]);
    expect(spool.counts()).toMatchObject({ accepted: 1, lost: 0 });
  });

  test('between refusing and moving the file, the file is moved', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    await spool.markRefused(digest, 'code', 'detail');
    await rename(
      join(bench.directory, 'refused', `1-${digest}.zip`),
      join(bench.directory, 'packages', `1-${digest}.zip`),
    );
    spool = await bench.reopen(spool);
    expect(await bench.files('refused')).toEqual([`1-${digest}.zip`]);
    expect(spool.counts()).toMatchObject({ refused: 1, lost: 0 });
  });

  test('that took a file, the package is lost and told, and waits again once the file is back', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    const [file, kept] = [join(bench.directory, 'packages', `1-${digest}.zip`), join(bench.directory, 'kept')];
    await rename(file, kept);
    expect(await spool.readPackage({ sequence: 1, digest })).toBeNull();
    expect(spool.counts()).toMatchObject({ waiting: 0, lost: 1 });
    spool = await bench.reopen(spool);
    expect(spool.counts()).toMatchObject({ waiting: 0, lost: 1 });
    expect(bench.timesLogged('package file is gone')).toBe(2);
    expect(spool.nextToSend()).toBeNull();
    await rename(kept, file);
    spool = await bench.reopen(spool);
    expect(spool.nextToSend()?.digest).toBe(digest);
    expect((await spool.readPackage({ sequence: 1, digest }))?.toString()).toBe('zip 1');
  });

  test('that cut a file short, the file is set aside and the package is lost', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    await writeFile(join(bench.directory, 'packages', `1-${digest}.zip`), 'zi');
    spool = await bench.reopen(spool);
    expect(await bench.files('set-aside')).toEqual([`1-${digest}.zip`]);
    expect(spool.counts()).toMatchObject({ waiting: 0, lost: 1 });
  });

  test('that took the index, the packages are set aside and not deleted', async () => {
    const spool = await bench.openSpool();
    await bench.spoolPackage(spool, 1);
    await bench.spoolPackage(spool, 2);
    await spool.close();
    for (const suffix of ['', '-wal', '-shm']) await rm(join(bench.directory, `spool.db${suffix}`), { force: true });
    await bench.openSpool();
    expect(await bench.files('packages')).toEqual([]);
    expect(await bench.files('set-aside')).toHaveLength(2);
    expect(bench.timesLogged('set aside')).toBe(2);
  });
});
