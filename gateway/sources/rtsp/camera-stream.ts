import { setTimeout as wait } from 'node:timers/promises';
import { ExponentialBackoff } from 'cockatiel';
import type { LinkStatus } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { runCameraSession, type CameraSessionOptions } from './camera-session.js';

/** Delays between attempts to open a camera, milliseconds. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** Options of {@link CameraStream}. */
export interface CameraStreamOptions extends Omit<CameraSessionOptions, 'signal'> {
  readonly log: Logger;
  /** Told once per change of state. */
  readonly onStatus: (status: LinkStatus) => void;
}

/** Keeps one camera open: reconnects with growing delays, says so once per change, never gives up. */
export class CameraStream {
  private readonly abort = new AbortController();
  private readonly running: Promise<void>;
  private status: LinkStatus;

  constructor(private readonly options: CameraStreamOptions) {
    this.status = { state: 'connecting', sinceMs: options.clock.nowMs(), reason: null };
    options.onStatus(this.status);
    this.running = this.keepOpen();
  }

  /** Ends the stream and its ffmpeg. */
  async close(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async keepOpen(): Promise<void> {
    const { signal } = this.abort;
    const fresh = () => new ExponentialBackoff({ initialDelay: FIRST_RETRY_MS, maxDelay: LONGEST_RETRY_MS }).next();
    let backoff = fresh();
    while (!signal.aborted) {
      const session = await runCameraSession({
        ...this.options,
        signal,
        onFrame: async (frame) => {
          this.change('up', null);
          await this.options.onFrame(frame);
        },
      });
      if (this.abort.signal.aborted) return;
      this.change('down', session.reason);
      if (session.frames > 0) backoff = fresh();
      const retryInMs = backoff.duration;
      backoff = backoff.next(undefined);
      this.options.log.debug({ retryInMs, reason: session.reason }, 'camera retry scheduled');
      await wait(retryInMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private change(state: LinkStatus['state'], reason: string | null): void {
    if (this.status.state === state) return;
    this.status = { state, sinceMs: this.options.clock.nowMs(), reason };
    const { log } = this.options;
    if (state === 'up') log.info({ state }, 'camera connected');
    else log.warn({ state, reason }, 'camera lost; it will be tried again until it answers');
    this.options.onStatus(this.status);
  }
}
