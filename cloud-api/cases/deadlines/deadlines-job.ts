import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { RecurringJob } from '../../jobs/job-runner.js';
import { sweepSupports } from '../../joint/sweep-supports.js';
import { sweepDeadlines } from './sweep-deadlines.js';

/** Gives the alarms whose time has come, every minute. */
export function deadlinesJob(options: { database: CloudDatabase; clock: Clock; log: Logger }): RecurringJob {
  const { database, clock, log } = options;
  return {
    name: 'case-deadlines',
    cron: '* * * * *',
    run: async () => {
      const fired = {
        ...(await sweepDeadlines({ database, clock })),
        supports: await sweepSupports({ database, clock }),
      };
      if (Object.values(fired).some((count) => count > 0)) log.info(fired, 'deadlines told');
    },
  };
}
