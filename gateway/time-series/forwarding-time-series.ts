import { setTimeout as sleep } from 'node:timers/promises';
import type { Factor, SensorReading } from '@lamppost/contracts';
import { ExponentialBackoff } from 'cockatiel';
import type { IBackoff } from 'cockatiel';
import type { Logger } from 'pino';
import type { SqliteTimeSeries } from './sqlite-time-series.js';
import type {
  NotCounted,
  AppendResult,
  BoxTimeSeries,
  MaybePromise,
  SeriesPoint,
  SummaryQuery,
  TimeSeries,
  WindowQuery,
  WindowStatistics,
} from './time-series.js';

/** How readings go on from the box. */
export interface ForwardingOptions {
  /** Where readings are durable first. */
  readonly local: SqliteTimeSeries;
  /** Where they go on to. */
  readonly remote: TimeSeries;
  /** Name of the remote, under which the cursor is kept: `influxdb`. */
  readonly target: string;
  readonly log: Logger;
  /** Readings sent at once. Default 5,000. */
  readonly batchSize?: number;
  /** How long a reading waits for others to fill its batch. Default 1 s. */
  readonly maxDelayMs?: number;
  /** First pause after a failure; it grows with each one. Default 500 ms. */
  readonly retryInitialMs?: number;
  /** Longest pause between attempts. Default 60 s. */
  readonly retryMaxMs?: number;
  /** Readings past their retention that are still kept because they were not forwarded yet; then the oldest go. Default 2,000,000. */
  readonly maxExpired?: number;
}

/** How forwarding stands, for the status page and metrics. */
export interface ForwardingStatus {
  /** `down` from a failure to the next success. */
  readonly state: 'up' | 'down';
  /** Why it is down; null while up. */
  readonly reason: string | null;
  /** Readings on the box that the remote has not got yet. */
  readonly waiting: number;
  /** Readings the remote took since the start. */
  readonly forwarded: number;
  /** Readings the remote will never take, as those older than it keeps; they stay on the box. */
  readonly refused: number;
  /** Readings forgotten on the box before they could be forwarded. */
  readonly dropped: number;
}

// Only the message goes into logs: an error of an HTTP client carries its request, and that its password.
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Keeps readings on the box and forwards them in batches. The queue is the box's own table with a durable cursor: neither an outage of
 * the remote nor a restart loses a reading, and none is held in memory. A batch may be sent twice; the remote takes it as the same.
 */
export class ForwardingTimeSeries implements BoxTimeSeries {
  readonly #options: Required<ForwardingOptions>;
  readonly #backoff: ExponentialBackoff<unknown>;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #pumping: Promise<void> | null = null;
  #pending = 0;
  #reason: string | null = null;
  #forwarded = 0;
  #refused = 0;
  #dropped = 0;

