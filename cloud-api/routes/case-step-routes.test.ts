import { join } from 'node:path';
import { CaseAlarmPage, CaseDetail, CasePage, CaseStep } from '@lamppost/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sweepDeadlines } from '../cases/deadlines/sweep-deadlines.js';
import { openCase } from '../cases/open-case.js';
import { DEFAULT_DESK_SETTINGS, DeskSettings } from '../cases/settings/desk-settings.js';
import { LabelledViolation } from '../cases/verdicts/list-verdicts.js';
import { PrecisionPage } from '../cases/verdicts/precision.js';
import { systemClock } from '../clock.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { openReceiptSigner } from '../ingest/receipt-signer.js';
import { createFakeClock } from '../testing/fake-clock.js';
import type { TestGateway } from '../testing/sealed-package.js';
import { databaseUrl, readProblem, startTestCloud, TEST_ACCESS_CODE, type TestCloud } from '../testing/test-cloud.js';
import { verifiedViolation, type ViolationOptions } from '../testing/verified-violation.js';

const DAY_MS = 86_400_000;
const TakenStep = z.object({ step: CaseStep, allowedSteps: z.array(z.string()) });

let cloud: TestCloud;
/** Another replica on the same database. */
let other: TestCloud;
let database: CloudDatabase;
let gateway: TestGateway;
let sequence = 1;
let atMs = Date.parse('2026-01-01T00:00:00Z');

beforeAll(async () => {
  cloud = await startTestCloud();
  other = await startTestCloud({ databaseUrl: databaseUrl(cloud) });
  database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
  gateway = await cloud.enrol('pole-001');
});
afterAll(async () => {
  await database.destroy();
  await other.close();
  other.remove();
  await cloud.close();
  cloud.remove();
});

/** Opens a case of its own: each happens days after the one before. */
async function open(options: Partial<ViolationOptions> = {}): Promise<string> {
  sequence += 1;
  atMs += 2 * DAY_MS;
  const signer = openReceiptSigner(join(cloud.dataFolder, 'keys'));
  const verified = verifiedViolation(gateway, sequence, { atMs, ...options });
  const opened = await openCase({ database, clock: systemClock, signer }, verified);
  return opened.receipt.receipt.caseId;
}

async function send(path: string, body: unknown, ifMatch: string | null, url = cloud.url, method = 'POST') {
  return await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TEST_ACCESS_CODE}`,
      'content-type': 'application/json',
      ...(ifMatch === null ? {} : { 'if-match': ifMatch }),
    },
    body: JSON.stringify(body),
  });
}

async function read(caseId: string): Promise<CaseDetail> {
  return CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${caseId}`)).json());
}

/** Takes steps one after the other, each with the tag of the one before. */
async function walk(caseId: string, ...steps: readonly object[]): Promise<CaseStep[]> {
  const taken: CaseStep[] = [];
  let tag = `"v${(await read(caseId)).version}"`;
  for (const step of steps) {
    const response = await send(`/api/v1/cases/${caseId}/steps`, step, tag);
    if (response.status !== 201) throw new Error(await response.text());
    tag = response.headers.get('etag') ?? '';
    taken.push(TakenStep.parse(await response.json()).step);
  }
  return taken;
}

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

