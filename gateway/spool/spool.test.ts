import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedReceipt } from '@lamppost/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleDevice, sampleViolation } from './sample-violation.js';
import { openSpoolDatabase } from './spool-database.js';
import { LONGEST_POSTPONEMENT_MS, Spool, type SpoolOptions } from './spool.js';

const NOW_MS = 1_780_000_000_000;
let directory: string;
let nowMs: number;
let logged: string[];
let opened: Spool[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spool-'));
  nowMs = NOW_MS;
  logged = [];
  opened = [];
});

afterEach(async () => {
  for (const spool of opened) await spool.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
  const spool = await Spool.open({ directory, log, clock: { nowMs: () => nowMs }, ...options });
  opened.push(spool);
  return spool;
}

async function reopen(spool: Spool): Promise<Spool> {
  await spool.close();
  return open();
}

function digestOf(n: number): string {
  return createHash('sha256').update(`package ${n}`).digest('hex');
}

async function spoolPackage(spool: Spool, n: number, severity = 3): Promise<string> {
  const violation = sampleViolation(n, severity);
  spool.recordViolation(violation, sampleDevice);
  const { sequence } = spool.nextLink();
  const { violationId } = violation;
  await spool.commitPackage({ violationId, digest: digestOf(n), sequence, zip: Buffer.from(`zip ${n}`), severity });
  return digestOf(n);
}

function receiptFor(digest: string): SignedReceipt {
  const receipt = { gatewayId: 'pole-1', sequence: 1, caseId: 'case-1', acceptedAtMs: NOW_MS, digest };
  return {
    receipt: { schema: 'lamppost.receipt/1', ...receipt },
    keyId: 'a'.repeat(32),
    signature: `${'A'.repeat(86)}==`,
  };
}

function files(folder: 'packages' | 'refused' | 'set-aside'): Promise<string[]> {
  return readdir(join(directory, folder));
}

describe('violations', () => {
  test('are kept over a restart, oldest first, with their attempts, until they are sealed', async () => {
    let spool = await open();
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('recorded');
    nowMs += 1;
    expect(spool.recordViolation(sampleViolation(0), sampleDevice)).toBe('recorded');
    expect(spool.countAttempt(sampleViolation(0).violationId)).toBe(1);
    expect(spool.countAttempt(sampleViolation(0).violationId)).toBe(2);
    expect(spool.countAttempt('f'.repeat(32))).toBe(0);
    spool = await reopen(spool);
    expect(spool.pendingViolations()).toEqual([
      { violation: sampleViolation(1), device: sampleDevice, recordedAtMs: NOW_MS, attempts: 0 },
      { violation: sampleViolation(0), device: sampleDevice, recordedAtMs: NOW_MS + 1, attempts: 2 },
    ]);
    expect(spool.pendingViolations(1)).toHaveLength(1);
  });

  test('are recorded once, also when told again after they were sealed', async () => {
    const spool = await open();
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('recorded');
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('known');
    await spoolPackage(spool, 1);
    expect(spool.recordViolation(sampleViolation(1), sampleDevice)).toBe('known');
    expect(spool.counts()).toMatchObject({ pending: 0, waiting: 1 });
  });

  test('of an older schema are told once and do not keep the others from being sealed', async () => {
    let spool = await open();
    spool.recordViolation(sampleViolation(1), sampleDevice);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    await spool.close();
    const database = openSpoolDatabase(join(directory, 'spool.db'));
    database.prepare("UPDATE pending SET violation = '{}' WHERE rowid = 1").run();
    database.close();
    spool = await open();
    for (let times = 0; times < 2; times += 1)
      expect(spool.pendingViolations().map(({ violation }) => violation)).toEqual([sampleViolation(2)]);
    expect(spool.counts().pending).toBe(2);
    expect(logged.filter((line) => line.includes('can not be sealed'))).toHaveLength(1);
  });
});

describe('the chain', () => {
  test('goes on after a restart', async () => {
    let spool = await open();
    expect(spool.nextLink()).toEqual({ sequence: 1, previousDigest: null });
    const digest = await spoolPackage(spool, 1);
    spool = await reopen(spool);
    expect(spool.nextLink()).toEqual({ sequence: 2, previousDigest: digest });
  });

  test('does not fork when two packages are sealed for one link', async () => {
    const spool = await open();
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
    expect(await files('packages')).toHaveLength(1);
  });

  test('takes no package of a violation that is not pending', async () => {
    const spool = await open();
    const commit = {
      violationId: 'f'.repeat(32),
      digest: digestOf(1),
      sequence: 1,
      zip: Buffer.from('x'),
      severity: 1,
    };
    await expect(spool.commitPackage(commit)).rejects.toMatchObject({ code: 'spool.not-pending' });
    expect(await files('packages')).toEqual([]);
  });

  test('leaves no file when the commit of the index fails', async () => {
    const spool = await open();
    await spoolPackage(spool, 1);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    const { violationId } = sampleViolation(2);
    const database = openSpoolDatabase(join(directory, 'spool.db'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON package BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    database.close();
    const commit = { violationId, digest: digestOf(2), sequence: 2, zip: Buffer.from('x'), severity: 1 };
    await expect(spool.commitPackage(commit)).rejects.toThrow('disk full');
    expect(await files('packages')).toEqual([`1-${digestOf(1)}.zip`]);
    expect(spool.counts()).toMatchObject({ pending: 1, waiting: 1 });
  });
});

describe('sending', () => {
  test('takes the gravest first, then the oldest, and leaves out the postponed', async () => {
    const spool = await open();
    expect(spool.nextToSend()).toBeNull();
    expect(spool.nextSendAtMs()).toBeNull();
    for (const [n, severity] of [2, 5, 5, 1].entries()) await spoolPackage(spool, n, severity);
    const order: number[] = [];
    for (let next = spool.nextToSend(); next !== null; next = spool.nextToSend()) {
      order.push(next.sequence);
      spool.postpone(next.digest, nowMs + 999.5);
    }
    expect(order).toEqual([2, 3, 1, 4]);
    expect(spool.nextSendAtMs()).toBe(NOW_MS + 1000);
    nowMs += 1000;
    expect(spool.nextToSend()?.sequence).toBe(2);
  });

  test('goes on at once when the clock was set back', async () => {
    const spool = await open();
    const digest = await spoolPackage(spool, 1);
    spool.postpone(digest, nowMs + 2 * LONGEST_POSTPONEMENT_MS);
    expect(spool.nextSendAtMs()).toBe(NOW_MS + LONGEST_POSTPONEMENT_MS);
    expect(spool.nextToSend()).toBeNull();
    nowMs -= 1;
    expect(spool.nextToSend()?.digest).toBe(digest);
  });

  test('keeps the receipt, deletes the file, and takes only what waits', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    const wrong = receiptFor(digestOf(2));
    await expect(spool.markAccepted(digest, wrong)).rejects.toMatchObject({ code: 'spool.not-waiting' });
    expect(await files('packages')).toHaveLength(1);
    await spool.markAccepted(digest, receiptFor(digest));
    expect(await files('packages')).toEqual([]);
    spool = await reopen(spool);
    expect(spool.findPackage(digest)).toMatchObject({ state: 'accepted', receipt: receiptFor(digest) });
    expect(spool.counts()).toMatchObject({ waiting: 0, accepted: 1, waitingBytes: 0 });
    await expect(spool.markAccepted(digest, receiptFor(digest))).rejects.toMatchObject({ code: 'spool.not-waiting' });
    await expect(spool.markRefused(digest, 'x', 'y')).rejects.toMatchObject({ code: 'spool.not-waiting' });
  });

  test('keeps what the cloud refuses, and never sends it again', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    spool.saveUploadUrl(digest, 'https://cloud.example/uploads/1');
    await spool.markRefused(digest, 'evidence.digest-mismatch', 'media/1.jpg differs');
    spool = await reopen(spool);
    expect(spool.nextToSend()).toBeNull();
    expect(await files('packages')).toEqual([]);
    expect(await files('refused')).toEqual([`1-${digest}.zip`]);
    expect(spool.findPackage(digest)).toMatchObject({
      state: 'refused',
      refusedCode: 'evidence.digest-mismatch',
      uploadUrl: null,
    });
    expect(spool.counts()).toMatchObject({ waiting: 0, refused: 1 });
  });

  test('keeps where an upload is', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    spool.saveUploadUrl(digest, 'https://cloud.example/uploads/1');
    spool = await reopen(spool);
    expect(spool.nextToSend()?.uploadUrl).toBe('https://cloud.example/uploads/1');
  });

  test('counts and tells once that the budget is passed', async () => {
    const spool = await open({ budgetBytes: 6 });
    for (const n of [1, 2, 3]) await spoolPackage(spool, n);
    expect(spool.counts()).toMatchObject({ waiting: 3, waitingBytes: 15, commitsOverBudget: 2 });
    expect(logged.filter((line) => line.includes('budget'))).toHaveLength(1);
  });
});

