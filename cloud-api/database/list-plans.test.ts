import { Kysely, PostgresDialect, sql, type CompiledQuery, type Transaction } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { exportAuditOf, listAudit, readAuditHead } from '../audit/read-audit.js';
import { listAlarms } from '../cases/deadlines/list-alarms.js';
import { readSteps } from '../cases/life/read-steps.js';
import { countWaiting } from '../cases/count-waiting.js';
import { CaseFilter, listCases } from '../cases/list-cases.js';
import { listVerdicts } from '../cases/verdicts/list-verdicts.js';
import { findMergeTargets } from '../cases/joining/find-merge-targets.js';
import { readStandings } from '../cases/read-standing.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import { readActs } from '../cases/write-act.js';
import { DeviceAlarmFilter, listDeviceAlarms } from '../devices/alarms/list-device-alarms.js';
import { DeviceFilter, listDevices } from '../devices/list-devices.js';
import { listPublicDevices } from '../devices/public-devices.js';
import { listMapCases } from '../map/list-map-cases.js';
import { listMapDevices } from '../map/list-map-devices.js';
import { countCases } from '../statistics/count-cases.js';
import { toQuestion } from '../statistics/question.js';
import { timeSteps } from '../statistics/time-steps.js';
import { multiplyCases } from '../testing/multiply-cases.js';
import { databaseUrl } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';
import { verifiedViolation, type ViolationOptions } from '../testing/verified-violation.js';
import type { CloudDatabase } from './open-database.js';
import type { CloudTables } from './schema.js';

/** So many that reading all of them costs more than an index does. */
const TOTAL = 5_000;
const MINUTE_MS = 60_000;
const NOW_MS = Date.now();
const EVERYTHING = { bureauId: null, areaIds: null };
const BUREAU = { bureauId: 'bureau-7', areaIds: null };

let desk: TestDesk;
let pool: pg.Pool;
let database: CloudDatabase;
let big: ReadonlySet<string>;
let asked: CompiledQuery[] = [];

async function fillLogs(): Promise<void> {
  const series = sql`generate_series(1, ${sql.lit(TOTAL)}) n`;
  const caseId = sql`'LP-20200101-' || lpad((2 + n % ${sql.lit(TOTAL - 2)})::text, 7, '0')`;
  const at = sql`${NOW_MS}::bigint - n * ${sql.lit(MINUTE_MS)}::bigint`;
  await sql`
    insert into case_steps (case_id, version, step, from_state, to_state, at_ms, display_name)
    select ${caseId}, 2, 'begin-review', 'candidate', 'in_review', ${at}, 'x' from ${series}`.execute(database);
  await sql`
    insert into case_acts (case_id, act, at_ms, display_name, what)
    select ${caseId}, 'case.export', ${at}, 'x', '{}' from ${series}`.execute(database);
  await sql`
    insert into case_alarms (case_id, clock, clock_started_at_ms, kind, due_at_ms, fired_at_ms, bureau_id)
    select ${caseId}, 'review', n, 'overdue', n, n, 'bureau-' || n % 40 from ${series}`.execute(database);
  await sql`
    insert into audit_log (audit_number, at_ms, account_id, bureau_id, action, subject_kind, subject_id, entry, hash)
    select 1000 + n, ${at}, 'acc-' || n % 500, 'bureau-' || n % 40, 'case.step', 'case', ${caseId}, 'x', 'x'
    from ${series}`.execute(database);
  const device = sql`'g-' || n % 700, 'c-' || n`;
  await sql`
    insert into bureaus (bureau_id, name_zh) select 'bureau-' || n, 'x' from generate_series(0, 39) n`.execute(
    database,
  );
  await sql`
    insert into devices (device_id, gateway_id, source_id, kind, name, lng, lat, place_name, grid, bureau_id, legal, version, health,
      missing, created_at_ms, changed_at_ms)
    select 'd-' || n, ${device}, 'camera', 'x', 120, 30, 'x', 'grid-' || n % 300, 'bureau-' || n % 40, '[]', 1,
      case when n % 50 = 0 then 'faulty' else 'well' end, case when n % 60 = 0 then '{calibration}'::text[] else '{}' end, n, n
    from ${series}`.execute(database);
  await sql`
    insert into device_alarms (device_id, gateway_id, source_id, kind, about, what, bureau_id, opened_at_ms, closed_at_ms)
    select 'd-' || n, ${device}, 'camera-down', '', '{}', 'bureau-' || n % 40, n, case when n % 90 = 0 then null else n end
    from ${series}`.execute(database);
  await sql`update case_violations set verdict = 'confirmed'`.execute(database);
  await sql`analyze`.execute(database);
}