describe('deadlines', () => {
  test('are told once by however many replicas, go up to the supervisor, and end a review where that is wanted', async () => {
    const tag = (await cloud.read('/api/v1/desk/settings')).headers.get('etag');
    const settings: DeskSettings = {
      ...DEFAULT_DESK_SETTINGS,
      deadlines: {
        ...DEFAULT_DESK_SETTINGS.deadlines,
        review: { days: 5, remindBefore: 1, escalateAfter: 2, expireAfter: 10 },
      },
    };
    const changed = await send('/api/v1/desk/settings', settings, tag, cloud.url, 'PUT');
    expect(changed.status).toBe(200);
    const late = await send('/api/v1/desk/settings', settings, tag, other.url, 'PUT');
    expect((await readProblem(late)).code).toBe('desk.settings-changed');
    const wrong = { ...settings, calendar: { daysOff: ['soon'], workdays: [] } };
    expect((await readProblem(await send('/api/v1/desk/settings', wrong, '"v1"', cloud.url, 'PUT'))).code).toBe(
      'request.invalid',
    );
    expect(DeskSettings.parse(await (await other.read('/api/v1/desk/settings')).json())).toEqual(settings);

    const [caseId, taken] = [await open(), await open()];
    await walk(taken, review, confirm);
    const clock = createFakeClock(systemClock.nowMs());
    const kinds = async () => {
      const rows = await database
        .selectFrom('case_alarms')
        .select('kind')
        .where('case_id', '=', caseId)
        .orderBy('alarm_number')
        .execute();
      return rows.map(({ kind }) => kind);
    };
    const second = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
    const told: number[] = [];
    try {
      for (let day = 0; day < 40; day += 1) {
        clock.advance(DAY_MS);
        await Promise.all([sweepDeadlines({ database, clock }), sweepDeadlines({ database: second, clock })]);
        told.push((await kinds()).length);
      }
    } finally {
      await second.destroy();
    }
    expect(await kinds()).toEqual(['soon', 'overdue', 'escalated', 'expired']);
    expect(told[0]).toBe(0);
    const detail = await read(caseId);
    expect(detail).toMatchObject({ state: 'expired', deadline: null });
    expect(detail.steps.at(-1)).toMatchObject({ step: 'expire', accountId: null, displayName: 'lamppost' });
    expect(detail.allowedSteps).toEqual(['reopen']);
    expect((await read(taken)).state).toBe('confirmed');

    const pages: CaseAlarmPage['alarms'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = CaseAlarmPage.parse(await (await cloud.read(`/api/v1/alarms?limit=3${query}`)).json());
      pages.push(...page.alarms);
      cursor = page.nextCursor;
    }
    expect(pages.filter((alarm) => alarm.caseId === caseId).map(({ kind }) => kind)).toEqual([
      'expired',
      'escalated',
      'overdue',
      'soon',
    ]);
    expect(pages.filter((alarm) => alarm.caseId === taken).map(({ clock: of }) => of)).toContain('transfer');
    const expired = CaseAlarmPage.parse(await (await cloud.read('/api/v1/alarms?kind=expired')).json());
    expect(new Set(expired.alarms.map(({ kind }) => kind))).toEqual(new Set(['expired']));

    await walk(caseId, { step: 'reopen', note: '群众反映，重新核实' });
    expect((await read(caseId)).deadline?.clock).toBe('review');
  });

  test('a record that the law wants deleted has one', async () => {
    const caseId = await open();
    await walk(caseId, review, { step: 'reject', reason: 'emergency-duty' });
    expect((await read(caseId)).deadline?.clock).toBe('erasure');
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

describe('what people made of it', () => {
  const rulesBefore = { name: 'rules.yaml', sha256: 'a1'.repeat(32), version: '2026-03' };
  const rulesAfter = { name: 'rules.yaml', sha256: 'b2'.repeat(32), version: '2026-04' };

  test('comes back as the precision of each rule version at each camera, and as labels to try rules with', async () => {
    const decide = async (options: Partial<ViolationOptions>, ...steps: readonly object[]) => {
      const caseId = await open({ sourceId: 'camera-9', ...options });
      await walk(caseId, ...steps);
      const row = await database
        .selectFrom('case_violations')
        .select('violation_id')
        .where('case_id', '=', caseId)
        .executeTakeFirstOrThrow();
      return row.violation_id;
    };
    const right = await decide({ rules: rulesBefore }, review, confirm);
    const settled = await decide({ rules: rulesBefore }, review, { step: 'correct', note: '已劝离' });
    const wrong = await decide({ rules: rulesBefore }, review, { step: 'reject', reason: 'false-detection' });
    await decide({ rules: rulesBefore }, review, { step: 'reject', reason: 'emergency-duty' });
    await decide({ rules: rulesBefore }, review);
    const better = await decide({ rules: rulesAfter }, review, confirm);

    const path = '/api/v1/precision?gatewayId=pole-001&limit=1';
    const rows: PrecisionPage['rules'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = PrecisionPage.parse(await (await cloud.read(`${path}${query}`)).json());
      rows.push(...page.rules);
      cursor = page.nextCursor;
    }
    const [before, after, ...rest] = rows.filter(({ sourceId }) => sourceId === 'camera-9');
    expect(rest).toEqual([]);
    expect(before).toMatchObject({
      ruleId: 'no-parking',
      rules: { sha256: rulesBefore.sha256, version: '2026-03' },
      verdicts: { confirmed: 2, rejected: 1, excused: 1, open: 1 },
      precision: { count: 2, of: 3 },
    });
    expect(before?.precision.interval?.low).toBeCloseTo(0.2077, 4);
    expect(after).toMatchObject({ rules: { version: '2026-04' }, precision: { count: 1, of: 1 } });
    expect((await readProblem(await cloud.read('/api/v1/precision?cursor=abc'))).code).toBe('request.invalid');

    const headers = { authorization: `Bearer ${await gateway.signToken()}` };
    const own = await fetch(`${cloud.url}/api/v1/gateways/precision?matter=parking`, { headers });
    expect(PrecisionPage.parse(await own.json()).rules.map(({ gatewayId }) => gatewayId)).not.toContain('pole-002');

    const labels: LabelledViolation[] = [];
    for (let next: string | null = '/api/v1/gateways/verdicts?limit=2'; next !== null;) {
      const response: Response = await fetch(`${cloud.url}${next}`, { headers });
      labels.push(...z.array(LabelledViolation).parse(await response.json()));
      next = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    }
    const verdictOn = (violationId: string) => labels.find((label) => label.violationId === violationId);
    expect(verdictOn(right)).toEqual({ violationId: right, verdict: 'confirmed' });
    expect(verdictOn(settled)?.verdict).toBe('confirmed');
    expect(verdictOn(wrong)).toEqual({ violationId: wrong, verdict: 'rejected', reason: 'false-detection' });
    expect(verdictOn(better)?.verdict).toBe('confirmed');
    expect(new Set(labels.map(({ violationId }) => violationId)).size).toBe(labels.length);
    const asked = await cloud.read('/api/v1/verdicts?gatewayId=pole-001&limit=10000');
    expect(await asked.json()).toEqual(labels);
  });
});
