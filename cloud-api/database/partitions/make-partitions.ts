import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import type { CloudDatabase } from '../open-database.js';
import { monthOf, type Month } from './month.js';
import { createMonth, PARTITIONED_TABLES, partitionName, type PartitionedTable } from './partition-sql.js';

/** Months that are there before they begin: a cloud may stand still for a while. */
const MONTHS_AHEAD = 3;
/** PostgreSQL's codes: rows of the month lie in the default partition; the table was in use for too long. */
const ROWS_IN_THE_WAY = '23514';
const LOCK_TIMEOUT = '55P03';

/** How many partitions were made, and how many could not be. */
export interface MadePartitions {
  readonly made: number;
  readonly failed: number;
}

async function isThere(database: CloudDatabase, name: string): Promise<boolean> {
  // Asked of the table itself: the names that a connection remembers may be from before another replica made one.
  const { rows } = await sql<{ there: boolean }>`
    select exists (select 1 from pg_class where relname = ${name} and relnamespace = current_schema()::regnamespace)
      as there`.execute(database);
  return rows[0]?.there === true;
}

async function makeOne(database: CloudDatabase, table: PartitionedTable, month: Month): Promise<boolean> {
  const name = partitionName(table, month);
  if (await isThere(database, name)) return false;
  return await database.transaction().execute(async (transaction) => {
    // A long question on the table must not hold up all that comes after it.
    await sql`set local lock_timeout = '2s'`.execute(transaction);
    await sql`select pg_advisory_xact_lock(hashtextextended('lamppost partitions', 0))`.execute(transaction);
    // Another replica was faster.
    if (await isThere(transaction, name)) return false;
    await createMonth(transaction, table, month);
    return true;
  });
}

/** Makes the partitions of this month and those to come, where they are not there yet. Several replicas may do so at a time. */
export async function makePartitions(options: {
  database: CloudDatabase;
  clock: Clock;
  log: Logger;
}): Promise<MadePartitions> {
  const { database, clock, log } = options;
  let [made, failed] = [0, 0];
  for (const table of PARTITIONED_TABLES)
    for (let later = 0; later <= MONTHS_AHEAD; later += 1) {
      const month = monthOf(clock.nowMs(), later);
      try {
        if (await makeOne(database, table, month)) made += 1;
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (code !== ROWS_IN_THE_WAY && code !== LOCK_TIMEOUT) throw error;
        failed += 1;
        log.error({ err: error, table, month: month.name }, 'a partition could not be made: see docs/operations.md');
      }
    }
  return { made, failed };
}
