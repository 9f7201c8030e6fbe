import { createPublicKey, verify } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { digestOf, receiptFor, SpoolBench } from '../testing/spool-bench.js';
import { canonicalJson } from '../evidence/canonical-json.js';
import { PackageTable } from './package-table.js';
import { openSpoolDatabase } from './spool-database.js';
import { LONGEST_POSTPONEMENT_MS } from './spool-options.js';

const START_MS = 1_780_000_000_000;
let bench: SpoolBench;

beforeEach(async () => {
  bench = await SpoolBench.open();
});

afterEach(async () => {
  await bench.close();
});

const RULES = { name: 'rules.yaml', sha256: 'a'.repeat(64), version: 'spring' };

describe('violations', () => {
  test('are kept over a restart, oldest first, with their attempts, until they are sealed', async () => {
    let spool = await bench.openSpool();
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('recorded');
    bench.nowMs += 1;
    expect(spool.recordViolation(sampleViolation(0), sampleDevice, RULES)).toBe('recorded');
    expect(spool.countAttempt(sampleViolation(0).violationId)).toBe(1);
    expect(spool.countAttempt(sampleViolation(0).violationId)).toBe(2);
    expect(spool.countAttempt('f'.repeat(32))).toBe(0);
    spool = await bench.reopen(spool);
    expect(spool.pendingViolations()).toEqual([
      { violation: sampleViolation(1), device: sampleDevice, rules: null, recordedAtMs: START_MS, attempts: 0 },
      { violation: sampleViolation(0), device: sampleDevice, rules: RULES, recordedAtMs: START_MS + 1, attempts: 2 },
    ]);
    expect(spool.pendingViolations(1)).toHaveLength(1);
  });

  test('are recorded once, also when told again after they were sealed', async () => {
    const spool = await bench.openSpool();
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('recorded');
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('known');
    await bench.spoolPackage(spool, 1);
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('known');
    expect(spool.counts()).toMatchObject({ pending: 0, waiting: 1 });
  });

  test('of an older schema are told once and do not keep the others from being sealed', async () => {
    let spool = await bench.openSpool();
    spool.recordViolation(sampleViolation(1), sampleDevice);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    await spool.close();
    const database = openSpoolDatabase(join(bench.directory, 'spool.db'));
    database.prepare("UPDATE pending SET violation = '{}' WHERE rowid = 1").run();
    database.close();
    spool = await bench.openSpool();
    for (let times = 0; times < 2; times += 1)
      expect(spool.pendingViolations().map(({ violation }) => violation)).toEqual([sampleViolation(2)]);
    expect(spool.counts().pending).toBe(2);
    expect(bench.timesLogged('can not be sealed')).toBe(1);
  });
});

