import { CaseAlarmPage } from '@lamppost/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sweepDeadlines } from '../cases/deadlines/sweep-deadlines.js';
import { DEFAULT_DESK_SETTINGS, DeskSettings } from '../cases/settings/desk-settings.js';
import { LabelledViolation } from '../cases/verdicts/list-verdicts.js';
import { PrecisionPage } from '../cases/verdicts/precision.js';
import { systemClock } from '../clock.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { databaseUrl, readProblem, startReplica, type TestCloud } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { ViolationOptions } from '../testing/verified-violation.js';

const DAY_MS = 86_400_000;

let desk: TestDesk;
let cloud: TestCloud;
/** Another replica on the same database. */
let other: TestCloud;
let database: CloudDatabase;
const open = async (options: Partial<ViolationOptions> = {}) => await desk.open(options);
const read = async (caseId: string) => await desk.read(caseId);
const walk = async (caseId: string, ...steps: readonly object[]) => await desk.walk(caseId, ...steps);
const send = async (path: string, body: unknown, ifMatch: string | null, url?: string, method?: string) =>
  await desk.send(path, body, ifMatch, url, method);

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
    const logged = await database
      .selectFrom('audit_log')
      .select('audit_number')
      .where('action', '=', 'desk.change')
      .execute();
    expect(logged).toHaveLength(1);

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

    const headers = { authorization: `Bearer ${await desk.gateway.signToken()}` };
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

    // Those who are limited to a bureau see what came of its cases alone.
    await desk.addBureaus('chengguan', 'police');
    const theirs = database.selectFrom('case_violations').select('case_id').where('violation_id', '=', right);
    await database.updateTable('cases').set({ bureau_id: 'chengguan' }).where('case_id', 'in', theirs).execute();
    for (const [bureauId, expected] of [
      ['chengguan', [right]],
      ['police', []],
    ] as const) {
      const person = await desk.people.make(['reviewer'], { bureauId });
      const ownLabels = await person.ask('GET', '/api/v1/verdicts?gatewayId=pole-001');
      const ids = z.array(LabelledViolation).parse(await ownLabels.json());
      expect(ids.map(({ violationId }) => violationId)).toEqual(expected);
      const { rules } = PrecisionPage.parse(await (await person.ask('GET', '/api/v1/precision')).json());
      expect(rules.map(({ precision }) => precision.count)).toEqual(expected.map(() => 1));
    }
  });
});
