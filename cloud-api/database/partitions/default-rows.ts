import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { CloudDatabase } from '../open-database.js';
import { defaultPartitionName, PARTITIONED_TABLES, type PartitionedTable } from './partition-sql.js';

/** Rows that are counted at most: that there are any is what matters. */
const MOST_COUNTED = 1_000;

/** Rows that lie in a default partition because there was no month for them, a thousand at most. */
export async function countDefaultRows(database: CloudDatabase, table: PartitionedTable): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select 1 from ${sql.table(defaultPartitionName(table))} limit ${sql.lit(MOST_COUNTED)}) as counted`.execute(
    database,
  );
  return rows[0]?.count ?? 0;
}

/** Has the number of rows in the default partitions measured whenever the metrics are asked for. */
export function watchDefaultRows(registry: Registry, database: CloudDatabase): void {
  const gauge = new Gauge({
    name: 'lamppost_cloud_default_partition_rows',
    help: 'Rows of a month that no partition is there for, by table: more than none is to be looked at',
    labelNames: ['table'],
    registers: [registry],
    collect: async () => {
      for (const table of PARTITIONED_TABLES)
        // Without a database the other figures are still told.
        gauge.set({ table }, await countDefaultRows(database, table).catch(() => NaN));
    },
  });
}
