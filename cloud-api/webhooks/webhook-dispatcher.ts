import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { WebhookDeliveriesTable } from '../database/webhook-tables.js';
import { backoffMs } from '../jobs/backoff.js';
import { WorkLoop } from '../jobs/work-loop.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import { DEFAULT_DISPATCH_TIMES, GIVE_UP_MS, type DispatchTimes } from '../reminders/reminder-dispatcher.js';
import type { AddressGuard } from './address-guard.js';
import { sendEvent } from './send-event.js';
import { readWebhookSecret } from './webhook-signature.js';

/** Longer than an attempt takes: a replica that ended holds nothing up for long. */
const LEASE_MS = 60_000;
const AT_A_TIME = 8;
/** How long what is settled can be seen. */
const KEPT_MS = 30 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

/** Options of {@link WebhookDispatcher}. */
export interface WebhookDispatcherOptions {
  readonly database: CloudDatabase;
  readonly guard: AddressGuard;
  readonly metrics: Pick<CloudMetrics, 'eventAttempts'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly times?: Partial<DispatchTimes>;
}

type DueDelivery = Selectable<WebhookDeliveriesTable>;

/** Tells webhooks their events, at least once each and under the same ID each time; several replicas share the work. */
export class WebhookDispatcher {
  private readonly times: DispatchTimes;
  private readonly loop: WorkLoop;
  private forgotAtMs = -Infinity;

  constructor(private readonly options: WebhookDispatcherOptions) {
    this.times = { ...DEFAULT_DISPATCH_TIMES, ...options.times };
    this.loop = new WorkLoop({
      step: (signal) => this.step(signal),
      pollMs: this.times.pollMs,
      onError: (error) => {
        options.log.error({ err: error }, 'events could not be told; it will be tried again');
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
    const { database, clock } = this.options;
    const nowMs = clock.nowMs();
    if (nowMs - this.forgotAtMs >= FORGET_EVERY_MS) {
      await database
        .deleteFrom('webhook_deliveries')
        .where('queued_at_ms', '<', nowMs - KEPT_MS)
        .where('state', '<>', 'waiting')
        .execute();
      this.forgotAtMs = nowMs;
    }
    const due = await this.claim(nowMs);
    await Promise.all(due.map((one) => this.attempt(one, signal)));
    return due.length === AT_A_TIME;
  }

  /** Takes what is due out of the turn of other replicas for as long as an attempt may take. */
  private async claim(nowMs: number): Promise<DueDelivery[]> {
    return await this.options.database.transaction().execute(async (transaction) => {
      const due = await transaction
        .selectFrom('webhook_deliveries')
        .select('delivery_number')
        .where('state', '=', 'waiting')
        .where('next_attempt_at_ms', '<=', nowMs)
        .orderBy('next_attempt_at_ms')
        .limit(AT_A_TIME)
        .forUpdate()
        .skipLocked()
        .execute();
      if (due.length === 0) return [];
      return await transaction
        .updateTable('webhook_deliveries')
        .set((set) => ({ next_attempt_at_ms: nowMs + LEASE_MS, attempts: set('attempts', '+', 1) }))
        .where(
          'delivery_number',
          'in',
          due.map((row) => row.delivery_number),
        )
        .returningAll()
        .execute();
    });
  }

  private async send(due: DueDelivery, signal: AbortSignal): Promise<string | null> {
    const { database, guard, clock } = this.options;
    const webhook = await database
      .selectFrom('webhooks')
      .select(['url', 'secret'])
      .where('webhook_id', '=', due.webhook_id)
      .executeTakeFirstOrThrow();
    const secret = readWebhookSecret(webhook.secret);
    if (secret === null) throw new Error(`the secret of ${due.webhook_id} can't be read`);
    const message = { id: due.event_id, body: due.body, nowMs: clock.nowMs() };
    return await sendEvent({ url: webhook.url, secret, guard }, message, signal);
  }

  private async attempt(due: DueDelivery, signal: AbortSignal): Promise<void> {
    const { database, metrics, clock, log } = this.options;
    const { webhook_id: webhookId, event_id: eventId, attempts } = due;
    const failure = await this.send(due, signal);
    const nowMs = clock.nowMs();
    const note = async (
      set: Partial<Pick<DueDelivery, 'state' | 'next_attempt_at_ms' | 'last_failure' | 'settled_at_ms'>>,
    ) => {
      await database
        .updateTable('webhook_deliveries')
        .set(set)
        .where('delivery_number', '=', due.delivery_number)
        .where('state', '=', 'waiting')
        .execute();
    };
    if (failure === null) {
      metrics.eventAttempts.inc({ result: 'sent' });
      await note({ state: 'sent', next_attempt_at_ms: null, last_failure: null, settled_at_ms: nowMs });
      return;
    }
    // Broken off with the loop: it is made again after the next start, and was no failure of the webhook.
    if (signal.aborted) return;
    metrics.eventAttempts.inc({ result: 'failed' });
    const waitMs = backoffMs(this.times, attempts);
    // Asked for again by hand, it is tried from then on.
    if (nowMs + waitMs - due.trying_since_ms >= GIVE_UP_MS) {
      await note({ state: 'dead', next_attempt_at_ms: null, last_failure: failure, settled_at_ms: nowMs });
      log.error({ webhookId, eventId, attempts, failure }, 'event given up: it is among the dead letters');
      return;
    }
    await note({ next_attempt_at_ms: nowMs + waitMs, last_failure: failure });
    log.warn({ webhookId, eventId, attempts, failure, waitMs }, 'event retry scheduled');
  }
}
