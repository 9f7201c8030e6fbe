import { setPriority } from 'node:os';
import { ConfigError } from '@lamppost/detectors';
import { EventLogError } from '../../event-log/event-log-error.js';
import type { LogTask, LogTaskMessage } from './backtest-message.js';
import { LogTaskError, doLogTask } from './do-log-task.js';

/** The lowest there is: cameras and readings go before. */
const LOWEST_PRIORITY = 19;

function say(message: LogTaskMessage, then?: () => void): void {
  process.send?.(message, undefined, undefined, then);
}

/** Does one task, says what it came to, and ends. */
async function work(task: LogTask): Promise<void> {
  const end = () => process.exit(0);
  try {
    const result = await doLogTask(task, (events, atMs) => {
      say({ kind: 'progress', events, atMs });
    });
    say({ kind: 'done', result }, end);
  } catch (error) {
    const isGiven = error instanceof LogTaskError || error instanceof EventLogError || error instanceof ConfigError;
    if (!isGiven) throw error;
    say({ kind: 'failed', detail: error.message }, end);
  }
}

setPriority(LOWEST_PRIORITY);
// The gateway has ended: nobody waits for the answer.
process.on('disconnect', () => process.exit(0));
process.once('message', (task: LogTask) => {
  void work(task);
});
