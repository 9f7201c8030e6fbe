import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAuditLines } from '../../audit/check-audit-lines.js';
import { exportAudit } from '../../audit/read-audit.js';
import { readSteps } from '../../cases/life/read-steps.js';
import { readActs } from '../../cases/write-act.js';
import { createFakeClock } from '../../testing/fake-clock.js';
import { makeOlderDatabase, type OlderRows } from '../../testing/older-database.js';
import { databaseUrl, readCounter, startTestCloud, type TestCloud } from '../../testing/test-cloud.js';
import { openDatabase, type CloudDatabase } from '../open-database.js';
import { makePartitions } from './make-partitions.js';
import { monthOf } from './month.js';
import { partitionsJob } from './partitions-job.js';

const log = pino({ level: 'silent' });
const JANUARY = Date.UTC(2025, 0, 1);

let cloud: TestCloud;
let older: OlderRows;
let database: CloudDatabase;

beforeAll(async () => {
  cloud = await startTestCloud();
  const url = databaseUrl(cloud);
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query('create database older');
  await server.end();
  const olderUrl = url.replace(/\/[^/]*$/, '/older');
  older = await makeOlderDatabase(olderUrl);
  database = await openDatabase({ url: olderUrl, log });
});
afterAll(async () => {
  await database.destroy();
  await cloud.close();
  cloud.remove();
});

async function partitionsOf(table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = ${table}::regclass order by 1`.execute(
    database,
  );
  return rows.map(({ name }) => name);
}

test('a month begins at midnight in Beijing, also over the end of a year', () => {
  const december = monthOf(Date.UTC(2025, 11, 31, 15, 59));
  expect(december).toEqual({
    name: '2025_12',
    fromMs: Date.UTC(2025, 10, 30, 16),
    toMs: Date.UTC(2025, 11, 31, 16),
  });
  expect(monthOf(december.toMs)).toEqual(monthOf(december.fromMs, 1));
  expect(monthOf(december.toMs).name).toBe('2026_01');
});

test('what stood in whole tables is kept, each row in its month', async () => {
  for (const table of ['audit_log', 'case_steps', 'case_acts'])
    // Written in the last hour of January to March in UTC.
    expect(await partitionsOf(table)).toEqual([
      ...['_default', '_p2025_02', '_p2025_03', '_p2025_04'].map((end) => `${table}${end}`),
    ]);
  expect((await readSteps(database, older.caseId)).map(({ version }) => version)).toEqual([2, 3, 4]);
  expect(await readActs(database, older.caseId)).toHaveLength(older.months);
  const lines = [];
  for await (const text of exportAudit(database, { first: 1, last: older.months }))
    lines.push(...text.trim().split('\n'));
  expect(await checkAuditLines(lines, null)).toMatchObject({ outcome: 'right', entries: older.months });
  // Numbers of acts go on behind those that were given.
  const { rows } = await sql<{ act_number: number }>`
    insert into case_acts (case_id, act, at_ms, display_name, what)
    values (${older.caseId}, 'paper.draft', ${JANUARY}, 'somebody', '{}') returning act_number`.execute(database);
  expect(rows).toEqual([{ act_number: older.months + 1 }]);
});

test('three replicas make months ahead once, and what has none is told', async () => {
  const clock = createFakeClock(Date.UTC(2025, 3, 10));
  const results = await Promise.all([1, 2, 3].map(() => makePartitions({ database, clock, log })));
  const sum = results.reduce((all, { made, failed }) => ({ made: all.made + made, failed: all.failed + failed }), {
    ...{ made: 0, failed: 0 },
  });
  // April was there already.
  expect(sum).toEqual({ made: 9, failed: 0 });
  expect(await partitionsOf('case_steps')).toContain('case_steps_p2025_07');

  // January has no partition: its act lies in the default one, and stands in the way of one that comes later.
  const behind = { database, clock: createFakeClock(JANUARY), log };
  expect(await makePartitions(behind)).toEqual({ made: 2, failed: 1 });
  await partitionsJob(behind).run();
  expect(await readActs(database, older.caseId)).toHaveLength(older.months + 1);
  expect(await readCounter(cloud, 'lamppost_cloud_default_partition_rows{table="case_acts"}')).toBe(0);
});

test('the audit log is kept from changes by way of its partitions too', async () => {
  for (const statement of [
    'update audit_log_p2025_02 set hash = hash',
    'delete from audit_log_p2025_03',
    'truncate audit_log_p2025_04',
    'truncate audit_log_default',
    'truncate audit_log',
  ])
    await expect(sql.raw(statement).execute(database), statement).rejects.toThrow('the audit log only grows');
});
