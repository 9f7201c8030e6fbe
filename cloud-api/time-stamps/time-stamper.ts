import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { type BackoffTimes, backoffMs } from '../jobs/backoff.js';
import { WorkLoop } from '../jobs/work-loop.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import { requestTimeStamp, type TimeStampAuthority } from './request-time-stamp.js';
import { claimDue, type DueTimeStamp, keepToken, noteFailure } from './time-stamp-store.js';

/** Times of the stamper, in milliseconds. */
export interface StampTimes extends BackoffTimes {
  /** How often the database is asked for what is due. */
  readonly pollMs: number;
}

/** Options of {@link TimeStamper}. */
export interface TimeStamperOptions {
  readonly database: CloudDatabase;
  readonly authority: TimeStampAuthority;
  readonly metrics: Pick<CloudMetrics, 'timeStamps'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly times?: Partial<StampTimes>;
}

const DEFAULT_TIMES: StampTimes = { pollMs: 1_000, firstBackoffMs: 5_000, longestBackoffMs: 3_600_000 };
/** Longer than an attempt takes: a replica that ended holds nothing up for long. */
const LEASE_MS = 60_000;
const AT_A_TIME = 4;

/** Has a time-stamping authority stamp each digest of the Merkle log, off the way that packages take. It never gives up; replicas share the work. */
export class TimeStamper {
  private readonly times: StampTimes;
  private readonly loop: WorkLoop;

  constructor(private readonly options: TimeStamperOptions) {
    this.times = { ...DEFAULT_TIMES, ...options.times };
    this.loop = new WorkLoop({
      step: (signal) => this.step(signal),
      pollMs: this.times.pollMs,
      onError: (error) => {
        options.log.error({ err: error }, 'time stamps could not be worked off; it will be tried again');
      },
    });
  }

  /** Starts; a second time does nothing. */
  start(): void {
    this.loop.start();
  }

  /** Stops; what is asked for is asked for again after the next start. */
  async stop(): Promise<void> {
    await this.loop.stop();
  }

  private async step(signal: AbortSignal): Promise<boolean> {
    const { database, clock } = this.options;
    const due = await claimDue(database, { nowMs: clock.nowMs(), leaseMs: LEASE_MS, limit: AT_A_TIME });
    await Promise.all(due.map((one) => this.attempt(one, signal)));
    return due.length === AT_A_TIME;
  }

  private async attempt({ digest, attempts }: DueTimeStamp, signal: AbortSignal): Promise<void> {
    const { database, authority, metrics, clock, log } = this.options;
    const asked = await requestTimeStamp(authority, digest, signal);
    if (asked.status === 'stamped') {
      metrics.timeStamps.inc({ result: 'stamped' });
      await keepToken(database, digest, asked.token);
      log.debug({ digest, atMs: asked.atMs }, 'package was time-stamped');
      return;
    }
    if (signal.aborted) return;
    metrics.timeStamps.inc({ result: 'failed' });
    const waitMs = backoffMs(this.times, attempts);
    await noteFailure(database, digest, { failure: asked.detail, nextAttemptAtMs: clock.nowMs() + waitMs });
    log.warn({ digest, attempts, failure: asked.detail, waitMs }, 'time stamp retry scheduled');
  }
}
