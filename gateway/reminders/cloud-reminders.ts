import { CloudReminder, EpochMs } from '@lamppost/contracts';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import type { EngineEvent } from '../events/engine-event.js';
import type { StateStore } from '../spool/state-store.js';
import type { CloudClient } from '../uplink/cloud-client.js';

const STATE_KEY = 'cloud-reminders';
/** Reminders that wait for the cloud, at most; the oldest is given up, counted and told of. */
const MAX_WAITING = 256;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

const Waiting = z.strictObject({ reminder: CloudReminder, untilMs: EpochMs });
type Waiting = z.infer<typeof Waiting>;
type Told = Extract<EngineEvent, { kind: 'reminder' }>;

/** Options of {@link CloudReminders}. */
export interface CloudRemindersOptions {
  readonly client: Pick<CloudClient, 'remind'>;
  /** Tells the rules what became of a reminder; never called before the call that it comes of has returned. */
  readonly report: (event: Told) => void;
  readonly states: StateStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Brings reminders to the cloud, one at a time, oldest first, each until its time is over. What waits outlives a restart. */
export class CloudReminders {
  private waiting: readonly Waiting[];
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;
  private backoff: IBackoff<unknown> = newBackoff();
  private notBeforeMs = 0;
  private givenUp = 0;

  constructor(private readonly options: CloudRemindersOptions) {
    const saved = z.array(Waiting).safeParse(options.states.loadState(STATE_KEY));
    this.waiting = saved.success ? saved.data : [];
  }

  /** Reminders that were given up because too many waited. */
  get dropped(): number {
    return this.givenUp;
  }

  /** Takes a reminder, once; it is durable when this returns. */
  add(reminder: CloudReminder, untilMs: number): void {
    if (this.waiting.some((one) => one.reminder.reminderId === reminder.reminderId)) return;
    const all = [...this.waiting, { reminder, untilMs }];
    const dropped = all.slice(0, Math.max(0, all.length - MAX_WAITING));
    this.save(all.slice(dropped.length));
    this.givenUp += dropped.length;
    for (const one of dropped) this.tell(one, { cloud: 'unreached' });
    this.wake();
  }

  /** Works off what waits; to be called now and then. */
  wake(): void {
    this.giveUpLate();
    const isDue = this.waiting.length > 0 && this.options.clock.nowMs() >= this.notBeforeMs;
    if (!isDue || this.abort.signal.aborted) return;
    this.running ??= this.workOff()
      .catch((error: unknown) => {
        this.options.log.error({ err: error }, 'reminders could not be sent to the cloud; it will be tried again');
        this.pause(0);
      })
      .finally(() => {
        this.running = null;
      });
  }

  /** Breaks off what is under way; it is sent again after the next start. */
  async close(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async workOff(): Promise<void> {
    const { client, log } = this.options;
    for (let [one] = this.waiting; one !== undefined; [one] = this.waiting) {
      const { reminderId } = one.reminder;
      const result = await client.remind(one.reminder, this.abort.signal);
      if (this.abort.signal.aborted) return;
      switch (result.status) {
        case 'accepted': {
          const { state, acceptedAtMs } = result.receipt;
          this.backoff = newBackoff();
          log.info({ reminderId, state }, 'reminder taken by the cloud');
          this.settle(one, { cloud: state === 'no-webhook' ? state : 'accepted', cloudAcceptedAtMs: acceptedAtMs });
          break;
        }
        case 'rejected':
          log.error({ reminderId, code: result.code, detail: result.detail }, 'reminder refused by the cloud');
          this.settle(one, { cloud: 'refused' });
          break;
        case 'unauthorised':
          this.pause(0);
          return;
        case 'retryable':
          this.pause(result.retryAfterMs ?? 0);
          return;
        default:
          result satisfies never;
      }
    }
  }

  private giveUpLate(): void {
    const nowMs = this.options.clock.nowMs();
    for (const one of this.waiting.filter(({ untilMs }) => untilMs <= nowMs)) {
      const { reminderId, ruleId } = one.reminder;
      this.options.log.warn({ reminderId, ruleId }, 'reminder given up: the cloud did not take it in time');
      this.settle(one, { cloud: 'unreached' });
    }
  }

  private pause(atLeastMs: number): void {
    this.notBeforeMs = this.options.clock.nowMs() + Math.max(this.backoff.duration, atLeastMs);
    this.backoff = this.backoff.next(undefined);
  }

  private settle(one: Waiting, told: Pick<Told, 'cloud' | 'cloudAcceptedAtMs'>): void {
    const { reminderId } = one.reminder;
    if (!this.waiting.some(({ reminder }) => reminder.reminderId === reminderId)) return;
    this.save(this.waiting.filter(({ reminder }) => reminder.reminderId !== reminderId));
    this.tell(one, told);
  }

  private tell({ reminder }: Waiting, told: Pick<Told, 'cloud' | 'cloudAcceptedAtMs'>): void {
    const { ruleId, reminderId } = reminder;
    // The rules may be in the middle of the event that the reminder comes of.
    queueMicrotask(() => {
      try {
        this.options.report({ kind: 'reminder', ruleId, reminderId, delivery: null, deliveredAtMs: null, ...told });
      } catch (error) {
        this.options.log.error({ err: error, ruleId }, 'what became of a reminder could not be noted');
      }
    });
  }

  private save(waiting: readonly Waiting[]): void {
    this.options.states.saveState(STATE_KEY, waiting);
    this.waiting = waiting;
  }
}

function newBackoff(): IBackoff<unknown> {
  return new ExponentialBackoff({ initialDelay: FIRST_BACKOFF_MS, maxDelay: LONGEST_BACKOFF_MS }).next();
}
