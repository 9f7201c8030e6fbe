import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.js';
import { openDatabase, type CloudDatabase } from '../../database/open-database.js';
import { openReceiptSigner, type ReceiptSigner } from '../../ingest/receipt-signer.js';
import type { TestGateway } from '../../testing/sealed-package.js';
import { databaseUrl, startTestCloud, type TestCloud } from '../../testing/test-cloud.js';
import { verifiedViolation, type ViolationOptions } from '../../testing/verified-violation.js';
import { createCaseOpener } from '../case-opener.js';
import type { VerifiedPackage } from '../write-packages.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

let cloud: TestCloud;
/** Two replicas on one database. */
let replicas: readonly [CloudDatabase, CloudDatabase];
let signer: ReceiptSigner;
let gateways: readonly [TestGateway, TestGateway];
let sequence = 1;
/** Each test happens in days of its own. */
let nowMs = Date.parse('2026-01-01T00:00:00Z');

beforeAll(async () => {
  cloud = await startTestCloud();
  const log = pino({ level: 'silent' });
  const url = databaseUrl(cloud);
  replicas = [await openDatabase({ url, log }), await openDatabase({ url, log })];
  signer = openReceiptSigner(join(cloud.dataFolder, 'keys'));
  gateways = [await cloud.enrol('pole-001'), await cloud.enrol('pole-002')];
});
afterAll(async () => {
  for (const replica of replicas) await replica.destroy();
  await cloud.close();
  cloud.remove();
});

function see(options: Partial<ViolationOptions> & { pole?: 0 | 1 }): VerifiedPackage {
  const { pole = 0, ...rest } = options;
  sequence += 1;
  return verifiedViolation(gateways[pole], sequence, { atMs: nowMs, ...rest });
}

async function take(verified: VerifiedPackage, replica: 0 | 1 = 0) {
  const opened = await createCaseOpener({ database: replicas[replica], clock: systemClock, signer })(verified);
  return { status: opened.status, caseId: opened.receipt.receipt.caseId };
}

async function readRow(caseId: string) {
  return await replicas[0].selectFrom('cases').selectAll().where('case_id', '=', caseId).executeTakeFirstOrThrow();
}

async function setState(caseId: string, state: 'confirmed' | 'accepted' | 'rejected' | 'in_review') {
  await replicas[0].updateTable('cases').set({ state }).where('case_id', '=', caseId).execute();
}

/** The cases that violations are in by now, each as the violations' places in the list. */
async function groupsOf(packages: readonly VerifiedPackage[]): Promise<string[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { manifest }] of packages.entries()) {
    const row = await replicas[0]
      .selectFrom('case_violations')
      .innerJoin('cases', 'cases.case_id', 'case_violations.case_id')
      .select(['cases.case_id', 'cases.merged_into'])
      .where('case_violations.violation_id', '=', manifest.violation.violationId)
      .executeTakeFirstOrThrow();
    const caseId = row.merged_into ?? row.case_id;
    groups.set(caseId, [...(groups.get(caseId) ?? []), index]);
  }
  return [...groups.values()].map((group) => group.join(' ')).sort();
}

