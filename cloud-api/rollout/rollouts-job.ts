import type { Logger } from 'pino';
import type { RecurringJob } from '../jobs/job-runner.js';
import type { RolloutParts } from './documents.js';
import { sweepRollouts } from './take-rollout-step.js';

/** Looks every minute whether roll-outs are to halt, or to advance. */
export function rolloutsJob({ log, ...parts }: RolloutParts & { readonly log: Logger }): RecurringJob {
  return {
    name: 'rollouts',
    cron: '* * * * *',
    run: async () => {
      const rolloutIds = await sweepRollouts(parts);
      if (rolloutIds.length > 0) log.warn({ rolloutIds }, 'roll-outs halted: too many gateways refused or fell silent');
    },
  };
}
