import { Kysely, Migrator, PostgresDialect, type MigrationResultSet } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { firstTables } from './migrations/0001-first-tables.js';
import { reminders } from './migrations/0002-reminders.js';
import { proofs } from './migrations/0003-proofs.js';
import { desk } from './migrations/0020-desk.js';
import { dispatch } from './migrations/0021-dispatch.js';
import { jurisdiction } from './migrations/0030-jurisdiction.js';
import { accounts } from './migrations/0031-accounts.js';
import { auditLog } from './migrations/0032-audit-log.js';
import { coordination } from './migrations/0033-coordination.js';
import { joint } from './migrations/0040-joint.js';
import { inspections } from './migrations/0041-inspections.js';
import { papers } from './migrations/0042-papers.js';
import { webhooks } from './migrations/0043-webhooks.js';
import { devices } from './migrations/0050-devices.js';
import { partitions } from './migrations/0070-partitions.js';
import { statistics } from './migrations/0071-statistics.js';
import { map } from './migrations/0090-map.js';
import { auditQuestions } from './migrations/0100-audit-questions.js';
import { receiptKeys } from './migrations/0110-receipt-keys.js';
import { rollout } from './migrations/0060-rollout.js';
import { namePrepared } from './prepared-statement.js';
import { refuseNewerTables } from './refuse-newer-tables.js';
import type { CloudTables } from './schema.js';

/** Typed access to the cloud's database. */
export type CloudDatabase = Kysely<CloudTables>;

const POOL_SIZE = 10;
const CONNECT_MS = 5_000;
const RETRY_MS = 500;
/** Time for a database that starts together with the cloud. */
const CONNECT_PATIENCE_MS = 30_000;

/** Migrations by name, in the order in which they run. */
const MIGRATIONS = {
  '0001-first-tables': firstTables,
  '0002-reminders': reminders,
  '0003-proofs': proofs,
  '0020-desk': desk,
  '0021-dispatch': dispatch,
  '0030-jurisdiction': jurisdiction,
  '0031-accounts': accounts,
  '0032-audit-log': auditLog,
  '0033-coordination': coordination,
  '0040-joint': joint,
  '0041-inspections': inspections,
  '0042-papers': papers,
  '0043-webhooks': webhooks,
  '0050-devices': devices,
  '0060-rollout': rollout,
  '0070-partitions': partitions,
  '0071-statistics': statistics,
  '0090-map': map,
  '0100-audit-questions': auditQuestions,
  '0110-receipt-keys': receiptKeys,
};

/** What no waiting mends: the password or the account is wrong, or the database is not there (PostgreSQL's appendix A). */
const LASTING = new Set(['28P01', '28000', '3D000']);

async function connect(pool: pg.Pool, patienceMs: number, log: Logger): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (waitedMs >= patienceMs || LASTING.has((error as pg.DatabaseError).code ?? '')) throw error;
      if (waitedMs === 0) log.warn({ err: error }, 'the database does not answer yet');
      await delay(RETRY_MS);
    }
  }
}

function tellFailure(error: unknown): string {
  return error instanceof pg.DatabaseError
    ? `the database refuses the cloud (${error.message})`
    : 'the database does not answer';
}

/** Brings the tables up to date, or to where a migration leaves them. */
export async function migrateDatabase(
  database: Kysely<CloudTables>,
  until?: keyof typeof MIGRATIONS,
): Promise<MigrationResultSet> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  return await (until === undefined ? migrator.migrateToLatest() : migrator.migrateTo(until));
}

/**
 * Connects to a PostgreSQL 15 or newer and brings its tables up to date. Several clouds may start on one database at a time.
 *
 * @throws ConfigError when its tables are those of a newer version; Error when it can't be reached in time (30 s unless told otherwise), or a
 *   migration fails
 */
export async function openDatabase(options: {
  url: string;
  log: Logger;
  /** How long a database that does not answer yet is waited for, in milliseconds. */
  patienceMs?: number;
}): Promise<CloudDatabase> {
  const { url, log, patienceMs = CONNECT_PATIENCE_MS } = options;
  const types = new pg.TypeOverrides();
  // Every bigint column holds milliseconds, bytes or counts, far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    types,
  });
  // An idle connection that breaks is replaced with the next query.
  pool.on('error', ({ message }) => {
    log.warn({ message }, 'a database connection broke');
  });
  try {
    await connect(pool, patienceMs, log);
  } catch (error) {
    await pool.end();
    throw new Error(`${tellFailure(error)}: check LAMPPOST_CLOUD_DATABASE_URL and that the server runs`, {
      cause: error,
    });
  }
  const database = new Kysely<CloudTables>({ dialect: new PostgresDialect({ pool: namePrepared(pool) }) });
  try {
    await refuseNewerTables(database, Object.keys(MIGRATIONS));
  } catch (error) {
    await database.destroy();
    throw error;
  }
  const { error, results } = await migrateDatabase(database);
  for (const { migrationName, status } of results ?? []) log.info({ migrationName, status }, 'database migration');
  if (error !== undefined) {
    await database.destroy();
    throw new Error('the tables of the database could not be brought up to date', { cause: error });
  }
  return database;
}