describe('a violation', () => {
  test('of a gateway whose clock is known to be off is placed at the time that it was', async () => {
    nowMs += 30 * DAY_MS;
    const plate = '浙A24680';
    const first = await take(see({ plate }));
    // This clock runs three hours ahead: as it stands the violation would be another offence.
    const ahead = { plate, pole: 1, atMs: nowMs + 3 * HOUR_MS + MINUTE_MS } as const;
    const mended = see({ ...ahead, clockOffsetMs: -3 * HOUR_MS });
    expect(await take(mended)).toEqual({ status: 'joined', caseId: first.caseId });
    expect((await take(see(ahead))).status).toBe('opened');
    const row = await replicas[0]
      .selectFrom('case_violations')
      .select('started_at_ms')
      .where('violation_id', '=', mended.manifest.violation.violationId)
      .executeTakeFirstOrThrow();
    expect(row.started_at_ms).toBe(nowMs + MINUTE_MS);
  });

  test('of the same offence joins the open case, and is judged with it', async () => {
    nowMs += 30 * DAY_MS;
    const first = await take(see({ plate: '浙A12345' }));
    expect(first.status).toBe('opened');
    const before = await readRow(first.caseId);
    expect(before).toMatchObject({ state: 'candidate', version: 1, clock: 'review', next_alarm: 'soon' });
    const place = { lng: 120.161, lat: 30.28 };
    const second = await take(see({ pole: 1, plate: '浙A12345', atMs: nowMs + 40 * MINUTE_MS, place, severity: 4 }));
    expect(second).toEqual({ status: 'joined', caseId: first.caseId });
    const after = await readRow(first.caseId);
    expect(after.version).toBe(1);
    expect(after.judgement?.terms.map(({ term }) => term)).toEqual(['rule', 'duration', 'corroboration', 'device']);
    expect(after.severity).toBeGreaterThan(before.severity);
  });

  test('that shows two cases to be one merges the later into the earlier, unless somebody is at both', async () => {
    nowMs += 30 * DAY_MS;
    const early = await take(see({}));
    const late = await take(see({ atMs: nowMs + 18 * MINUTE_MS }));
    expect(late.caseId).not.toBe(early.caseId);
    const between = await take(see({ atMs: nowMs + 9 * MINUTE_MS }));
    expect(between).toEqual({ status: 'joined', caseId: early.caseId });
    expect(await readRow(late.caseId)).toMatchObject({ state: 'merged', merged_into: early.caseId, due_at_ms: null });
    // What belongs to the merged case belongs to the other from now on.
    expect((await take(see({ atMs: nowMs + 26 * MINUTE_MS }))).caseId).toBe(early.caseId);

    nowMs += 30 * DAY_MS;
    const one = await take(see({}));
    const two = await take(see({ atMs: nowMs + 18 * MINUTE_MS }));
    await setState(one.caseId, 'in_review');
    await setState(two.caseId, 'confirmed');
    expect((await take(see({ atMs: nowMs + 9 * MINUTE_MS }))).caseId).toBe(one.caseId);
    expect((await readRow(two.caseId)).state).toBe('confirmed');
  });

  test('after its case was closed opens another, which says that it goes on with that one', async () => {
    nowMs += 30 * DAY_MS;
    const closed = await take(see({ plate: '浙B00001' }));
    await setState(closed.caseId, 'accepted');
    const next = await take(see({ plate: '浙B00001', atMs: nowMs + 10 * MINUTE_MS }));
    expect(next.status).toBe('opened');
    expect(await readRow(next.caseId)).toMatchObject({
      previous_case_id: closed.caseId,
      continues_previous: true,
      repeat_count: 1,
    });
  });

  test('of a vehicle that was found before is a repeat, wherever that was; rejected ones do not count', async () => {
    nowMs += 30 * DAY_MS;
    const first = await take(see({ plate: '浙C00001' }));
    await setState(first.caseId, 'confirmed');
    const wrong = await take(see({ plate: '浙C00001', atMs: nowMs + DAY_MS }));
    await setState(wrong.caseId, 'rejected');
    const far = { lng: 121, lat: 31 };
    const repeat = await take(see({ plate: '浙C00001', pole: 1, place: far, atMs: nowMs + 2 * DAY_MS }));
    expect(await readRow(repeat.caseId)).toMatchObject({
      previous_case_id: first.caseId,
      continues_previous: false,
      repeat_count: 1,
    });
    const unread = await take(see({ atMs: nowMs + 3 * DAY_MS }));
    expect(await readRow(unread.caseId)).toMatchObject({ previous_case_id: null, repeat_count: 0 });
  });

  test('of a stall repeats what was at its place', async () => {
    nowMs += 30 * DAY_MS;
    const elsewhere = { x1: 0.7, y1: 0.1, x2: 0.9, y2: 0.3 };
    const first = await take(see({ matter: 'stall' }));
    await setState(first.caseId, 'confirmed');
    const next = await take(see({ matter: 'stall', atMs: nowMs + DAY_MS, box: elsewhere }));
    expect(await readRow(next.caseId)).toMatchObject({ previous_case_id: first.caseId, repeat_count: 1 });
  });

  test('in several packages stays in one case, also when the same comes to two replicas at a time', async () => {
    nowMs += 30 * DAY_MS;
    const verified = see({});
    const taken = await Promise.all(Array.from({ length: 8 }, (_, index) => take(verified, index % 2 === 0 ? 0 : 1)));
    expect(new Set(taken.map(({ caseId }) => caseId)).size).toBe(1);
    expect(taken.map(({ status }) => status).sort()).toEqual(['opened', ...Array<string>(7).fill('resent')]);
    const again = see({ violation: { violationId: verified.manifest.violation.violationId } });
    expect(await take(again, 1)).toEqual({ status: 'joined', caseId: taken[0]?.caseId });
  });
});

test('whichever replica takes what first, the cases are those that one after the other makes', async () => {
  const box = fc.integer({ min: 0, max: 4 }).map((n) => ({ x1: n / 10, y1: 0.1, x2: n / 10 + 0.3, y2: 0.5 }));
  const seen = fc.record({
    minute: fc.integer({ min: 0, max: 120 }),
    pole: fc.constantFrom(0 as const, 1 as const),
    box,
    matter: fc.constantFrom('burning' as const, 'parking' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(seen, { minLength: 2, maxLength: 8 }), async (many) => {
      const build = () => many.map(({ minute, ...rest }) => see({ ...rest, atMs: nowMs + minute * MINUTE_MS }));
      nowMs += 30 * DAY_MS;
      const inOrder = build();
      for (const one of inOrder) await take(one);
      nowMs += 30 * DAY_MS;
      const atOnce = build();
      await Promise.all(atOnce.map((one, index) => take(one, index % 2 === 0 ? 0 : 1)));
      expect(await groupsOf(atOnce)).toEqual(await groupsOf(inOrder));
    }),
    { numRuns: 25 },
  );
});
