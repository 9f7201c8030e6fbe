import { setTimeout as delay } from 'node:timers/promises';

/** Options of {@link WorkLoop}. */
export interface WorkLoopOptions {
  /** Does some of what is due. Returns whether there is more, for which there is no reason to wait. */
  readonly step: (signal: AbortSignal) => Promise<boolean>;
  /** Pause when nothing more is due, milliseconds. */
  readonly pollMs: number;
  /** Told when a step failed; it is tried again after the pause. */
  readonly onError: (error: unknown) => void;
}

/** Works off what is due, again and again. Replicas may run one each, when a step claims what it does. */
export class WorkLoop {
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;

  constructor(private readonly options: WorkLoopOptions) {}

  /** Starts; a second time does nothing. */
  start(): void {
    this.running ??= this.run();
  }

  /** Tells the step in hand to break off, and waits for its end. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    const { step, pollMs, onError } = this.options;
    while (!signal.aborted) {
      let hasMore = false;
      try {
        hasMore = await step(signal);
      } catch (error) {
        onError(error);
      }
      if (!hasMore) await delay(pollMs, null, { signal }).catch(() => null);
    }
  }
}