describe('after a crash', () => {
  test('between writing the file and committing it, the violation is sealed again', async () => {
    let spool = await open();
    await spoolPackage(spool, 1);
    spool.recordViolation(sampleViolation(2), sampleDevice);
    await writeFile(join(directory, 'packages', `2-${digestOf(2)}.zip`), 'zip 2');
    await writeFile(join(directory, 'packages', `2-${digestOf(3)}.zip.tmp`), 'zi');
    spool = await reopen(spool);
    expect(await files('packages')).toEqual([`1-${digestOf(1)}.zip`]);
    expect(spool.counts()).toMatchObject({ pending: 1, waiting: 1 });
    await spoolPackage(spool, 2);
    expect(spool.counts()).toMatchObject({ pending: 0, waiting: 2 });
  });

  test('between keeping the receipt and deleting the file, the file is deleted', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    await spool.markAccepted(digest, receiptFor(digest));
    await writeFile(join(directory, 'packages', `1-${digest}.zip`), 'zip 1');
    spool = await reopen(spool);
    expect(await files('packages')).toEqual([]);
    expect(spool.counts()).toMatchObject({ accepted: 1, lost: 0 });
  });

  test('between refusing and moving the file, the file is moved', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    await spool.markRefused(digest, 'code', 'detail');
    await rename(join(directory, 'refused', `1-${digest}.zip`), join(directory, 'packages', `1-${digest}.zip`));
    spool = await reopen(spool);
    expect(await files('refused')).toEqual([`1-${digest}.zip`]);
    expect(spool.counts()).toMatchObject({ refused: 1, lost: 0 });
  });

  test('that took a file, the package is lost and told, and waits again once the file is back', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    const [file, kept] = [join(directory, 'packages', `1-${digest}.zip`), join(directory, 'kept')];
    await rename(file, kept);
    expect(await spool.readPackage({ sequence: 1, digest })).toBeNull();
    expect(spool.counts()).toMatchObject({ waiting: 0, lost: 1 });
    spool = await reopen(spool);
    expect(spool.counts()).toMatchObject({ waiting: 0, lost: 1 });
    expect(logged.filter((line) => line.includes('package file is gone'))).toHaveLength(2);
    expect(spool.nextToSend()).toBeNull();
    await rename(kept, file);
    spool = await reopen(spool);
    expect(spool.nextToSend()?.digest).toBe(digest);
    expect((await spool.readPackage({ sequence: 1, digest }))?.toString()).toBe('zip 1');
  });

  test('that cut a file short, the file is set aside and the package is lost', async () => {
    let spool = await open();
    const digest = await spoolPackage(spool, 1);
    await writeFile(join(directory, 'packages', `1-${digest}.zip`), 'zi');
    spool = await reopen(spool);
    expect(await files('set-aside')).toEqual([`1-${digest}.zip`]);
    expect(spool.counts()).toMatchObject({ waiting: 0, lost: 1 });
  });

  test('that took the index, the packages are set aside and not deleted', async () => {
    const spool = await open();
    await spoolPackage(spool, 1);
    await spoolPackage(spool, 2);
    await spool.close();
    for (const suffix of ['', '-wal', '-shm']) await rm(join(directory, `spool.db${suffix}`), { force: true });
    await open();
    expect(await files('packages')).toEqual([]);
    expect(await files('set-aside')).toHaveLength(2);
    expect(logged.filter((line) => line.includes('set aside'))).toHaveLength(2);
  });
});

describe('opening', () => {
  test('is refused while another holds the directory', async () => {
    await open();
    await expect(open()).rejects.toMatchObject({ code: 'spool.in-use' });
  });

  test('is refused when a newer program wrote the index', async () => {
    await (await open()).close();
    const database = openSpoolDatabase(join(directory, 'spool.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(open()).rejects.toMatchObject({ code: 'spool.too-new' });
  });

  test('names the directory when a folder in it is a file', async () => {
    await writeFile(join(directory, 'packages'), '');
    const opening = open();
    await expect(opening).rejects.toMatchObject({ code: 'spool.unusable' });
    await expect(opening).rejects.toThrow(directory);
  });

  test('finds the state that was saved', async () => {
    let spool = await open();
    expect(spool.states.loadState('rules')).toBeUndefined();
    spool.states.saveState('rules', { dwell: 1 });
    spool.states.saveState('rules', { dwell: 2 });
    spool.states.saveState('tracks', null);
    spool = await reopen(spool);
    expect(spool.states.loadState('rules')).toEqual({ dwell: 2 });
    expect(spool.states.loadState('tracks')).toBeNull();
    expect(() => {
      spool.states.saveState('rules', undefined);
    }).toThrow('no JSON form');
  });
});
