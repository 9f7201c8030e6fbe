import type { Logger } from 'pino';
import type { AssignedConfiguration } from './assigned-configuration.js';

/** Options of {@link beginProbation}. */
export interface ProbationOptions {
  readonly configuration: Pick<AssignedConfiguration, 'isOnTrial' | 'refuse' | 'onRestart'>;
  /** Within which the cloud must be reached. */
  readonly minutes: number;
  readonly log: Logger;
}

/**
 * Gives a configuration up that is on trial and does not prove itself in time, and has the gateway start anew with the one before.
 *
 * @returns ends the watch
 */
export function beginProbation({ configuration, minutes, log }: ProbationOptions): () => void {
  if (!configuration.isOnTrial) return () => undefined;
  const giveUp = async () => {
    if (!configuration.isOnTrial) return;
    await configuration.refuse(`the gateway did not reach the cloud with it within ${minutes} minutes`);
    configuration.onRestart();
  };
  const timer = setTimeout(() => {
    giveUp().catch((error: unknown) => {
      log.error({ err: error }, 'a configuration that did not prove itself could not be given up');
    });
  }, minutes * 60_000);
  return () => {
    clearTimeout(timer);
  };
}
