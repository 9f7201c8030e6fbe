import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import { openReceiptSigner } from '../ingest/receipt-signer.js';
import type { TestGateway } from '../testing/sealed-package.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';
import { verifiedViolation, type ViolationOptions } from '../testing/verified-violation.js';
import { createCaseOpener, type CaseOpener } from './case-opener.js';
import { KeyRevokedError } from './open-cases.js';

const FIRST_MS = Date.parse('2026-03-01T02:00:00Z');
const DAY_MS = 86_400_000;
let desk: TestDesk;
let gateways: readonly TestGateway[];
let open: CaseOpener;
let sequence = 0;

beforeAll(async () => {
  desk = await startTestDesk();
  gateways = [
    await desk.cloud.enrol('pole-101'),
    await desk.cloud.enrol('pole-102'),
    await desk.cloud.enrol('pole-103'),
  ];
  const signer = openReceiptSigner(join(desk.cloud.dataFolder, 'keys'));
  open = createCaseOpener({ database: desk.database, clock: systemClock, signer });
});
afterAll(() => desk.close());

/** One package of each gateway, of a day of its own: kilometres apart unless told otherwise. */
function seeOnEach(options: (pole: number) => Partial<ViolationOptions>) {
  sequence += 1;
  return gateways.map((gateway, pole) =>
    verifiedViolation(gateway, sequence, {
      atMs: FIRST_MS + sequence * DAY_MS,
      place: { lng: 120 + pole * 0.1, lat: 30 },
      ...options(pole),
    }),
  );
}

async function countTransactions(digests: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct xmin::text) as count from packages where digest = any(${digests}::text[])`.execute(
    desk.database,
  );
  return Number(rows[0]?.count);
}

test('what comes while another is written is taken in together, each as a case of its own', async () => {
  const packages = seeOnEach((pole) => ({ plate: `浙A1000${pole}` }));
  const opened = await Promise.all(packages.map((verified) => open(verified)));
  expect(opened.map(({ status }) => status)).toEqual(['opened', 'opened', 'opened']);
  expect(new Set(opened.map(({ receipt }) => receipt.receipt.caseId)).size).toBe(3);
  const digests = packages.map(({ digest }) => digest);
  expect(opened.map(({ receipt }) => receipt.receipt.digest)).toEqual(digests);
  expect(await countTransactions(digests)).toBeLessThan(3);
  const kept = await desk.database.selectFrom('cases').select('digest').where('digest', 'in', digests).execute();
  expect(kept).toHaveLength(3);
});

test('packages of one place see one another: what shows the same offence joins', async () => {
  const place = { lng: 121, lat: 31 };
  const packages = seeOnEach(() => ({ place, plate: '浙A20000', sourceId: 'crossing' }));
  const opened = await Promise.all(packages.map((verified) => open(verified)));
  expect(opened.map(({ status }) => status)).toEqual(['opened', 'joined', 'joined']);
  expect(new Set(opened.map(({ receipt }) => receipt.receipt.caseId)).size).toBe(1);
});

test('the same package twice at once is taken in once', async () => {
  const [verified] = seeOnEach(() => ({ place: { lng: 122, lat: 31 } }));
  if (verified === undefined) throw new Error('there is no gateway');
  const [first, second] = await Promise.all([open(verified), open(verified)]);
  expect([first.status, second.status]).toEqual(['opened', 'resent']);
  expect(second.receipt).toEqual(first.receipt);
});

test('one that the database does not take fails alone', async () => {
  // No text of PostgreSQL holds a NUL; a manifest with one does not get past the schema.
  const packages = seeOnEach((pole) => ({
    place: { lng: 123 + pole * 0.1, lat: 31 },
    ...(pole === 1 ? { violation: { zoneId: 'a\u0000b' } } : {}),
  }));
  const opened = await Promise.allSettled(packages.map((verified) => open(verified)));
  expect(opened.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a key that was revoked while its package was on its way seals nothing any more', async () => {
  const revoked = await desk.cloud.enrol('pole-104');
  await desk.database
    .updateTable('gateway_keys')
    .set({ revoked_at_ms: 1 })
    .where('gateway_id', '=', 'pole-104')
    .execute();
  const [first, second] = seeOnEach((pole) => ({ place: { lng: 124 + pole * 0.1, lat: 31 } }));
  const late = verifiedViolation(revoked, 1, { atMs: FIRST_MS, place: { lng: 125, lat: 31 } });
  if (first === undefined || second === undefined) throw new Error('there is no gateway');
  const opened = await Promise.allSettled([first, late, second].map((verified) => open(verified)));
  expect(opened).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: expect.any(KeyRevokedError) as unknown },
    { status: 'fulfilled' },
  ]);
  const kept = desk.database.selectFrom('packages').select('digest').where('digest', '=', late.digest);
  expect(await kept.execute()).toEqual([]);
});