describe('the chain', () => {
  test('goes on after a restart', async () => {
    let spool = await bench.openSpool();
    expect(spool.nextLink()).toEqual({ sequence: 1, previousDigest: null });
    const digest = await bench.spoolPackage(spool, 1);
    spool = await bench.reopen(spool);
    expect(spool.nextLink()).toEqual({ sequence: 2, previousDigest: digest });
  });

  test('does not fork when two packages are sealed for one link', async () => {
    const spool = await bench.openSpool();
    spool.recordViolation(sampleViolation(1), sampleDevice);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    const { sequence } = spool.nextLink();
    const results = await Promise.allSettled(
      [1, 2].map((n) => {
        const { violationId, severity } = sampleViolation(n);
        return spool.commitPackage({ violationId, digest: digestOf(n), sequence, zip: Buffer.from('zip'), severity });
      }),
    );
    expect(results[0]?.status).toBe('fulfilled');
    expect(results[1]).toMatchObject({ status: 'rejected', reason: { code: 'spool.stale-link' } });
    expect(spool.counts()).toMatchObject({ pending: 1, waiting: 1 });
    expect(await bench.files('packages')).toHaveLength(1);
  });

  test('takes no package of a violation that is not pending', async () => {
    const spool = await bench.openSpool();
    const commit = {
      violationId: 'f'.repeat(32),
      digest: digestOf(1),
      sequence: 1,
      zip: Buffer.from('x'),
      severity: 1,
    };
    await expect(spool.commitPackage(commit)).rejects.toMatchObject({ code: 'spool.not-pending' });
    expect(await bench.files('packages')).toEqual([]);
  });

  test('leaves no file when the commit of the index fails', async () => {
    const spool = await bench.openSpool();
    await bench.spoolPackage(spool, 1);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    const { violationId } = sampleViolation(2);
    const database = openSpoolDatabase(join(bench.directory, 'spool.db'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON package BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    database.close();
    const commit = { violationId, digest: digestOf(2), sequence: 2, zip: Buffer.from('x'), severity: 1 };
    await expect(spool.commitPackage(commit)).rejects.toThrow('disk full');
    expect(await bench.files('packages')).toEqual([`1-${digestOf(1)}.zip`]);
    expect(spool.counts()).toMatchObject({ pending: 1, waiting: 1 });
  });
});

describe('sending', () => {
  test('takes the gravest first, then the oldest, and leaves out the postponed', async () => {
    const spool = await bench.openSpool();
    expect(spool.nextToSend()).toBeNull();
    expect(spool.nextSendAtMs()).toBeNull();
    for (const [n, severity] of [2, 5, 5, 1].entries()) await bench.spoolPackage(spool, n, severity);
    const order: number[] = [];
    for (let next = spool.nextToSend(); next !== null; next = spool.nextToSend()) {
      order.push(next.sequence);
      spool.postpone(next.digest, bench.nowMs + 999.5);
    }
    expect(order).toEqual([2, 3, 1, 4]);
    expect(spool.nextSendAtMs()).toBe(START_MS + 1000);
    bench.nowMs += 1000;
    expect(spool.nextToSend()?.sequence).toBe(2);
  });

  test('goes on at once when the clock was set back', async () => {
    const spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    spool.postpone(digest, bench.nowMs + 2 * LONGEST_POSTPONEMENT_MS);
    expect(spool.nextSendAtMs()).toBe(START_MS + LONGEST_POSTPONEMENT_MS);
    expect(spool.nextToSend()).toBeNull();
    bench.nowMs -= 1;
    expect(spool.nextToSend()?.digest).toBe(digest);
  });

  test('keeps the receipt, deletes the file, and takes only what waits', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    const wrong = receiptFor(digestOf(2));
    await expect(spool.markAccepted(digest, wrong)).rejects.toMatchObject({ code: 'spool.not-waiting' });
    expect(await bench.files('packages')).toHaveLength(1);
    await spool.markAccepted(digest, receiptFor(digest));
    expect(await bench.files('packages')).toEqual([]);
    spool = await bench.reopen(spool);
    expect(spool.findPackage(digest)).toMatchObject({ state: 'accepted', receipt: receiptFor(digest) });
    expect(spool.counts()).toMatchObject({ waiting: 0, accepted: 1, waitingBytes: 0 });
    await expect(spool.markAccepted(digest, receiptFor(digest))).rejects.toMatchObject({ code: 'spool.not-waiting' });
    await expect(spool.markRefused(digest, 'x', 'y')).rejects.toMatchObject({ code: 'spool.not-waiting' });
  });

  test('keeps what the cloud refuses, and never sends it again', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    spool.saveUploadUrl(digest, 'https://cloud.example/uploads/1');
    await spool.markRefused(digest, 'evidence.digest-mismatch', 'media/1.jpg differs');
    spool = await bench.reopen(spool);
    expect(spool.nextToSend()).toBeNull();
    expect(await bench.files('packages')).toEqual([]);
    expect(await bench.files('refused')).toEqual([`1-${digest}.zip`]);
    expect(spool.findPackage(digest)).toMatchObject({
      state: 'refused',
      refusedCode: 'evidence.digest-mismatch',
      uploadUrl: null,
    });
    expect(spool.counts()).toMatchObject({ waiting: 0, refused: 1 });
  });

  test('keeps where an upload is', async () => {
    let spool = await bench.openSpool();
    const digest = await bench.spoolPackage(spool, 1);
    spool.saveUploadUrl(digest, 'https://cloud.example/uploads/1');
    spool = await bench.reopen(spool);
    expect(spool.nextToSend()?.uploadUrl).toBe('https://cloud.example/uploads/1');
  });
});

