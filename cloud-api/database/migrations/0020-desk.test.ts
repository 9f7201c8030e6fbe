import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildManifest, defaultFiles } from '../../testing/sealed-package.js';
import { databaseUrl, startTestCloud, type TestCloud } from '../../testing/test-cloud.js';
import type { CloudTables } from '../schema.js';
import { firstTables } from './0001-first-tables.js';
import { desk } from './0020-desk.js';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

test('what was taken in before cases had a life becomes a candidate, and is found by what comes later', async () => {
  const url = databaseUrl(cloud);
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query('create database before_desk');
  await server.end();
  const pool = new pg.Pool({ connectionString: url.replace(/\/[^/]*$/, '/before_desk') });
  const database = new Kysely<CloudTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await firstTables.up(database);
    const manifest = buildManifest({ gatewayId: 'pole-001', files: defaultFiles() });
    const { violation } = manifest;
    await sql`insert into gateway_keys values ('key', 'pole-001', 'public', 1, null)`.execute(database);
    await sql`
      insert into cases (case_id, gateway_id, violation_id, matter, matter_code, source_id, place_name, severity, started_at_ms, triggered_at_ms,
        opened_at_ms, digest)
      values ('LP-20260301-000001', 'pole-001', ${violation.violationId}, 'parking', '09 009', 'camera-1', 'p', 3, ${violation.startedAtMs},
        ${violation.triggeredAtMs}, 1, 'digest')`.execute(database);
    await sql`
      insert into packages (digest, case_id, gateway_id, key_id, sequence, accepted_at_ms, manifest, signature, receipt)
      values ('digest', 'LP-20260301-000001', 'pole-001', 'key', 1, 1, ${JSON.stringify(manifest)}, '', '{}')`.execute(
      database,
    );
    await desk.up(database);
    const [row] = await database.selectFrom('cases').select(['state', 'version', 'clock']).execute();
    expect(row).toEqual({ state: 'candidate', version: 1, clock: null });
    const violations = await database.selectFrom('case_violations').selectAll().execute();
    expect(violations).toMatchObject([
      {
        violation_id: violation.violationId,
        case_id: 'LP-20260301-000001',
        rule_id: 'no-parking',
        rules_sha256: 'ef'.repeat(32),
        zone_id: 'bus-lane',
        lng: 120.16,
        plate: null,
        box: violation.subject?.box,
        verdict: null,
      },
    ]);
  } finally {
    await database.destroy();
  }
});
