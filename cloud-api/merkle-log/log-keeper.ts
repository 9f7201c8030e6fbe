import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { appendQueued, BATCH, type AppendOptions } from './append-queued.js';

/** Options of {@link LogKeeper}. */
export interface LogKeeperOptions extends AppendOptions {
  readonly log: Logger;
  /** How often the queue is looked at, milliseconds; 1,000 by default. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;

/** Puts what is taken in into the Merkle log, a moment later and off the way that packages take. */
export class LogKeeper {
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;

  constructor(private readonly options: LogKeeperOptions) {}

  /** Starts; a second time does nothing. */
  start(): void {
    this.running ??= this.run();
  }

  /** Stops after the batch in hand. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    const { log, pollMs = POLL_MS } = this.options;
    while (!signal.aborted) {
      let appended = 0;
      try {
        appended = await appendQueued(this.options);
        if (appended > 0) log.debug({ appended }, 'merkle log has grown');
      } catch (error) {
        log.error({ err: error }, 'merkle log could not grow; it will be tried again');
      }
      // With more than goes at a time, there is no reason to wait.
      if (appended < BATCH) await delay(pollMs, null, { signal }).catch(() => null);
    }
  }
}