beforeAll(async () => {
  desk = await startTestDesk();
  const caseId = await desk.open({ atMs: Date.UTC(2026, 2, 2), plate: '浙A12345' });
  await multiplyCases(databaseUrl(desk.cloud), caseId, TOTAL);
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  pool = new pg.Pool({ connectionString: databaseUrl(desk.cloud), max: 2, types });
  database = new Kysely<CloudTables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      asked.push(query);
    },
  });
  await fillLogs();
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and reltuples > 1000`.execute(database);
  big = new Set(rows.map(({ name }) => name));
});
afterAll(async () => {
  await database.destroy();
  await desk.close();
});

const Plan: z.ZodType<{ type: string; relation: string | undefined; parts: unknown[] }> = z
  .looseObject({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    Plans: z.array(z.unknown()).default([]),
  })
  .transform((node) => ({ type: node['Node Type'], relation: node['Relation Name'], parts: node.Plans }));
const Explained = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.unknown() })) }));

function readWhole(plan: unknown): string[] {
  const { type, relation, parts } = Plan.parse(plan);
  const own = type === 'Seq Scan' && relation !== undefined && big.has(relation) ? [relation] : [];
  return [...own, ...parts.flatMap(readWhole)];
}

/** Big tables that the questions of `work` read from end to end. */
async function tablesReadWhole(work: () => Promise<unknown>): Promise<string[]> {
  asked = [];
  await work();
  const queries = asked;
  expect(queries.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const query of queries) {
    const { rows } = await pool.query(`explain (format json) ${query.sql}`, [...query.parameters]);
    for (const row of Explained.parse(rows))
      for (const { Plan: plan } of row['QUERY PLAN']) found.push(...readWhole(plan));
  }
  return found;
}

test('the tables are big, and a question without an index is seen', async () => {
  for (const table of ['cases', 'case_violations', 'case_alarms']) expect(big).toContain(table);
  for (const table of ['audit_log_p', 'case_steps_p', 'case_acts_p'])
    expect([...big].filter((name) => name.startsWith(table))).not.toEqual([]);
  expect(await tablesReadWhole(() => sql`select 1 from cases where place_name = 'x'`.execute(database))).toEqual([
    'cases',
  ]);
});

test.each([
  {},
  { state: 'open' },
  { state: 'to-do', dispatch: 'none' },
  { state: 'rejected' },
  { sort: 'due' },
  { sort: 'severity' },
  { matter: 'dust' },
])('lists of cases filtered by %j are served by an index, first page and later ones', async (given) => {
  const filter = CaseFilter.parse(given);
  for (const scope of [EVERYTHING, BUREAU])
    for (const after of [null, { before: TOTAL / 2, key: filter.sort === 'severity' ? 3 : NOW_MS }])
      expect(await tablesReadWhole(() => listCases(database, { limit: 50, after, filter, scope }))).toEqual([]);
});

test('so are the logs, whichever months they lie in', async () => {
  const caseId = 'LP-20200101-0000500';
  const page = { limit: 0, before: null, filter: {}, bureauId: null };
  const day = { fromMs: NOW_MS - 86_400_000, toMs: NOW_MS };
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    steps: () => readSteps(database, caseId),
    acts: () => readActs(database, caseId),
    'audit of an account': () => listAudit(database, { ...page, filter: { accountId: 'acc-7' } }),
    'audit of a subject': () => listAudit(database, { ...page, filter: { subjectId: caseId }, before: 2_500 }),
    'audit of what was done': () => listAudit(database, { ...page, filter: { action: 'case.export' } }),
    'audit of a day': () => listAudit(database, { ...page, filter: day }),
    'audit of what was done on a day': () =>
      listAudit(database, { ...page, filter: { ...day, action: 'case.step' }, before: 2_500 }),
    'audit of a bureau': () => listAudit(database, { ...page, bureauId: 'bureau-7' }),
    'audit, later page': () => listAudit(database, { ...page, before: 2_500 }),
    'head of the audit': () => readAuditHead(database),
    'audit of an export': () => exportAuditOf(database, 'nobody').next(),
    alarms: () => listAlarms(database, { limit: 50, before: null, kind: undefined, scope: EVERYTHING }),
    'alarms of a bureau': () => listAlarms(database, { limit: 50, before: 2_500, kind: 'overdue', scope: BUREAU }),
    verdicts: () => listVerdicts(database, { gatewayId: 'pole-001', afterId: '8', limit: 100, scope: EVERYTHING }),
  };
  for (const [name, question] of Object.entries(questions)) expect(await tablesReadWhole(question), name).toEqual([]);
});

test('so are devices and their alarms, whatever they are filtered by', async () => {
  const actor = { ...EVERYTHING, accountId: 'x', displayName: 'x', roles: [] };
  const given = [{}, { health: 'faulty' }, { missing: 'calibration' }, { grid: 'grid-7' }, { gatewayId: 'g-7' }];
  for (const one of given)
    for (const who of [actor, { ...actor, bureauId: 'bureau-7' }])
      for (const before of [null, TOTAL / 2]) {
        const filter = { ...DeviceFilter.parse({}), ...one } as DeviceFilter;
        const list = () => listDevices(database, { actor: who }, { limit: 50, before, filter });
        expect(await tablesReadWhole(list), JSON.stringify(one)).toEqual([]);
      }
  for (const one of [{}, { gatewayId: 'g-7' }, { state: 'closed' }])
    for (const who of [actor, { ...actor, bureauId: 'bureau-7' }]) {
      const page = { limit: 50, before: TOTAL / 2, filter: DeviceAlarmFilter.parse(one) };
      const list = () => listDeviceAlarms(database, { actor: who }, page);
      expect(await tablesReadWhole(list), JSON.stringify(one)).toEqual([]);
    }
  const publicPage = { limit: 50, before: null, day: '2026-01-01' };
  expect(await tablesReadWhole(() => listPublicDevices(database, publicPage))).toEqual([]);
});

test('so is what is asked about packages that come', async () => {
  const gateway = await desk.cloud.enrol('pole-900');
  const { settings } = await readDeskSettings(desk.database);
  const see = (options: Partial<ViolationOptions>) =>
    verifiedViolation(gateway, 1, { atMs: Date.UTC(2026, 2, 2), ...options });
  const packages = [
    see({ plate: '浙A12345' }),
    see({ matter: 'burning', place: { lng: 120.1, lat: 30.1 } }),
    see({ matter: 'stall' }),
  ];
  const ask = () => readStandings(database as Transaction<CloudTables>, packages, settings.joining);
  expect(await ask()).toHaveLength(3);
  expect(await tablesReadWhole(ask)).toEqual([]);
});

test('so is what a case may be merged into', async () => {
  const actor = { ...EVERYTHING, accountId: 'x', displayName: 'x', roles: ['reviewer' as const] };
  const { rows } = await sql<{ case_id: string }>`
    select case_id from case_violations where plate is not null limit 1`.execute(database);
  const [row = { case_id: '' }] = rows;
  expect(await findMergeTargets(database, actor, row)).not.toEqual([]);
  expect(await tablesReadWhole(() => findMergeTargets(database, actor, row))).toEqual([]);
});

test('so are maps, and what waits for whom', async () => {
  const bounds = { west: 119.9, south: 29.9, east: 120.2, north: 30.3 };
  for (const scope of [EVERYTHING, BUREAU]) {
    expect(await tablesReadWhole(() => listMapCases(database, scope, bounds))).toEqual([]);
    expect(await tablesReadWhole(() => listMapDevices(database, scope, bounds))).toEqual([]);
    expect(await tablesReadWhole(() => countWaiting(database, scope, NOW_MS))).toEqual([]);
  }
});

test('a period is counted by an index, and of the steps no other month is read', async () => {
  const toMs = Date.UTC(2025, 5, 1);
  const question = toQuestion(
    { fromMs: toMs - 86_400_000, toMs },
    { nowMs: NOW_MS, zone: 'Asia/Shanghai', scope: EVERYTHING },
  );
  expect(await tablesReadWhole(() => countCases(database, question, ['day', 'matter']))).toEqual([]);
  const lastDay = { ...question, fromMs: NOW_MS - 3_600_000, toMs: NOW_MS };
  expect(await tablesReadWhole(() => timeSteps(database, lastDay, 'matter'))).toEqual([]);
});
