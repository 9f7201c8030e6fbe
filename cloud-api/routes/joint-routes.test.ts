import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAlarms } from '../cases/deadlines/list-alarms.js';
import { CaseSupport, SupportPage } from '../joint/support.js';
import { sweepSupports } from '../joint/sweep-supports.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { readProblem } from '../testing/test-cloud.js';
import { REVIEWED, startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { TestPerson } from '../testing/test-people.js';

const DAY_MS = 86_400_000;
/** A Monday in Beijing. */
const START_MS = Date.parse('2026-03-02T02:00:00Z');

let desk: TestDesk;
let lead: TestPerson;
let ecology: TestPerson;
let police: TestPerson;

beforeAll(async () => {
  desk = await startTestDesk();
  await desk.addBureaus('chengguan', 'ecology', 'police');
  lead = await desk.people.make(['officer'], { bureauId: 'chengguan' });
  ecology = await desk.people.make(['officer'], { bureauId: 'ecology' });
  police = await desk.people.make(['officer'], { bureauId: 'police' });
});
afterAll(async () => {
  await desk.close();
});

/** A case that chengguan took over. */
async function openLed(): Promise<string> {
  const caseId = await desk.open({ matter: 'burning' });
  await desk.walk(caseId, ...REVIEWED, { step: 'transfer', bureauId: 'chengguan' }, { step: 'accept' });
  return caseId;
}
async function invite(caseId: string, bureauId = 'ecology', by = lead): Promise<Response> {
  return await by.ask('POST', `/api/v1/cases/${caseId}/supports`, { bureauId, question: '请认定焚烧物是否属于垃圾' });
}
async function invited(caseId: string, bureauId?: string): Promise<CaseSupport> {
  const response = await invite(caseId, bureauId);
  if (response.status !== 201) throw new Error(await response.text());
  return CaseSupport.parse(await response.json());
}
async function step(by: TestPerson, { supportId, version }: CaseSupport, said: object): Promise<Response> {
  return await by.ask('POST', `/api/v1/supports/${supportId}/steps`, said, { 'if-match': `"v${version}"` });
}
async function taken(response: Response): Promise<CaseSupport> {
  if (response.status !== 201) throw new Error(await response.text());
  return CaseSupport.parse(await response.json());
}
const statusOf = async (by: TestPerson, caseId: string) => (await by.ask('GET', `/api/v1/cases/${caseId}`)).status;
const still = (caseId: string) => `/api/v1/cases/${caseId}/files/still-1.jpg?reason=joint`;

describe('a supporting bureau', () => {
  test('sees the case while it supports it, says what it found, and the lead decides', async () => {
    const caseId = await openLed();
    expect(await statusOf(ecology, caseId)).toBe(404);
    const asked = await invited(caseId);
    expect(asked).toMatchObject({ state: 'invited', leadBureauId: 'chengguan', deadline: { clock: 'support' } });
    // Asked, it may read the case; what shows everyone uninvolved opens once it takes part.
    expect(await statusOf(ecology, caseId)).toBe(200);
    expect((await ecology.ask('GET', still(caseId))).status).toBe(403);
    const accepted = await taken(await step(ecology, asked, { step: 'accept' }));
    expect(accepted).toMatchObject({ state: 'accepted', version: 2, deadline: { clock: 'opinion' } });
    expect((await ecology.ask('GET', `/api/v1/cases/${caseId}/coordination`)).status).toBe(200);
    // The bytes of made-up packages are in no store: that it got so far shows that it was let in.
    expect((await ecology.ask('GET', still(caseId))).status).toBe(500);
    expect((await desk.read(caseId)).supporterIds).toEqual(['ecology']);

    // It supports, and decides nothing.
    const refused = await ecology.ask(
      'POST',
      `/api/v1/cases/${caseId}/steps`,
      { step: 'reopen', note: 'x' },
      { 'if-match': `"v${(await desk.read(caseId)).version}"` },
    );
    expect((await readProblem(refused)).code).toBe('access.not-allowed');
    const words = '经勘查，焚烧物为生活垃圾';
    const said = await taken(await step(ecology, accepted, { step: 'opine', kind: 'finding', words }));
    expect(said).toMatchObject({ deadline: null, opinions: [{ kind: 'finding', words }] });
    const decision = await lead.ask('POST', `/api/v1/cases/${caseId}/supports/decision`, {
      words: '按生活垃圾焚烧处理',
    });
    expect(CaseSupport.array().parse(await decision.json())).toMatchObject([{ state: 'ended', opinions: [{ words }] }]);
    expect(await statusOf(ecology, caseId)).toBe(404);
    expect((await readProblem(await step(ecology, said, { step: 'accept' }))).code).toBe('joint.changed');

    const { acts } = await desk.read(caseId);
    expect(acts.map(({ act }) => act)).toEqual(['joint.invite', 'joint.accept', 'joint.opine', 'joint.decide']);
    expect(acts[2]).toMatchObject({ bureauId: 'ecology', note: words, accountId: ecology.accountId });
    const audited = await desk.database
      .selectFrom('audit_log')
      .select('action')
      .where('subject_id', '=', caseId)
      .where('action', 'like', 'joint.%')
      .orderBy('audit_number')
      .execute();
    expect(audited.map(({ action }) => action)).toEqual(['joint.invite', 'joint.step', 'joint.step', 'joint.decide']);
  });

  test('that refuses says why, and sees the case no longer; it can be asked again', async () => {
    const caseId = await openLed();
    const asked = await invited(caseId);
    expect((await readProblem(await step(ecology, asked, { step: 'refuse' }))).code).toBe('request.invalid');
    const refused = await taken(await step(ecology, asked, { step: 'refuse', note: '不属于本局职责' }));
    expect(refused).toMatchObject({ state: 'refused', answer: '不属于本局职责', deadline: null });
    expect(await statusOf(ecology, caseId)).toBe(404);
    const again = await invited(caseId);
    expect(again.supportId).not.toBe(asked.supportId);
    await taken(await step(lead, again, { step: 'withdraw', note: '已不需要' }));
    expect(await statusOf(ecology, caseId)).toBe(404);
  });

  test.each([
    ['transfer', [...REVIEWED], { step: 'transfer', bureauId: 'police' }],
    ['reject', [{ step: 'begin-review' }], { step: 'reject', reason: 'false-detection' }],
    ['correct', [...REVIEWED], { step: 'correct', note: '已当场改正' }],
  ])('is let go when the case goes away by %s', async (name, before, last) => {
    const caseId = await desk.open();
    await desk.database.updateTable('cases').set({ bureau_id: 'chengguan' }).where('case_id', '=', caseId).execute();
    await desk.walk(caseId, ...before);
    const asked = await invited(caseId);
    await taken(await step(ecology, asked, { step: 'accept' }));
    await desk.walk(caseId, last);
    expect(await statusOf(ecology, caseId)).toBe(404);
    const { acts } = await desk.read(caseId);
    expect(acts.at(-1)).toMatchObject({ act: 'joint.end', what: { because: name, bureauIds: ['ecology'] } });
  });
});

test('only the lead asks, once each, about a case that is worked on; only the bureau that was asked answers', async () => {
  const caseId = await openLed();
  expect((await readProblem(await invite(caseId, 'police', ecology))).code).toBe('case.not-found');
  expect((await readProblem(await invite(caseId, 'chengguan'))).code).toBe('joint.already-asked');
  expect((await readProblem(await invite(caseId, 'nobody'))).code).toBe('bureau.not-found');
  const both = await Promise.all([invite(caseId), invite(caseId)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const asked = CaseSupport.parse(await both.find(({ status }) => status === 201)?.json());
  expect((await readProblem(await step(lead, asked, { step: 'accept' }))).code).toBe('access.not-allowed');
  expect((await readProblem(await step(police, asked, { step: 'accept' }))).code).toBe('joint.not-found');
  expect((await readProblem(await step(ecology, asked, { step: 'withdraw', note: '不想参加' }))).code).toBe(
    'access.not-allowed',
  );
  const opinion = { step: 'opine', kind: 'agrees', words: '同意处理意见' };
  expect((await readProblem(await step(ecology, asked, opinion))).code).toBe('joint.step-not-allowed');
  expect(
    (await readProblem(await ecology.ask('POST', `/api/v1/supports/${asked.supportId}/steps`, opinion))).code,
  ).toBe('request.version-needed');
  const untouched = await desk.open();
  expect(
    (
      await readProblem(
        await desk.send(`/api/v1/cases/${untouched}/supports`, { bureauId: 'police', question: '请协助' }),
      )
    ).code,
  ).toBe('joint.no-lead');
  await desk.database.updateTable('cases').set({ bureau_id: 'chengguan' }).where('case_id', '=', untouched).execute();
  expect((await readProblem(await invite(untouched))).code).toBe('joint.not-now');
  const nobody = await lead.ask('POST', `/api/v1/cases/${untouched}/supports/decision`, { words: '不需要协办' });
  expect((await readProblem(nobody)).code).toBe('joint.nobody');
  expect(
    (await readProblem(await lead.ask('POST', '/api/v1/supports/999999/steps', opinion, { 'if-match': '"v1"' }))).code,
  ).toBe('joint.not-found');
});

test('its list holds what a bureau gives and asked for, and nothing of others', async () => {
  const mine = async (by: TestPerson, query: string) =>
    SupportPage.parse(await (await by.ask('GET', `/api/v1/supports?${query}`)).json());
  const seen: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: SupportPage = await mine(lead, `limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.supports.map(({ supportId }) => supportId));
    cursor = page.nextCursor;
  }
  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
  expect((await mine(police, '')).supports).toEqual([]);
  const states = (await mine(ecology, 'state=ended')).supports.map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(['ended']));
});

test('a bureau that stays silent is reminded, and the supervisor of the lead is told, each once', async () => {
  const caseId = await openLed();
  const asked = await invited(caseId);
  await desk.database
    .updateTable('case_supports')
    .set({ clock_started_at_ms: START_MS, due_at_ms: START_MS + 3 * DAY_MS, next_alarm_at_ms: START_MS + 2 * DAY_MS })
    .where('support_id', '=', asked.supportId)
    .execute();
  const clock = createFakeClock(START_MS);
  const { database } = desk;
  for (let day = 0; day < 14; day += 1) {
    clock.advance(DAY_MS);
    await Promise.all([sweepSupports({ database, clock }), sweepSupports({ database, clock })]);
  }
  const scope = { bureauId: null, areaIds: null };
  const { alarms } = await listAlarms(database, { limit: 100, before: null, kind: undefined, scope });
  const told = alarms.filter(({ supportId }) => supportId === asked.supportId).reverse();
  expect(told.map(({ kind, clock: of, bureauId }) => `${kind} ${of} ${bureauId ?? ''}`)).toEqual([
    'soon support ecology',
    'overdue support ecology',
    'escalated support chengguan',
  ]);
  expect((await desk.read(caseId)).acts).toHaveLength(1);
});
