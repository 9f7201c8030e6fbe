import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import { requestTimeStamp, type TimeStampAuthority } from './request-time-stamp.js';
import { claimDue, type DueTimeStamp, keepToken, noteFailure } from './time-stamp-store.js';

/** Times of the stamper, in milliseconds. */
export interface StampTimes {
  /** How often the database is asked for what is due. */
  readonly pollMs: number;
  /** First pause after a failure; it doubles up to the longest. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
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
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;

  constructor(private readonly options: TimeStamperOptions) {
    this.times = { ...DEFAULT_TIMES, ...options.times };
  }

  /** Starts; a second time does nothing. */
  start(): void {
    this.running ??= this.run();
  }

  /** Stops; what is asked for is asked for again after the next start. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      let asked = 0;
      try {
        asked = await this.step();
      } catch (error) {
        this.options.log.error({ err: error }, 'time stamps could not be worked off; it will be tried again');
      }
      // With more to do than goes at a time, there is no reason to wait.
      if (asked < AT_A_TIME) await delay(this.times.pollMs, null, { signal }).catch(() => null);
    }
  }

  private async step(): Promise<number> {
    const { database, clock } = this.options;
    const due = await claimDue(database, { nowMs: clock.nowMs(), leaseMs: LEASE_MS, limit: AT_A_TIME });
    await Promise.all(due.map((one) => this.attempt(one)));
    return due.length;
  }

  private async attempt({ digest, attempts }: DueTimeStamp): Promise<void> {
    const { database, authority, metrics, clock, log } = this.options;
    const asked = await requestTimeStamp(authority, digest, this.abort.signal);
    if (asked.status === 'stamped') {
      metrics.timeStamps.inc({ result: 'stamped' });
      await keepToken(database, digest, asked.token);
      log.debug({ digest, atMs: asked.atMs }, 'package was time-stamped');
      return;
    }
    if (this.abort.signal.aborted) return;
    metrics.timeStamps.inc({ result: 'failed' });
    const { firstBackoffMs, longestBackoffMs } = this.times;
    const waitMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempts - 1, 30));
    await noteFailure(database, digest, { failure: asked.detail, nextAttemptAtMs: clock.nowMs() + waitMs });
    log.warn({ digest, attempts, failure: asked.detail, waitMs }, 'time stamp retry scheduled');
  }
}
