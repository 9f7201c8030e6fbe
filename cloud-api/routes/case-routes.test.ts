import { join } from 'node:path';
import { CasePage } from '@lamppost/contracts';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../database/open-database.js';
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

test('a page of the list is read through an index, of all cases and of one matter', async () => {
  const database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
  try {
    await sql`
      insert into cases (case_id, gateway_id, violation_id, matter, matter_code, source_id, place_name, severity,
        started_at_ms, triggered_at_ms, opened_at_ms, digest)
      select 'filler-' || n, 'filler', n::text, case when n % 50 = 0 then 'dust' else 'stall' end, '08 004', 's', 'p', 1, 0, 0, 0, ''
      from generate_series(1, 20000) as n`.execute(database);
    await sql`analyze cases`.execute(database);
    const explain = async (condition: string) => {
      const plan = await sql<{
        'QUERY PLAN': string;
      }>`explain select * from cases ${sql.raw(condition)} order by case_number desc limit 51`.execute(database);
      return plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    expect(await explain('where case_number < 15000')).toContain('Index Scan Backward using cases_pkey');
    expect(await explain("where matter = 'dust' and case_number < 15000")).toContain('using cases_by_matter');
  } finally {
    await sql`delete from cases where gateway_id = 'filler'`.execute(database);
    await database.destroy();
  }
});
