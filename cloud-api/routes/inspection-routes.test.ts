import { DispatchDetail } from '@lamppost/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Inspection, InspectionPage } from '../inspections/inspection.js';
import { readProblem } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { TestPerson } from '../testing/test-people.js';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from('what was seen on site'.repeat(40))]);
const HOUR_MS = 3_600_000;
const AT_MS = Date.parse('2026-06-01T01:00:00Z');

let desk: TestDesk;
let chengguan: TestPerson;
let ecology: TestPerson;
let supervisor: TestPerson;
/** Each test has a street of its own, kilometres from the others. */
let street = 0;

beforeAll(async () => {
  desk = await startTestDesk();
  await desk.addBureaus('chengguan', 'ecology', 'police');
  chengguan = await desk.people.make(['officer'], { bureauId: 'chengguan' });
  ecology = await desk.people.make(['officer'], { bureauId: 'ecology' });
  supervisor = await desk.people.make(['supervisor']);
  const patrol = { name: '一队', bureauId: 'chengguan', grids: [] };
  expect((await desk.send('/api/v1/patrols/patrol-1', patrol, null, undefined, 'PUT')).status).toBe(200);
});
afterAll(async () => {
  await desk.close();
});

function newStreet(): void {
  street += 1;
}
/** A case so many metres along the street of the test. */
async function openAt(metres: number, bureauId: string | null, options: Parameters<TestDesk['open']>[0] = {}) {
  const place = { lng: 120 + street * 0.05, lat: 30 + metres / 111_195 };
  const caseId = await desk.open({ sourceId: `camera-${street}-${Math.round(metres)}`, place, ...options });
  await desk.database.updateTable('cases').set({ bureau_id: bureauId }).where('case_id', '=', caseId).execute();
  return caseId;
}
async function look(): Promise<Inspection[]> {
  const found = await supervisor.ask('POST', '/api/v1/inspections');
  if (found.status !== 200) throw new Error(await found.text());
  const page = await supervisor.ask('GET', '/api/v1/inspections?state=proposed&limit=100');
  return InspectionPage.parse(await page.json()).inspections;
}
async function proposalOf(caseId: string): Promise<Inspection> {
  const found = (await look()).find(({ cases }) => cases.some((one) => one.caseId === caseId));
  if (found === undefined) throw new Error(`nothing was proposed for ${caseId}`);
  return found;
}
async function step(by: TestPerson, { inspectionId, version }: Inspection, said: object): Promise<Response> {
  return await by.ask('POST', `/api/v1/inspections/${inspectionId}/steps`, said, { 'if-match': `"v${version}"` });
}
async function taken(response: Response): Promise<Inspection> {
  if (response.status !== 201) throw new Error(await response.text());
  return Inspection.parse(await response.json());
}
const idsOf = ({ cases }: Inspection) => cases.map(({ caseId }) => caseId);
const accept = { step: 'accept', patrolId: 'patrol-1', atMs: AT_MS };

test('cases of several bureaus at one place are one visit, whose results come back to each case', async () => {
  newStreet();
  const stall = await openAt(0, 'chengguan', { matter: 'stall' });
  const burning = await openAt(30, 'ecology', { matter: 'burning' });
  const far = await openAt(400, 'ecology', { matter: 'dust' });
  const proposal = await proposalOf(stall);
  expect(idsOf(proposal)).toEqual([stall, burning]);
  expect(idsOf(proposal)).not.toContain(far);
  expect(proposal).toMatchObject({ kind: 'place', state: 'proposed' });
  expect(proposal.zh).toContain(`2 件在办线索`);
  expect(proposal.zh).toContain(`${burning} 露天焚烧 (ecology)`);
  expect(proposal.en).toContain('of 2 bureaus');
  expect((await look()).filter((one) => idsOf(one).includes(stall))).toHaveLength(1);

  const planned = await taken(await step(chengguan, proposal, accept));
  expect(planned).toMatchObject({ state: 'planned', atMs: AT_MS, patrolId: 'patrol-1', version: 2 });
  expect(planned.cases.map(({ consent }) => consent)).toEqual(['joined', 'asked']);
  expect((await chengguan.ask('GET', `/api/v1/cases/${burning}`)).status).toBe(404);
  expect(await look()).not.toContainEqual(expect.objectContaining({ inspectionId: planned.inspectionId }));

  const both = await taken(await step(ecology, planned, { step: 'join' }));
  expect(both.cases.map(({ consent }) => consent)).toEqual(['joined', 'joined']);
  // While it is on the way, the bureau that visits may read the case of the other.
  expect((await chengguan.ask('GET', `/api/v1/cases/${burning}`)).status).toBe(200);
  for (const { dispatchId } of both.cases) {
    const path = `/api/v1/dispatches/${dispatchId ?? 0}`;
    const before = DispatchDetail.parse(await (await chengguan.ask('GET', path)).json());
    expect(before.dueAtMs).toBe(AT_MS + HOUR_MS / 2);
    const photo = await chengguan.ask('POST', `${path}/photos`, JPEG, {
      'content-type': 'image/jpeg',
    });
    const { sha256 } = z.object({ sha256: z.string() }).parse(await photo.json());
    const report = { step: 'report', finding: 'confirmed', note: '现场属实', photos: [sha256] };
    expect((await chengguan.ask('POST', `${path}/steps`, report, { 'if-match': '"v1"' })).status).toBe(201);
    expect((await supervisor.ask('POST', `${path}/steps`, { step: 'close' }, { 'if-match': '"v2"' })).status).toBe(201);
  }
  const done = Inspection.parse(await (await ecology.ask('GET', `/api/v1/inspections/${both.inspectionId}`)).json());
  expect(done.state).toBe('done');
  expect(done.cases.map(({ finding, dispatchState }) => `${finding ?? ''} ${dispatchState ?? ''}`)).toEqual([
    'confirmed closed',
    'confirmed closed',
  ]);
  expect((await chengguan.ask('GET', `/api/v1/cases/${burning}`)).status).toBe(404);
  expect((await desk.read(burning)).acts.map(({ act }) => act)).toEqual([
    ...['visit.accept', 'dispatch.send', 'visit.join', 'dispatch.report', 'dispatch.close'],
  ]);
});

