import { join } from 'node:path';
import { CasePage } from '@lamppost/contracts';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesQuery, type CaseFilter } from '../cases/list-cases.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { writePackage } from '../testing/sealed-package.js';
import {
  databaseUrl,
  readProblem,
  readSummary,
  startTestCloud,
  uploadPackage,
  type TestCloud,
} from '../testing/test-cloud.js';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
  const gateway = await cloud.enrol('pole-001');
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    const violation = { matter: sequence === 3 ? ('burning' as const) : ('parking' as const) };
    await uploadPackage(
      cloud.url,
      gateway,
      await writePackage(join(cloud.folder, 'sent.zip'), gateway, { sequence, violation }),
    );
  }
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

describe('the list', () => {
  test('goes through all cases once, newest first, by pages', async () => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: CasePage = CasePage.parse(await (await cloud.read(`/api/v1/cases?limit=2${query}`)).json());
      ids.push(...page.cases.map((found) => found.caseId));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength((await readSummary(cloud)).cases.total);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  test('can be of one matter', async () => {
    const page = CasePage.parse(await (await cloud.read('/api/v1/cases?matter=burning')).json());
    expect(page.cases.map((found) => found.matter)).toEqual(['burning']);
  });

  test('is not sent again when it has not changed', async () => {
    const first = await cloud.read('/api/v1/cases');
    const tag = first.headers.get('etag') ?? '';
    expect((await cloud.read('/api/v1/cases', { 'if-none-match': tag })).status).toBe(304);
  });

  test.each(['/api/v1/cases?cursor=abc', '/api/v1/cases?limit=0', '/api/v1/cases?matter=noise', '/api/v1/cases/LP-1'])(
    '%s is told what is wrong',
    async (path) => {
      expect((await readProblem(await cloud.read(path))).code).toBe('request.invalid');
    },
  );

  test.each([
    ['/api/v1/cases/LP-20260101-999999', 'case.not-found'],
    ['/api/v1/cases/LP-20260101-999999/files/a.jpg', 'case.file-not-found'],
    ['/api/v2/cases', 'request.no-such-address'],
  ])('%s answers %s', async (path, code) => {
    expect((await readProblem(await cloud.read(path))).code).toBe(code);
  });
});

describe('a page of the list', () => {
  let database: CloudDatabase;
  beforeAll(async () => {
    database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
    await sql`
      insert into cases (case_id, gateway_id, violation_id, matter, matter_code, source_id, place_name, severity, state, bureau_id, due_at_ms,
        started_at_ms, triggered_at_ms, opened_at_ms, digest)
      select 'filler-' || n, 'filler', n::text, case when n % 50 = 0 then 'dust' else 'stall' end, '08 004', 's', 'p', n % 5 + 1,
        case when n % 20 = 0 then 'transferred' when n % 20 = 1 then 'candidate' else 'accepted' end, 'bureau-' || n % 200, n,
        0, 0, 0, ''
      from generate_series(1, 20000) as n`.execute(database);
    await sql`analyze cases`.execute(database);
  });
  afterAll(async () => {
    await sql`delete from cases where gateway_id = 'filler'`.execute(database);
    await database.destroy();
  });

  test.each<[Partial<CaseFilter>, string | null, string]>([
    [{}, null, 'cases_pkey'],
    [{ matter: 'dust' }, null, 'cases_by_matter'],
    [{ state: 'transferred' }, null, 'cases_by_state|cases_open'],
    [{ state: 'accepted' }, null, 'cases_by_state|cases_pkey'],
    [{ state: 'rejected' }, null, 'cases_by_state'],
    [{ state: 'open' }, null, 'cases_open'],
    [{ sort: 'due' }, null, 'cases_open_by_due'],
    [{ sort: 'severity' }, null, 'cases_open_by_severity'],

    [{ state: 'transferred' }, 'bureau-0', 'cases_by_bureau|cases_open_by_bureau'],
    [{ state: 'open' }, 'bureau-1', 'cases_open_by_bureau'],
    [{ sort: 'due' }, 'bureau-1', 'cases_open_by_bureau_due'],
    [{ sort: 'severity' }, 'bureau-1', 'cases_open_by_bureau_severity'],
  ])('of %o for %s is read through %s, without sorting', async (filter, bureauId, index) => {
    const rows = await database.transaction().execute(async (transaction) => {
      // The few rows of a bureau here would be sorted; a bureau has more.
      await sql`set local enable_bitmapscan = off`.execute(transaction);
      const query = casesQuery(transaction, {
        limit: 51,
        after: { before: 15_000, key: filter.sort === 'severity' ? 3 : 10_000 },
        filter: { sort: 'newest', ...filter },
        scope: { bureauId, areaIds: null },
      });
      return await query.explain<{ 'QUERY PLAN': string }>();
    });
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(new RegExp(`using (${index}) on cases`));
    expect(plan).not.toContain('Sort');
  });
});
