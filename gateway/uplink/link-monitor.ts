import type { LinkStatus } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';

/** What the monitor needs. */
export interface LinkMonitorOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly onChange?: (status: LinkStatus) => void;
}

const REASON_CHARACTERS = 500;

/** State of the link to the cloud; one log line for each change of state, none while it stays. */
export class LinkMonitor {
  readonly #options: LinkMonitorOptions;
  #status: LinkStatus;

  constructor(options: LinkMonitorOptions) {
    this.#options = options;
    this.#status = { state: 'connecting', sinceMs: options.clock.nowMs(), reason: null };
  }

  /** The state now, and since when. */
  status(): LinkStatus {
    return this.#status;
  }

  up(): void {
    this.#change('up', null);
  }

  down(reason: string): void {
    this.#change('down', reason.slice(0, REASON_CHARACTERS));
  }

  #change(state: LinkStatus['state'], reason: string | null): void {
    const { clock, log, onChange } = this.#options;
    const isNew = state !== this.#status.state;
    this.#status = { state, reason, sinceMs: isNew ? clock.nowMs() : this.#status.sinceMs };
    if (!isNew) return;
    if (state === 'down') log.warn({ reason }, 'cloud link down');
    else log.info('cloud link up');
    onChange?.(this.#status);
  }
}
