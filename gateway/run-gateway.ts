import type { Logger } from 'pino';
import type { Gateway } from './gateway-options.js';
import type { AssignedConfiguration } from './rollout/assigned-configuration.js';

/** What a gateway is started from. */
export interface Prepared {
  /** Null: configuration is not taken from the cloud. */
  readonly configuration: Pick<AssignedConfiguration, 'isOnTrial' | 'refuse'> | null;
}

/** Options of {@link runGateway}. */
export interface RunGatewayOptions<Start extends Prepared> {
  /** Reads what the gateway is to be started from, before each start. */
  readonly prepare: () => Promise<Start>;
  readonly start: (prepared: Start, onRestart: () => void) => Promise<Gateway>;
  readonly onStarted: (gateway: Gateway) => void;
  /** Resolves when the gateway is to end. */
  readonly stopped: Promise<void>;
  readonly log: Logger;
}

/**
 * Runs a gateway until it is to end, and starts it anew when its configuration changes. When it does not start with a configuration on trial, that is
 * given up, and it is started with the one before.
 *
 * @throws what kept it from starting otherwise
 */
export async function runGateway<Start extends Prepared>(options: RunGatewayOptions<Start>): Promise<void> {
  const { prepare, start, onStarted, stopped, log } = options;
  const ending = stopped.then(() => 'end' as const);
  for (;;) {
    const prepared = await prepare();
    let restart: () => void = () => undefined;
    const restarting = new Promise<'restart'>((resolve) => {
      restart = () => {
        resolve('restart');
      };
    });
    let gateway: Gateway;
    try {
      gateway = await start(prepared, restart);
    } catch (error) {
      if (prepared.configuration?.isOnTrial !== true) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      await prepared.configuration.refuse(`the gateway does not start with it: ${reason}`);
      continue;
    }
    onStarted(gateway);
    const next = await Promise.race([ending, restarting]);
    if (next === 'restart') log.info('gateway starts anew with another configuration');
    await gateway.close();
    if (next === 'end') return;
  }
}
