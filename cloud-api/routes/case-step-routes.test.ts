import { CasePage } from '@lamppost/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MergeTargets } from '../cases/joining/find-merge-targets.js';
import type { CloudDatabase } from '../database/open-database.js';
import { readProblem, startReplica, type TestCloud } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { ViolationOptions } from '../testing/verified-violation.js';

let desk: TestDesk;
let cloud: TestCloud;
/** Another replica on the same database. */
let other: TestCloud;
let database: CloudDatabase;
const open = async (options: Partial<ViolationOptions> = {}) => await desk.open(options);
const read = async (caseId: string) => await desk.read(caseId);
const walk = async (caseId: string, ...steps: readonly object[]) => await desk.walk(caseId, ...steps);
const send = async (path: string, body: unknown, ifMatch: string | null, url?: string) =>
  await desk.send(path, body, ifMatch, url);

beforeAll(async () => {
  desk = await startTestDesk();
  ({ cloud, database } = desk);
  other = await startReplica(cloud);
});
afterAll(async () => {
  await other.close();
  other.remove();
  await desk.close();
});

const review = { step: 'begin-review' };
const confirm = { step: 'confirm' };

describe('a case', () => {
  test('goes from candidate to accepted, and says who did what from where', async () => {
    const caseId = await open();
    const steps = await walk(
      caseId,
      review,
      { ...confirm, note: '车牌清晰' },
      { step: 'transfer', bureauId: 'traffic' },
      { step: 'return', note: '不属我单位管辖' },
      { step: 'transfer', bureauId: 'city-management' },
      { step: 'accept' },
    );
    expect(steps.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'candidate in_review',
      'in_review confirmed',
      'confirmed transferred',
      'transferred returned',
      'returned transferred',
      'transferred accepted',
    ]);
    const detail = await read(caseId);
    expect(detail).toMatchObject({
      state: 'accepted',
      version: 7,
      bureauId: 'city-management',
      deadline: null,
      allowedSteps: [],
    });
    expect(detail.steps).toEqual(steps);
    expect(detail.steps[1]).toMatchObject({
      accountId: 'access-code',
      note: '车牌清晰',
      client: '127.0.0.1',
      version: 3,
    });
    expect(detail.steps[1]?.requestId).toMatch(/./);
    const audited = await database
      .selectFrom('audit_log')
      .select('entry')
      .where('action', '=', 'case.step')
      .where('subject_id', '=', caseId)
      .execute();
    expect(audited).toHaveLength(6);
  });

  test('the tag of the case takes the step, the version alone does, and none does not', async () => {
    const caseId = await open();
    const response = await cloud.read(`/api/v1/cases/${caseId}`);
    const tag = response.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"v1\./);
    expect((await send(`/api/v1/cases/${caseId}/steps`, review, tag)).status).toBe(201);
    for (const bad of [null, '*', 'v2', '"2"', '"v2", "v1"']) {
      const problem = await readProblem(await send(`/api/v1/cases/${caseId}/steps`, confirm, bad));
      expect(problem.code).toBe('request.version-needed');
    }
    const old = await readProblem(await send(`/api/v1/cases/${caseId}/steps`, confirm, tag));
    expect(old).toMatchObject({ code: 'case.changed', status: 412 });
    expect(old.detail).toContain('in_review by now, in version 2');
    expect((await send(`/api/v1/cases/${caseId}/steps`, confirm, '"v2"')).status).toBe(201);
  });

  test('of many verdicts at two replicas one wins, and the others are told', async () => {
    const caseId = await open();
    await walk(caseId, review);
    const verdicts = [confirm, { step: 'reject', reason: 'false-detection' }, { step: 'put-back' }];
    const responses = await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        send(`/api/v1/cases/${caseId}/steps`, verdicts[index % 3], '"v2"', index % 2 === 0 ? cloud.url : other.url),
      ),
    );
    const codes = responses.map(({ status }) => status).sort();
    expect(codes).toEqual([201, ...Array<number>(11).fill(412)]);
    const detail = await read(caseId);
    expect(detail.version).toBe(3);
    expect(detail.steps).toHaveLength(2);
  });

  test('is told which steps its state allows', async () => {
    const caseId = await open();
    const problem = await readProblem(await send(`/api/v1/cases/${caseId}/steps`, { step: 'accept' }, '"v1"'));
    expect(problem).toMatchObject({ code: 'case.step-not-allowed', status: 409 });
    expect(problem.detail).toContain('it allows begin-review, merge');
    expect((await read(caseId)).version).toBe(1);
  });

  test.each([
    [{ step: 'reject', reason: 'wrong-plate' }, 'stall', 'case.step-incomplete', 'is not one for stall'],
    [{ step: 'reject', reason: 'other' }, 'stall', 'case.step-incomplete', 'give a note'],
    [{ step: 'reject', reason: 'weather' }, 'stall', 'request.invalid', 'reason'],
    [{ step: 'reject' }, 'stall', 'request.invalid', 'reason'],
    [{ step: 'correct' }, 'stall', 'request.invalid', 'note'],
    [{ step: 'correct', note: '   ' }, 'stall', 'request.invalid', 'note'],
    [{ step: 'expire' }, 'stall', 'request.invalid', 'step'],
    [{ step: 'confirm', bureauId: 'traffic' }, 'stall', 'request.invalid', 'bureauId'],
    [{ step: 'merge', intoCaseId: 'LP-20260101-999999' }, 'stall', 'case.step-incomplete', 'there is no case'],
  ] as const)('%o is refused for %s with %s', async (step, matter, code, words) => {
    const caseId = await open({ matter });
    await walk(caseId, review);
    const problem = await readProblem(await send(`/api/v1/cases/${caseId}/steps`, step, '"v2"'));
    expect(problem.code).toBe(code);
    expect(problem.detail).toContain(words);
  });

  test('is merged into another of its matter that is open, and what was merged into it goes along', async () => {
    const [first, second, third, stall] = [await open(), await open(), await open(), await open({ matter: 'stall' })];
    const merge = async (caseId: string, intoCaseId: string, version = 1) =>
      await send(`/api/v1/cases/${caseId}/steps`, { step: 'merge', intoCaseId }, `"v${version}"`);
    expect((await readProblem(await merge(first, first))).detail).toContain('itself');
    expect((await readProblem(await merge(first, stall))).detail).toContain('another matter');
    expect((await merge(first, second)).status).toBe(201);
    expect((await readProblem(await merge(third, first))).detail).toContain(`merge into that one`);
    expect((await merge(second, third)).status).toBe(201);
    expect(await read(first)).toMatchObject({ state: 'merged', mergedInto: third });
    expect((await read(third)).mergedCaseIds).toEqual([first, second]);
    await walk(third, review, confirm);
    const verdicts = await database
      .selectFrom('case_violations')
      .select('verdict')
      .where('case_id', 'in', [first, second, third])
      .execute();
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  test('is told what it may be merged into: of its plate first, then what is near in place and time', async () => {
    const HOUR_MS = 3_600_000;
    const atMs = Date.parse('2027-03-01T08:00:00Z');
    const place = { lng: 119.5, lat: 30.5 };
    const near = async (hours: number, options: Partial<ViolationOptions> = {}) =>
      await open({ atMs: atMs + hours * HOUR_MS, place, sourceId: `camera-${hours}`, ...options });
    const offered = async (caseId: string) => {
      const answer = await cloud.read(`/api/v1/cases/${caseId}/merge-targets`);
      return MergeTargets.parse(await answer.json()).targets;
    };
    const caseId = await near(0, { plate: '浙A55555' });
    const soon = await near(8, { place: { lng: 119.501, lat: 30.5 } });
    const samePlate = await near(20, { plate: '浙A55555', place: { lng: 119.9, lat: 30.9 } });
    await near(2, { matter: 'stall' });
    await near(3, { place: { lng: 119.505, lat: 30.5 } });
    await near(30);
    const rejected = await near(5);
    await walk(rejected, review, { step: 'reject', reason: 'not-an-offence' });
    const merged = await near(-9);
    await walk(merged, { step: 'merge', intoCaseId: soon });
    const [first, second, ...others] = await offered(caseId);
    expect(first).toMatchObject({ caseId: samePlate, hasSamePlate: true });
    expect(second).toMatchObject({ caseId: soon, hasSamePlate: false, distanceM: 96 });
    expect(others).toEqual([]);
    expect((await offered(soon)).map((one) => one.caseId)).toContain(caseId);
    await database.updateTable('cases').set({ area_id: 'canal' }).where('case_id', 'in', [caseId, soon]).execute();
    const reviewer = await desk.people.make(['reviewer'], { areaIds: ['canal'] });
    const own = await (await reviewer.ask('GET', `/api/v1/cases/${caseId}/merge-targets`)).json();
    expect(MergeTargets.parse(own).targets.map((one) => one.caseId)).toEqual([soon]);
    const unknown = await cloud.read('/api/v1/cases/LP-20260101-999999/merge-targets');
    expect((await readProblem(unknown)).code).toBe('case.not-found');
  });

  test('that is merged both ways at one time is merged one way', async () => {
    const [one, two] = [await open(), await open()];
    const responses = await Promise.all([
      send(`/api/v1/cases/${one}/steps`, { step: 'merge', intoCaseId: two }, '"v1"', cloud.url),
      send(`/api/v1/cases/${two}/steps`, { step: 'merge', intoCaseId: one }, '"v1"', other.url),
    ]);
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test('goes to a bureau that is known, once any is', async () => {
    const caseId = await open();
    await walk(caseId, review, confirm);
    const transfer = async (bureauId: string) =>
      await send(`/api/v1/cases/${caseId}/steps`, { step: 'transfer', bureauId }, '"v3"');
    await database
      .insertInto('bureaus')
      .values({ bureau_id: 'ecology', name_zh: '生态环境分局', name_en: null })
      .execute();
    try {
      expect((await readProblem(await transfer('traffic'))).detail).toContain('there is no bureau traffic');
      expect((await transfer('ecology')).status).toBe(201);
    } finally {
      await database.deleteFrom('bureaus').where('bureau_id', '=', 'ecology').execute();
    }
  });

  test('that nobody has, or that is no case, is not found', async () => {
    const problem = await readProblem(await send('/api/v1/cases/LP-20260101-999999/steps', review, '"v1"'));
    expect(problem.code).toBe('case.not-found');
    const without = await fetch(`${cloud.url}/api/v1/cases/LP-20260101-999999/steps`, { method: 'POST' });
    expect((await readProblem(without)).code).toBe('access.sign-in-needed');
  });

  test('its life is told as data', async () => {
    const life = await (await cloud.read('/api/v1/case-life')).json();
    expect(life).toMatchObject({
      states: expect.arrayContaining([{ state: 'returned', isOpen: true, zh: '已退回', en: 'returned' }]) as unknown,
      steps: expect.arrayContaining([expect.objectContaining({ step: 'expire', permission: null })]) as unknown,
      rejectionReasons: expect.arrayContaining([
        expect.objectContaining({ code: 'emergency-duty', deleteWithinDays: 3, matters: ['parking'] }),
      ]) as unknown,
    });
  });
});

describe('the list', () => {
  const list = async (query: string) => CasePage.parse(await (await cloud.read(`/api/v1/cases?${query}`)).json());
  const all = async (query: string) => {
    const found: CasePage['cases'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: CasePage = await list(`${query}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...page.cases);
      cursor = page.nextCursor;
    }
    return found;
  };

  test('is of one state, bureau, severity or deadline, and goes through all once by pages', async () => {
    const grave = await open({ matter: 'burning', severity: 5 });
    const passed = await open();
    await walk(passed, review, confirm, { step: 'transfer', bureauId: 'fire-brigade' });
    const every = await all('sort=newest');
    expect(new Set(every.map(({ caseId }) => caseId)).size).toBe(every.length);
    expect((await all('state=transferred&bureauId=fire-brigade')).map(({ caseId }) => caseId)).toEqual([passed]);
    expect((await all('state=transferred')).length).toBe(every.filter(({ state }) => state === 'transferred').length);
    expect((await all('bureauId=fire-brigade')).map(({ caseId }) => caseId)).toEqual([passed]);
    expect((await all('minSeverity=5')).map(({ caseId }) => caseId)).toEqual([grave]);
    const isOpen = ({ state }: CasePage['cases'][number]) =>
      ['candidate', 'in_review', 'confirmed', 'transferred', 'returned'].includes(state);
    expect((await all('state=open')).length).toBe(every.filter(isOpen).length);
    const bySeverity = (await all('sort=severity')).map(({ severity }) => severity);
    expect(bySeverity).toEqual([...bySeverity].sort((a, b) => b - a));
    expect(bySeverity).toHaveLength(every.filter(isOpen).length);
    const byDue = await all('sort=due');
    const due = byDue.map(({ deadline }) => deadline?.dueAtMs ?? 0);
    expect(due).toEqual([...due].sort((a, b) => a - b));
    const until = due[1] ?? 0;
    expect((await all(`dueBeforeMs=${until}`)).every(({ deadline }) => (deadline?.dueAtMs ?? 0) < until)).toBe(true);
  });

  test.each(['state=lost', 'minSeverity=9', 'sort=age', 'dueBeforeMs=-1', 'colour=red'])(
    '%s is refused',
    async (query) => {
      expect((await readProblem(await cloud.read(`/api/v1/cases?${query}`))).code).toBe('request.invalid');
    },
  );
});