  /** Starts to forward what an earlier run left. */
  constructor(options: ForwardingOptions) {
    this.#options = {
      batchSize: 5000,
      maxDelayMs: 1000,
      retryInitialMs: 500,
      retryMaxMs: 60_000,
      maxExpired: 2_000_000,
      ...options,
    };
    const { retryInitialMs: initialDelay, retryMaxMs: maxDelay } = this.#options;
    this.#backoff = new ExponentialBackoff({ initialDelay, maxDelay });
    this.#schedule(0);
  }

  /** Durable on the box when it returns; throws as the local store does. */
  append(readings: readonly SensorReading[]): AppendResult {
    return this.#note(this.#options.local.append(readings));
  }

  /** Durable on the box when it resolves; rejects as the local store does. */
  async store(readings: readonly SensorReading[]): Promise<AppendResult> {
    return this.#note(await this.#options.local.store(readings));
  }

  /** Answers from the box alone. */
  query(sensorId: string, factor: Factor, fromMs: number, toMs: number, maxReadings: number): readonly SensorReading[] {
    return this.#options.local.query(sensorId, factor, fromMs, toMs, maxReadings);
  }

  notCounted(query: Omit<SummaryQuery, 'maxPoints'>): readonly NotCounted[] {
    return this.#options.local.notCounted(query);
  }

  /** Answers from the box as far back as it keeps all readings, beyond that from the remote; from the box if that can't be reached. */
  async summarise(query: SummaryQuery): Promise<readonly SeriesPoint[]> {
    return this.#ask(query.fromMs, (series) => series.summarise(query));
  }

  /** From where {@link summarise} answers. */
  async statistics(query: WindowQuery): Promise<WindowStatistics> {
    return this.#ask(query.fromMs, (series) => series.statistics(query));
  }

  /** Forgets readings on the box that are forwarded; of the others only what exceeds `maxExpired` or the box's room. The remote has its own retention. */
  async prune(beforeMs: number): Promise<void> {
    const { local, target, maxExpired, log } = this.#options;
    await local.pruneForwarded(beforeMs, local.cursor(target));
    const expired = await local.dropExpiredAfter(beforeMs, local.cursor(target), maxExpired);
    const dropped = expired + (await this.#trim());
    if (dropped === 0) return;
    this.#dropped += dropped;
    log.error({ target, dropped }, 'readings forgotten before they were forwarded: the remote was away too long');
  }

  /** How forwarding stands now. */
  status(): ForwardingStatus {
    const { local, target } = this.#options;
    return {
      state: this.#reason === null ? 'up' : 'down',
      reason: this.#reason,
      waiting: local.countAfter(local.cursor(target)),
      forwarded: this.#forwarded,
      refused: this.#refused,
      dropped: this.#dropped,
    };
  }

  /** Closes the remote and the box's store. What was not forwarded waits for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#options.remote.close();
    await this.#pumping;
    await this.#options.local.close();
  }

  /** Notes that there may be more to forward. */
  #note(result: AppendResult): AppendResult {
    this.#pending += result.stored;
    if (result.stored > 0) this.#schedule(this.#pending >= this.#options.batchSize ? 0 : this.#options.maxDelayMs);
    return result;
  }

  /** Makes room on the box. Returns how many readings went that were not forwarded. */
  async #trim(): Promise<number> {
    const { local, target } = this.#options;
    const waiting = local.countAfter(local.cursor(target));
    const forgotten = await local.trim();
    // Readings may come and go on meanwhile: the count is right as far as it must be for a report.
    return Math.min(forgotten, Math.max(0, waiting - local.countAfter(local.cursor(target))));
  }

  async #ask<T>(fromMs: number, question: (series: TimeSeries) => MaybePromise<T>): Promise<T> {
    const { local, remote, log, target } = this.#options;
    if (fromMs >= local.keptFromMs()) return question(local);
    try {
      return await question(remote);
    } catch (error) {
      log.warn({ target, reason: reasonOf(error) }, 'older readings not reachable, answered from the box alone');
      return question(local);
    }
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  #schedule(delayMs: number): void {
    if (this.#pumping !== null || this.#isClosing()) return;
    if (this.#timer !== null) {
      if (delayMs > 0) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#pumping = this.#pump().finally(() => {
        this.#pumping = null;
        if (this.#pending > 0) this.#schedule(this.#options.maxDelayMs);
      });
    }, delayMs);
  }

  /** Forwards until a batch was not full, which is when the box has been caught up with. */
  async #pump(): Promise<void> {
    const { batchSize, target, log } = this.#options;
    let pause: IBackoff<unknown> | null = null;
    while (!this.#isClosing()) {
      try {
        const sent = await this.#forwardBatch();
        if (this.#reason !== null) log.info({ target }, 'readings are forwarded again');
        this.#reason = null;
        pause = null;
        if (sent < batchSize) return;
      } catch (error) {
        if (this.#isClosing()) return;
        pause = pause === null ? this.#backoff.next() : pause.next(undefined);
        this.#reason = reasonOf(error);
        log.warn(
          { target, reason: this.#reason, retryInMs: pause.duration },
          'forwarding readings failed, retry scheduled',
        );
        await sleep(pause.duration, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
  }

  async #forwardBatch(): Promise<number> {
    const { local, remote, target, batchSize, log } = this.#options;
    this.#pending = 0;
    const batch = local.readAfter(local.cursor(target), batchSize);
    const last = batch.at(-1);
    if (last === undefined) return 0;
    const { stored, refused } = await remote.append(batch.map(({ reading }) => reading));
    local.moveCursor(target, last.sequence);
    this.#forwarded += stored;
    this.#refused += refused;
    if (refused > 0) log.error({ target, refused }, 'readings refused by the remote, they stay on the box');
    return batch.length;
  }
}
