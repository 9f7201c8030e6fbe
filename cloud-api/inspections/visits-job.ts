import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { RecurringJob } from '../jobs/job-runner.js';
import { proposeVisits } from './propose-visits.js';

/** Looks for cases that one visit can settle, every ten minutes. */
export function visitsJob(options: { database: CloudDatabase; clock: Clock; log: Logger }): RecurringJob {
  const { database, clock, log } = options;
  return {
    name: 'visit-proposals',
    cron: '*/10 * * * *',
    run: async () => {
      const found = await proposeVisits({ database, clock });
      if (found.isCut) log.warn(found, 'there are more open cases than are looked through for common visits');
      else if (found.proposed > 0) log.info(found, 'visits proposed');
    },
  };
}
