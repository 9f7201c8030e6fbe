import { join } from 'node:path';
import { CaseDetail, DispatchDetail, DispatchPage, type DispatchState } from '@lamppost/contracts';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCaseOpener } from '../cases/case-opener.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { allowedDispatchSteps, DISPATCH_STEPS, dispatchDue } from '../dispatch/dispatch-steps.js';
import { openReceiptSigner } from '../ingest/receipt-signer.js';
import { createFakeClock } from '../testing/fake-clock.js';
import type { TestGateway } from '../testing/sealed-package.js';
import { databaseUrl, readProblem, startTestCloud, TEST_ACCESS_CODE, type TestCloud } from '../testing/test-cloud.js';
import { verifiedViolation } from '../testing/verified-violation.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const GRID = '330106001002003';
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a stall on the road'.repeat(100))]);

// The wall clock is not asked for while a case is worked on: tokens of gateways are not needed here.
const clock = createFakeClock(Date.parse('2026-03-02T02:00:00Z'));
let cloud: TestCloud;
let database: CloudDatabase;
let gateway: TestGateway;
let sequence = 1;
let atMs = Date.parse('2026-01-01T00:00:00Z');

beforeAll(async () => {
  cloud = await startTestCloud({ clock });
  database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
  gateway = await cloud.enrol('pole-001');
  for (const [patrolId, grids] of [
    ['patrol-1', [GRID]],
    ['patrol-2', [GRID, '330106001002004']],
  ] as const)
    expect((await send('PUT', `/api/v1/patrols/${patrolId}`, { name: '巡查组', bureauId: null, grids })).status).toBe(
      200,
    );
});
afterAll(async () => {
  await database.destroy();
  await cloud.close();
  cloud.remove();
});

async function open(): Promise<string> {
  sequence += 1;
  atMs += 2 * DAY_MS;
  const signer = openReceiptSigner(join(cloud.dataFolder, 'keys'));
  const verified = verifiedViolation(gateway, sequence, { atMs, matter: 'stall' });
  const opened = await createCaseOpener({ database, clock, signer })(verified);
  return opened.receipt.receipt.caseId;
}

async function send(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const isPhoto = Buffer.isBuffer(body);
  return await fetch(`${cloud.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TEST_ACCESS_CODE}`,
      'content-type': isPhoto ? 'image/jpeg' : 'application/json',
      ...headers,
    },
    body: isPhoto ? new Uint8Array(body) : JSON.stringify(body),
  });
}

async function dispatchTo(caseId: string, to: object = { grid: GRID }): Promise<DispatchDetail> {
  const response = await send('POST', `/api/v1/cases/${caseId}/dispatches`, to);
  return DispatchDetail.parse(await response.json());
}

async function step(dispatchId: number, version: number, said: object) {
  return await send('POST', `/api/v1/dispatches/${dispatchId}/steps`, said, { 'if-match': `"v${version}"` });
}

test('whatever is tried, a dispatch ends closed or withdrawn, and has a time for all else', () => {
  const names = Object.keys(DISPATCH_STEPS) as (keyof typeof DISPATCH_STEPS)[];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...names), { maxLength: 30 }), (tried) => {
      let state: DispatchState = 'sent';
      for (const name of tried) if (allowedDispatchSteps(state).includes(name)) state = DISPATCH_STEPS[name].to;
      expect(dispatchDue(state, 0) === null).toBe(allowedDispatchSteps(state).length === 0);
    }),
  );
});

