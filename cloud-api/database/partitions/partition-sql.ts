import { sql, type QueryExecutorProvider } from 'kysely';
import type { Month } from './month.js';

/** Tables that are partitioned by the month of `at_ms`. */
export const PARTITIONED_TABLES = ['audit_log', 'case_steps', 'case_acts'] as const;
/** One of them. */
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

/** Name of the partition that holds a month of a table. */
export function partitionName(table: PartitionedTable, month: Month): string {
  return `${table}_p${month.name}`;
}

/** Name of the partition that takes what no month is there for. */
export function defaultPartitionName(table: PartitionedTable): string {
  return `${table}_default`;
}

/** What is refused of the audit log is refused of each partition: rows by the trigger that all inherit, `truncate` by one of its own. */
async function guardPartition(database: QueryExecutorProvider, table: PartitionedTable, name: string): Promise<void> {
  if (table !== 'audit_log') return;
  await sql`
    create trigger ${sql.ref(`${name}_only_grows`)} before truncate on ${sql.table(name)}
    for each statement execute function refuse_audit_change()`.execute(database);
}

/** Makes the partition of a month, which must not be there yet. */
export async function createMonth(
  database: QueryExecutorProvider,
  table: PartitionedTable,
  month: Month,
): Promise<void> {
  const name = partitionName(table, month);
  await sql`
    create table ${sql.table(name)} partition of ${sql.table(table)}
    for values from (${sql.lit(month.fromMs)}) to (${sql.lit(month.toMs)})`.execute(database);
  await guardPartition(database, table, name);
}

/** Makes the partition that takes what no month is there for. */
export async function createDefault(database: QueryExecutorProvider, table: PartitionedTable): Promise<void> {
  const name = defaultPartitionName(table);
  await sql`create table ${sql.table(name)} partition of ${sql.table(table)} default`.execute(database);
  await guardPartition(database, table, name);
}
