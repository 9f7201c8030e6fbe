import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import type { RecurringJob } from '../../jobs/job-runner.js';
import type { CloudDatabase } from '../open-database.js';
import { countDefaultRows } from './default-rows.js';
import { makePartitions } from './make-partitions.js';
import { PARTITIONED_TABLES } from './partition-sql.js';

/** Makes partitions ahead, once a day, and says so when rows lie in none. */
export function partitionsJob(options: { database: CloudDatabase; clock: Clock; log: Logger }): RecurringJob {
  const { database, log } = options;
  return {
    name: 'partitions',
    // At night in China.
    cron: '40 18 * * *',
    run: async () => {
      const done = await makePartitions(options);
      if (done.made > 0) log.info(done, 'partitions made ahead');
      for (const table of PARTITIONED_TABLES) {
        const rows = await countDefaultRows(database, table);
        if (rows > 0) log.error({ table, rows }, 'rows lie in the default partition: see docs/operations.md');
        // PostgreSQL looks after the figures of the partitions, not after those of the whole.
        await sql`analyze ${sql.table(table)}`.execute(database);
      }
    },
  };
}
