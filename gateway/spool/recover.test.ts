import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { digestOf, receiptFor, SpoolBench } from '../testing/spool-bench.js';

let bench: SpoolBench;

beforeEach(async () => {
  bench = await SpoolBench.open();
});

afterEach(async () => {
  await bench.close();
});

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
