import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import { type DueReminder, claimDue, forgetOldReminders, noteAttempt } from './reminder-store.js';
import { type Webhook, sendWebhook } from './send-webhook.js';

/** A reminder that the webhook does not take for so long is given up. */
export const GIVE_UP_MS = 86_400_000;
const FIRST_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 3_600_000;
/** Longer than an attempt takes: a replica that ended holds nothing up for long. */
const LEASE_MS = 60_000;
const AT_A_TIME = 8;
const POLL_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;

/** Times of the dispatcher, in milliseconds. */
export interface DispatchTimes {
  /** How often the database is asked for what is due. */
  readonly pollMs: number;
  /** First pause after a failure; it doubles up to the longest. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
}

/** Used where {@link ReminderDispatcherOptions.times} says nothing. */
export const DEFAULT_DISPATCH_TIMES: DispatchTimes = {
  pollMs: POLL_MS,
  firstBackoffMs: FIRST_BACKOFF_MS,
  longestBackoffMs: LONGEST_BACKOFF_MS,
};

/** Options of {@link ReminderDispatcher}. */
export interface ReminderDispatcherOptions {
  readonly database: CloudDatabase;
  /** Null: nothing is sent. */
  readonly webhook: Webhook | null;
  readonly metrics: Pick<CloudMetrics, 'webhookAttempts' | 'remindersGivenUp'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly times?: Partial<DispatchTimes>;
}

/** Brings reminders to the webhook, at least once each and under the same ID each time; several replicas share the work. */
export class ReminderDispatcher {
  private readonly times: DispatchTimes;
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;
  private forgotAtMs = -Infinity;

  constructor(private readonly options: ReminderDispatcherOptions) {
    this.times = { ...DEFAULT_DISPATCH_TIMES, ...options.times };
  }

  /** Starts to send; a second time does nothing. */
  start(): void {
    this.running ??= this.run();
  }

  /** Stops; an attempt under way is broken off, and made again after the next start. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      let sent = 0;
      try {
        sent = await this.step();
      } catch (error) {
        this.options.log.error({ err: error }, 'reminders could not be worked off; it will be tried again');
      }
      // With more to do than goes at a time, there is no reason to wait.
      if (sent < AT_A_TIME) await delay(this.times.pollMs, null, { signal }).catch(() => null);
    }
  }

  private async step(): Promise<number> {
    const { database, webhook, clock } = this.options;
    const nowMs = clock.nowMs();
    if (nowMs - this.forgotAtMs >= FORGET_EVERY_MS) {
      await forgetOldReminders(database, nowMs);
      this.forgotAtMs = nowMs;
    }
    if (webhook === null) return 0;
    const due = await claimDue(database, { nowMs, leaseMs: LEASE_MS, limit: AT_A_TIME });
    await Promise.all(due.map((one) => this.attempt(webhook, one)));
    return due.length;
  }

  private async attempt(webhook: Webhook, due: DueReminder): Promise<void> {
    const { database, metrics, clock, log } = this.options;
    const { number, gatewayId, reminder, acceptedAtMs, attempts } = due;
    const { reminderId } = reminder;
    const failure = await sendWebhook(webhook, { gatewayId, reminder, nowMs: clock.nowMs() }, this.abort.signal);
    const nowMs = clock.nowMs();
    if (failure === null) {
      metrics.webhookAttempts.inc({ result: 'sent' });
      await noteAttempt(database, number, { state: 'sent', sentAtMs: nowMs });
      log.info({ gatewayId, reminderId, attempts }, 'reminder sent');
      return;
    }
    metrics.webhookAttempts.inc({ result: 'failed' });
    if (nowMs - acceptedAtMs >= GIVE_UP_MS) {
      metrics.remindersGivenUp.inc();
      await noteAttempt(database, number, { state: 'given-up', failure });
      log.error(
        { gatewayId, reminderId, attempts, failure },
        'reminder given up: the webhook did not take it for a day',
      );
      return;
    }
    const { firstBackoffMs, longestBackoffMs } = this.times;
    const waitMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempts - 1, 30));
    const nextAttemptAtMs = Math.min(nowMs + waitMs, acceptedAtMs + GIVE_UP_MS);
    await noteAttempt(database, number, { state: 'waiting', failure, nextAttemptAtMs });
    log.warn({ gatewayId, reminderId, attempts, failure, waitMs }, 'webhook retry scheduled');
  }
}
