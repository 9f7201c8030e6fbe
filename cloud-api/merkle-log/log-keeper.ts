import type { Logger } from 'pino';
import { WorkLoop } from '../jobs/work-loop.js';
import { appendQueued, BATCH, type AppendOptions } from './append-queued.js';

/** Options of {@link createLogKeeper}. */
export interface LogKeeperOptions extends AppendOptions {
  readonly log: Logger;
  /** How often the queue is looked at, milliseconds; 1,000 by default. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;

/** Puts what is taken in into the Merkle log, a moment later and off the way that packages take. */
export function createLogKeeper(options: LogKeeperOptions): WorkLoop {
  const { log, pollMs = POLL_MS } = options;
  return new WorkLoop({
    step: async () => {
      const appended = await appendQueued(options);
      if (appended > 0) log.debug({ appended }, 'merkle log has grown');
      return appended === BATCH;
    },
    pollMs,
    onError: (error) => {
      log.error({ err: error }, 'merkle log could not grow; it will be tried again');
    },
  });
}