describe('without room for all', () => {
  test('the slightest go first, of those the oldest, and the chain says which and why', async () => {
    let spool = await bench.openSpool({ budgetBytes: 15 });
    for (const [n, severity] of [3, 2, 2, 4, 5].entries()) await bench.spoolPackage(spool, n, severity);
    expect(await bench.files('packages')).toEqual(
      [1, 4, 6].map((sequence, at) => `${sequence}-${digestOf([0, 3, 4][at] ?? 0)}.zip`),
    );
    expect(spool.counts()).toMatchObject({ waiting: 3, dropped: 2, entriesWaiting: 2, waitingBytes: 15 });
    const first = spool.nextEntry();
    expect(first?.signed.entry).toMatchObject({
      ...{ schema: 'lamppost.tombstone/1', gatewayId: 'pole-1', sequence: 5, reason: 'disk-budget' },
      previousDigest: digestOf(3),
      dropped: [{ sequence: 2, digest: digestOf(1), previousDigest: digestOf(0), severity: 2, matter: 'parking' }],
    });
    if (first === null) return;
    const bytes = canonicalJson(first.signed.entry);
    const publicKey = createPublicKey({ key: Buffer.from(bench.key.publicKey, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, bytes, publicKey, Buffer.from(first.signed.signature.signature, 'base64'))).toBe(true);
    expect(spool.findPackage(digestOf(4))?.previousDigest).toBe(first.digest);
    spool.markEntryAccepted(first.digest);
    spool = await bench.reopen(spool, { budgetBytes: 15 });
    expect(spool.nextEntry()?.signed.entry).toMatchObject({ sequence: 7, dropped: [{ digest: digestOf(2) }] });
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('known');
  });

  test('a package that is slighter than all that wait is given up itself', async () => {
    const spool = await bench.openSpool({ budgetBytes: 5 });
    await bench.spoolPackage(spool, 1, 4);
    await bench.spoolPackage(spool, 2, 3);
    expect(await bench.files('packages')).toEqual([`1-${digestOf(1)}.zip`]);
    expect(spool.findPackage(digestOf(2))).toMatchObject({ state: 'dropped', tombstone: 3 });
  });

  test('of the disk, what waits does not grow, and is not given up for what others write', async () => {
    let freeBytes = 2001;
    const spool = await bench.openSpool({ reserveBytes: 500, freeBytes: () => freeBytes });
    for (const n of [1, 2]) await bench.spoolPackage(spool, n);
    expect(spool.shortages()).toEqual([]);
    freeBytes = 100;
    await bench.spoolPackage(spool, 3);
    expect(spool.counts()).toMatchObject({ waiting: 2, dropped: 1, waitingBytes: 10 });
    expect(spool.nextEntry()?.signed.entry).toMatchObject({ reason: 'disk-full', dropped: [{ digest: digestOf(1) }] });
    expect(spool.shortages()).toEqual([expect.stringContaining('make room on the disk')]);
  });

  test('a package that is alone stays until the disk is all but full', async () => {
    let freeBytes = 200;
    const spool = await bench.openSpool({ reserveBytes: 500, freeBytes: () => freeBytes });
    await bench.spoolPackage(spool, 1);
    expect(spool.counts()).toMatchObject({ waiting: 1, dropped: 0 });
    await bench.spoolPackage(spool, 2, 5);
    expect(spool.nextToSend()?.digest).toBe(digestOf(2));
    expect(spool.counts()).toMatchObject({ waiting: 1, dropped: 1 });
    freeBytes = 100;
    await bench.spoolPackage(spool, 3, 1);
    expect(spool.findPackage(digestOf(3))?.state).toBe('dropped');
  });

  test('a receipt that comes after all still counts, and a refusal changes nothing', async () => {
    const spool = await bench.openSpool({ budgetBytes: 9 });
    for (const n of [1, 2, 3]) await bench.spoolPackage(spool, n);
    await spool.markAccepted(digestOf(1), receiptFor(digestOf(1)));
    await spool.markRefused(digestOf(2), 'x', 'y');
    expect(spool.counts()).toMatchObject({ accepted: 1, dropped: 1, refused: 0, waiting: 1 });
  });

  test('hundreds are told of in as many tombstones as needed', async () => {
    const spool = await bench.openSpool({ budgetBytes: 1_000 });
    for (let n = 100; n < 170; n += 1) await bench.spoolPackage(spool, n, 1);
    const { violationId } = sampleViolation(1);
    spool.recordViolation(sampleViolation(1, 5), sampleDevice);
    const { sequence } = spool.nextLink();
    await spool.commitPackage({ violationId, digest: digestOf(1), sequence, zip: Buffer.alloc(1_000), severity: 5 });
    expect(spool.counts()).toMatchObject({ waiting: 1, dropped: 70, entriesWaiting: 2 });
    expect(spool.nextLink().sequence).toBe(74);
  });
});

test('what the cloud refused is kept for as long as configured, and each deletion is told', async () => {
  const deleted: unknown[] = [];
  const spool = await bench.openSpool({ budgetBytes: 9, onDeleted: (...told) => deleted.push(told) });
  const refused = await bench.spoolPackage(spool, 1);
  await spool.markRefused(refused, 'code', 'detail');
  const accepted = await bench.spoolPackage(spool, 2);
  await spool.markAccepted(accepted, receiptFor(accepted));
  await bench.spoolPackage(spool, 3, 1);
  await bench.spoolPackage(spool, 4);
  await spool.expireKept(0);
  expect(await bench.files('refused')).toHaveLength(1);
  await spool.expireKept(Date.now() + 60_000);
  expect(await bench.files('refused')).toEqual([]);
  expect(deleted).toEqual([
    [{ name: `2-${accepted}.zip`, bytes: 5 }, 'receipt'],
    [{ name: `3-${digestOf(3)}.zip`, bytes: 5 }, 'given-up'],
    [{ name: `1-${refused}.zip`, bytes: 5 }, 'expired'],
  ]);
});

test('what is settled is forgotten in the end, and stays counted', async () => {
  let spool = await bench.openSpool();
  for (const n of [1, 2, 3]) {
    const digest = await bench.spoolPackage(spool, n);
    await spool.markAccepted(digest, receiptFor(digest));
  }
  await spool.close();
  const database = openSpoolDatabase(join(bench.directory, 'spool.db'));
  new PackageTable(database).forgetSettled(1);
  database.close();
  spool = await bench.openSpool();
  expect(spool.counts()).toMatchObject({ accepted: 3 });
  expect(spool.findPackage(digestOf(2))).toBeNull();
  expect(spool.findPackage(digestOf(3))?.state).toBe('accepted');
  expect(spool.nextLink()).toEqual({ sequence: 4, previousDigest: digestOf(3) });
});

test('an index from before tombstones is taken over with its chain', async () => {
  const path = join(bench.directory, 'spool.db');
  const old = new Database(path);
  old.exec(
    `CREATE TABLE pending (violation_id TEXT PRIMARY KEY, recorded_at_ms INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
       violation TEXT NOT NULL, device TEXT NOT NULL, rules TEXT) STRICT;
     CREATE TABLE package (sequence INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, violation_id TEXT NOT NULL UNIQUE,
       severity INTEGER NOT NULL, triggered_at_ms INTEGER NOT NULL, size_bytes INTEGER NOT NULL, state TEXT NOT NULL,
       not_before_ms INTEGER NOT NULL DEFAULT 0, upload_url TEXT, receipt TEXT, refused_code TEXT, refused_detail TEXT) STRICT;
     CREATE INDEX package_by_state ON package (state, severity DESC, sequence);
     CREATE TABLE chain_head (only INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, digest TEXT NOT NULL) STRICT;
     CREATE TABLE state (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
     INSERT INTO package VALUES (1, '${digestOf(1)}', 'a', 3, 0, 5, 'refused', 0, NULL, NULL, 'x', 'y'),
       (2, '${digestOf(2)}', 'b', 3, 0, 5, 'waiting', 0, NULL, NULL, NULL, NULL);
     INSERT INTO chain_head VALUES (1, 2, '${digestOf(2)}');
     PRAGMA user_version = 2;`,
  );
  old.close();
  await mkdir(join(bench.directory, 'packages'));
  await writeFile(join(bench.directory, 'packages', `2-${digestOf(2)}.zip`), 'zip 2');
  const spool = await bench.openSpool();
  expect(spool.nextToSend()).toMatchObject({ sequence: 2, previousDigest: digestOf(1), matter: null });
  await bench.spoolPackage(spool, 3);
  expect(spool.findPackage(digestOf(3))).toMatchObject({ sequence: 4, previousDigest: expect.any(String) as string });
});

describe('opening', () => {
  test('is refused while another holds the directory', async () => {
    await bench.openSpool();
    await expect(bench.openSpool()).rejects.toMatchObject({ code: 'spool.in-use' });
  });

  test('is refused when a newer program wrote the index', async () => {
    await (await bench.openSpool()).close();
    const database = openSpoolDatabase(join(bench.directory, 'spool.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(bench.openSpool()).rejects.toMatchObject({ code: 'spool.too-new' });
  });

  test('names the directory when a folder in it is a file', async () => {
    await writeFile(join(bench.directory, 'packages'), '');
    const opening = bench.openSpool();
    await expect(opening).rejects.toMatchObject({ code: 'spool.unusable' });
    await expect(opening).rejects.toThrow(bench.directory);
  });

  test('finds the state that was saved', async () => {
    let spool = await bench.openSpool();
    expect(spool.states.loadState('rules')).toBeUndefined();
    spool.states.saveState('rules', { dwell: 1 });
    spool.states.saveState('rules', { dwell: 2 });
    spool.states.saveState('tracks', null);
    spool = await bench.reopen(spool);
    expect(spool.states.loadState('rules')).toEqual({ dwell: 2 });
    expect(spool.states.loadState('tracks')).toBeNull();
    expect(() => {
      spool.states.saveState('rules', undefined);
    }).toThrow('no JSON form');
  });
});
