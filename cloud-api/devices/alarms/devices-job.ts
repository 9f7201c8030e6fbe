import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { RecurringJob } from '../../jobs/job-runner.js';
import { sweepDevices } from './sweep-devices.js';

/** Looks every minute how all devices are. */
export function devicesJob(options: { database: CloudDatabase; clock: Clock; log: Logger }): RecurringJob {
  const { database, clock, log } = options;
  return {
    name: 'device-watch',
    cron: '* * * * *',
    run: async () => {
      const swept = await sweepDevices({ database, clock });
      if (swept.opened + swept.closed > 0) log.info(swept, 'alarms of devices told');
    },
  };
}
