import { sql, type Kysely, type Migration } from 'kysely';
import { monthOf } from '../partitions/month.js';
import { createDefault, createMonth, type PartitionedTable } from '../partitions/partition-sql.js';

/*
 * By month: what only grows, is written once, and is asked for by time or by case. A unique key of a partitioned table must hold the column that
 * it is partitioned by, so the number of an audit entry and the version of a step are unique by their writers: the one under a lock over all
 * replicas, the other under the lock of its case.
 *
 * Whole stay: `packages`, `package_files`, `chain_entries`, `log_leaves`, `time_stamps`: a digest is found by itself alone, and is there once
 * or an offence is told twice; `case_violations`, `case_alarms`, `refusals`: the same by their IDs; `cases`, which the others refer to;
 * `log_nodes`: proofs need all of it, for ever; `webhook_deliveries`, `reminders`: what is settled is deleted.
 */

const OLD = '_before_partitions';

async function monthsOf(database: Kysely<unknown>, table: string): Promise<readonly number[]> {
  const { rows } = await sql<{ at_ms: number }>`
    select min(at_ms)::float8 as at_ms from ${sql.table(table)}
    group by to_char(to_timestamp(at_ms / 1000) at time zone interval '+08:00', 'YYYY-MM')`.execute(database);
  return rows.map((row) => row.at_ms);
}

/** Makes a table anew in partitions, with what stands in it; `key` and indexes come after the rows. */
async function partition(
  database: Kysely<unknown>,
  table: PartitionedTable,
  options: { key: readonly string[]; identity?: string },
): Promise<void> {
  const old = `${table}${OLD}`;
  await database.schema.alterTable(table).renameTo(old).execute();
  await sql`
    create table ${sql.table(table)} (like ${sql.table(old)} including defaults including identity)
    partition by range (at_ms)`.execute(database);
  await createDefault(database, table);
  for (const atMs of await monthsOf(database, old)) await createMonth(database, table, monthOf(atMs));
  await sql`insert into ${sql.table(table)} overriding system value select * from ${sql.table(old)}`.execute(database);
  if (options.identity !== undefined)
    await sql`
      select setval(pg_get_serial_sequence(${sql.lit(table)}, ${sql.lit(options.identity)}), max(${sql.ref(options.identity)}))
      from ${sql.table(table)} having count(*) > 0`.execute(database);
  await database.schema.dropTable(old).execute();
  await database.schema
    .alterTable(table)
    .addPrimaryKeyConstraint(`${table}_pkey`, [...options.key, 'at_ms'])
    .execute();
}

async function partitionAudit(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await partition(database, 'audit_log', { key: ['audit_number'] });
  for (const column of ['account_id', 'bureau_id', 'subject_id'])
    await schema.createIndex(`audit_log_by_${column}`).on('audit_log').columns([column, 'audit_number']).execute();
  await sql`
    create trigger audit_log_only_grows before update or delete or truncate on audit_log
    for each statement execute function refuse_audit_change()`.execute(database);
  // Each partition gets this one, so nothing is changed by going past the table itself.
  await sql`
    create trigger audit_log_rows_stay before update or delete on audit_log
    for each row execute function refuse_audit_change()`.execute(database);
}

async function addCase({ schema }: Kysely<unknown>, table: PartitionedTable): Promise<void> {
  await schema
    .alterTable(table)
    .addForeignKeyConstraint(`${table}_case_id_fkey`, ['case_id'], 'cases', ['case_id'])
    .execute();
}

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await partitionAudit(database);
  await partition(database, 'case_steps', { key: ['case_id', 'version'] });
  await addCase(database, 'case_steps');
  // What a step ended in time or late; null for steps that end nothing, and for those from before it was written down.
  await schema
    .alterTable('case_steps')
    .addColumn('ended_clock', 'text')
    .addColumn('ended_due_at_ms', 'bigint')
    .execute();
  // Serves what is counted over a period.
  await schema.createIndex('case_steps_by_time').on('case_steps').column('at_ms').execute();
  await partition(database, 'case_acts', { key: ['act_number'], identity: 'act_number' });
  await addCase(database, 'case_acts');
  await schema.createIndex('case_acts_by_case').on('case_acts').columns(['case_id', 'act_number']).execute();
}

/** Partitions by month for the tables of what was done. */
export const partitions: Migration = { up };
