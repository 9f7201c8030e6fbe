import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { AuditEntry } from '../audit/audit-entry.js';
import { GENESIS_HASH } from '../audit/audit-entry.js';
import { hashAuditEntry } from '../audit/hash-audit-entry.js';
import { migrateDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';

/** What stands in a database that {@link makeOlderDatabase} made. */
export interface OlderRows {
  /** Entries of the audit log: one a month, from `firstMs` on. */
  readonly months: number;
  /** A case with a step and an act for each month. */
  readonly caseId: string;
}

/** The last migration before tables were partitioned. */
const WHOLE_TABLES = '0043-webhooks';
const MONTHS = 3;
const FIRST_YEAR = 2025;

async function addCase(database: Kysely<CloudTables>, caseId: string): Promise<void> {
  await sql`
    insert into cases (case_id, gateway_id, violation_id, matter, matter_code, source_id, place_name, severity, started_at_ms, triggered_at_ms,
      opened_at_ms, digest)
    values (${caseId}, 'pole-001', ${'0'.repeat(32)}, 'parking', '09 009', 'camera-1', 'p', 3, 1, 1, 1, 'digest')`.execute(
    database,
  );
}

/** Fills an empty database as a cloud from before partitions left it: rows of three months in each table that is partitioned later. */
export async function makeOlderDatabase(url: string): Promise<OlderRows> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const database = new Kysely<CloudTables>({ dialect: new PostgresDialect({ pool }) });
  const caseId = 'LP-20250101-000001';
  try {
    const { error } = await migrateDatabase(database, WHOLE_TABLES);
    if (error !== undefined) throw new Error('the tables could not be made', { cause: error });
    await addCase(database, caseId);
    let previousHash = GENESIS_HASH;
    for (let month = 0; month < MONTHS; month += 1) {
      // The last hour of a month in UTC is the first of the next in Beijing.
      const atMs = Date.UTC(FIRST_YEAR, month + 1, 1) - 3_600_000;
      const number = month + 1;
      const entry: AuditEntry = {
        ...{ schema: 'lamppost.audit/1', number, atMs, who: null, action: 'case.step', outcome: 'done', why: null },
        ...{ subject: { kind: 'case', id: caseId }, what: {}, from: null, previousHash },
      };
      previousHash = hashAuditEntry(entry);
      await sql`
        insert into audit_log (audit_number, at_ms, action, subject_kind, subject_id, entry, hash)
        values (${number}, ${atMs}, 'case.step', 'case', ${caseId}, ${toCanonicalJson(entry).toString()}, ${previousHash})`.execute(
        database,
      );
      await sql`
        insert into case_steps (case_id, version, step, from_state, to_state, at_ms, display_name)
        values (${caseId}, ${number + 1}, 'begin-review', 'candidate', 'in_review', ${atMs}, 'somebody')`.execute(
        database,
      );
      await sql`
        insert into case_acts (case_id, act, at_ms, display_name, what)
        values (${caseId}, 'case.export', ${atMs}, 'somebody', '{}')`.execute(database);
    }
    return { months: MONTHS, caseId };
  } finally {
    await database.destroy();
  }
}