test('cases of one vehicle at different places are one visit, which tells no plate', async () => {
  newStreet();
  const first = await openAt(0, 'police', { plate: '浙A12345' });
  const second = await openAt(3_000, 'police', { plate: '浙A12345' });
  const proposal = await proposalOf(first);
  expect(proposal).toMatchObject({ kind: 'plate' });
  expect(idsOf(proposal)).toEqual([first, second]);
  expect(`${proposal.zh}${proposal.en}`).not.toContain('12345');
  expect((await readProblem(await chengguan.ask('GET', `/api/v1/inspections/${proposal.inspectionId}`))).code).toBe(
    'inspection.not-found',
  );
});

test('what was declined is not proposed again for the same cases or some of them, and is with one more', async () => {
  newStreet();
  const cases = [await openAt(0, 'chengguan'), await openAt(10, 'chengguan'), await openAt(20, 'chengguan')];
  const proposal = await proposalOf(cases[0] ?? '');
  expect((await readProblem(await step(chengguan, proposal, { step: 'decline' }))).code).toBe('request.invalid');
  const declined = await taken(await step(chengguan, proposal, { step: 'decline', note: '昨天刚检查过' }));
  expect(declined).toMatchObject({ state: 'declined', reason: '昨天刚检查过' });
  const isProposed = async () => (await look()).some((one) => idsOf(one).some((caseId) => cases.includes(caseId)));
  expect(await isProposed()).toBe(false);
  await desk.database
    .updateTable('cases')
    .set({ state: 'accepted' })
    .where('case_id', '=', cases[2] ?? '')
    .execute();
  expect(await isProposed()).toBe(false);
  const one = await openAt(25, 'chengguan');
  expect(idsOf(await proposalOf(one))).toEqual([cases[0], cases[1], one]);
});

test('a proposal whose cases change is replaced; of several who decide one wins; a planned visit is called off', async () => {
  newStreet();
  const cases = [await openAt(0, 'chengguan'), await openAt(10, 'chengguan')];
  const before = await proposalOf(cases[0] ?? '');
  cases.push(await openAt(15, 'ecology'));
  const proposal = await proposalOf(cases[0] ?? '');
  expect(idsOf(proposal)).toEqual(cases);
  const stale = Inspection.parse(
    await (await supervisor.ask('GET', `/api/v1/inspections/${before.inspectionId}`)).json(),
  );
  expect(stale.state).toBe('stale');

  expect((await readProblem(await step(ecology, proposal, accept))).code).toBe('dispatch.no-patrol');
  expect((await readProblem(await step(chengguan, proposal, { ...accept, patrolId: 'nobody' }))).code).toBe(
    'dispatch.no-patrol',
  );
  const responses = await Promise.all(Array.from({ length: 4 }, () => step(supervisor, proposal, accept)));
  expect(responses.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412]);
  const planned = Inspection.parse(await responses.find(({ status }) => status === 201)?.json());
  // Somebody of the whole town speaks for all bureaus.
  expect(planned.cases.map(({ consent }) => consent)).toEqual(['joined', 'joined', 'joined']);
  expect((await readProblem(await step(ecology, planned, { step: 'join' }))).code).toBe('inspection.not-asked');
  expect((await readProblem(await step(chengguan, planned, accept))).code).toBe('inspection.step-not-allowed');
  const off = await taken(await step(chengguan, planned, { step: 'cancel', note: '暴雨' }));
  expect(off).toMatchObject({ state: 'cancelled', reason: '暴雨' });
  expect(new Set(off.cases.map(({ dispatchState }) => dispatchState))).toEqual(new Set(['withdrawn']));
  expect(idsOf(await proposalOf(cases[0] ?? ''))).toEqual(cases);
});

test('a bureau may stay out of a visit, and says why', async () => {
  newStreet();
  const mine = await openAt(0, 'chengguan');
  const theirs = await openAt(10, 'ecology');
  const planned = await taken(await step(chengguan, await proposalOf(mine), accept));
  const out = await taken(await step(ecology, planned, { step: 'stay-out', note: '已另行安排' }));
  expect(out.cases.find(({ caseId }) => caseId === theirs)).toMatchObject({
    consent: 'out',
    reason: '已另行安排',
    dispatchId: null,
  });
  const auditor = await desk.people.make(['auditor']);
  expect((await auditor.ask('POST', '/api/v1/inspections')).status).toBe(403);
});
