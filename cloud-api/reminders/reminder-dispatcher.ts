import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { type BackoffTimes, backoffMs } from '../jobs/backoff.js';
import { WorkLoop } from '../jobs/work-loop.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import { type DueReminder, claimDue, forgetOldReminders, noteAttempt } from './reminder-store.js';
import { sendEvent, type Webhook } from '../webhooks/send-event.js';
import { eventIdOf, toReminderEvent } from './to-reminder-event.js';

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
export interface DispatchTimes extends BackoffTimes {
  /** How often the database is asked for what is due. */
  readonly pollMs: number;
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
  private readonly loop: WorkLoop;
  private forgotAtMs = -Infinity;

  constructor(private readonly options: ReminderDispatcherOptions) {
    this.times = { ...DEFAULT_DISPATCH_TIMES, ...options.times };
    this.loop = new WorkLoop({
      step: (signal) => this.step(signal),
      pollMs: this.times.pollMs,
      onError: (error) => {
        options.log.error({ err: error }, 'reminders could not be worked off; it will be tried again');
      },
    });
  }

  /** Starts to send; a second time does nothing. */
  start(): void {
    this.loop.start();
  }

  /** Stops; an attempt under way is broken off, and made again after the next start. */
  async stop(): Promise<void> {
    await this.loop.stop();
  }

  private async step(signal: AbortSignal): Promise<boolean> {
    const { database, webhook, clock } = this.options;
    const nowMs = clock.nowMs();
    if (nowMs - this.forgotAtMs >= FORGET_EVERY_MS) {
      await forgetOldReminders(database, nowMs);
      this.forgotAtMs = nowMs;
    }
    if (webhook === null) return false;
    const due = await claimDue(database, { nowMs, leaseMs: LEASE_MS, limit: AT_A_TIME });
    await Promise.all(due.map((one) => this.attempt(webhook, one, signal)));
    return due.length === AT_A_TIME;
  }

  private async attempt(webhook: Webhook, due: DueReminder, signal: AbortSignal): Promise<void> {
    const { database, metrics, clock, log } = this.options;
    const { number, gatewayId, reminder, acceptedAtMs, attempts } = due;
    const { reminderId } = reminder;
    const message = {
      id: eventIdOf(gatewayId, reminderId),
      body: toReminderEvent(gatewayId, reminder),
      nowMs: clock.nowMs(),
    };
    const failure = await sendEvent(webhook, message, signal);
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
    const waitMs = backoffMs(this.times, attempts);
    const nextAttemptAtMs = Math.min(nowMs + waitMs, acceptedAtMs + GIVE_UP_MS);
    await noteAttempt(database, number, { state: 'waiting', failure, nextAttemptAtMs });
    log.warn({ gatewayId, reminderId, attempts, failure, waitMs }, 'webhook retry scheduled');
  }
}