describe('a patrol', () => {
  test('is sent by grid, verifies on site with photo and note, is sent back once, and its work closed', async () => {
    const caseId = await open();
    const sent = await dispatchTo(caseId);
    expect(sent).toMatchObject({
      caseId,
      patrolId: 'patrol-1',
      grid: GRID,
      state: 'sent',
      version: 1,
      isOverdue: false,
    });
    expect(sent.dueAtMs).toBe(clock.nowMs() + 30 * MINUTE_MS);
    const { dispatchId } = sent;
    expect((await step(dispatchId, 1, { step: 'take' })).status).toBe(201);

    const photo = await send('POST', `/api/v1/dispatches/${dispatchId}/photos`, JPEG);
    expect(photo.status).toBe(201);
    const { sha256 } = z.object({ sha256: z.string() }).parse(await photo.json());
    const report = { step: 'report', finding: 'confirmed', note: '占道经营，已拍照', photos: [sha256] };
    const reported = await step(dispatchId, 2, report);
    expect(DispatchDetail.parse(await reported.json())).toMatchObject({ state: 'reported', finding: 'confirmed' });
    expect((await step(dispatchId, 3, { step: 'send-back', note: '请补拍全景' })).status).toBe(201);
    expect((await step(dispatchId, 4, { ...report, finding: 'corrected', note: '商贩已离开' })).status).toBe(201);
    const closed = DispatchDetail.parse(await (await step(dispatchId, 5, { step: 'close' })).json());
    expect(closed).toMatchObject({ state: 'closed', version: 6, finding: 'corrected', dueAtMs: null });
    expect(closed.steps.map((one) => one.step)).toEqual(['send', 'take', 'report', 'send-back', 'report', 'close']);
    expect(closed.steps[2]).toMatchObject({ accountId: 'access-code', photos: [sha256], client: '127.0.0.1' });

    const { acts } = CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${caseId}`)).json());
    expect(acts.map(({ act }) => act)).toEqual(closed.steps.map((one) => `dispatch.${one.step}`));
    expect(acts[2]).toMatchObject({
      note: '占道经营，已拍照',
      what: { dispatchId, patrolId: 'patrol-1', patrolName: '巡查组', finding: 'confirmed', photos: 1 },
    });

    const path = `/api/v1/dispatches/${dispatchId}/photos/${sha256}`;
    expect((await readProblem(await cloud.read(path))).code).toBe('access.reason-needed');
    const shown = await cloud.read(`${path}?reason=${encodeURIComponent('核查现场')}`);
    expect(Buffer.from(await shown.arrayBuffer()).equals(JPEG)).toBe(true);
    const audited = await database
      .selectFrom('audit_log')
      .select('action')
      .where('subject_id', '=', caseId)
      .orderBy('audit_number')
      .execute();
    expect(audited.map(({ action }) => action)).toEqual([...Array<string>(6).fill('case.step'), 'original.read']);
  });

  test('with least to do is sent; one at a time for a case, none to a closed one, none that does not go there', async () => {
    const [one, two] = [await open(), await open()];
    const first = await dispatchTo(one);
    const second = await dispatchTo(two);
    expect(new Set([first.patrolId, second.patrolId])).toEqual(new Set(['patrol-1', 'patrol-2']));
    const send2 = async (caseId: string, to: object) =>
      (await readProblem(await send('POST', `/api/v1/cases/${caseId}/dispatches`, to))).code;
    expect(await send2(one, { grid: GRID })).toBe('dispatch.under-way');
    expect((await step(first.dispatchId, 1, { step: 'withdraw', note: '派错了' })).status).toBe(201);
    expect(await send2(one, { grid: '330106001002999' })).toBe('dispatch.no-patrol');
    expect(await send2(one, { patrolId: 'patrol-1', grid: '330106001002004' })).toBe('dispatch.no-patrol');
    expect(await send2(one, {})).toBe('request.invalid');
    expect((await dispatchTo(one, { patrolId: 'patrol-2' })).patrolId).toBe('patrol-2');
    const closed = await open();
    await database.updateTable('cases').set({ state: 'accepted' }).where('case_id', '=', closed).execute();
    expect(await send2(closed, { grid: GRID })).toBe('case.step-not-allowed');
    expect(await send2('LP-20260101-999999', { grid: GRID })).toBe('case.not-found');
  });

  test('is told what does not do', async () => {
    const { dispatchId } = await dispatchTo(await open());
    const report = { step: 'report', finding: 'confirmed', note: '属实', photos: ['ab'.repeat(32)] };
    expect((await readProblem(await step(dispatchId, 1, report))).code).toBe('dispatch.photo-missing');
    expect((await readProblem(await step(dispatchId, 1, { ...report, photos: [] }))).code).toBe('request.invalid');
    expect((await readProblem(await step(dispatchId, 1, { step: 'close' }))).detail).toContain(
      'take, report, withdraw',
    );
    expect((await readProblem(await step(dispatchId, 9, { step: 'take' }))).code).toBe('dispatch.changed');
    expect((await readProblem(await step(999_999, 1, { step: 'take' }))).code).toBe('dispatch.not-found');
    const photos = `/api/v1/dispatches/${dispatchId}/photos`;
    expect((await readProblem(await send('POST', photos, Buffer.from('no picture')))).code).toBe(
      'dispatch.photo-invalid',
    );
    expect((await readProblem(await send('POST', photos, { a: 1 }))).code).toBe('request.media-type');
  });

  test('whose time is over stands among those that are late, and several who decide at a time are told apart', async () => {
    const { dispatchId } = await dispatchTo(await open());
    const late = async () => DispatchPage.parse(await (await cloud.read('/api/v1/dispatches?overdue=true')).json());
    clock.advance(31 * MINUTE_MS);
    expect((await late()).dispatches.find((one) => one.dispatchId === dispatchId)?.isOverdue).toBe(true);
    const responses = await Promise.all(Array.from({ length: 6 }, () => step(dispatchId, 1, { step: 'take' })));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412, 412, 412]);
    expect((await late()).dispatches.map((one) => one.dispatchId)).not.toContain(dispatchId);
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = DispatchPage.parse(await (await cloud.read(`/api/v1/dispatches?limit=2${query}`)).json());
      seen.push(...page.dispatches.map((one) => one.dispatchId));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
  });
});
