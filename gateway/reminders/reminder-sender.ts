import {
  type CloudReminder,
  EpochMs,
  type ReminderDelivery,
  Slug,
  SpeakerAcknowledgement,
  SpeakerMessage,
} from '@lamppost/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import type { EngineEvent } from '../events/engine-event.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { Outcome } from '../rules/outcome.js';
import { isWithin } from '../schedules/is-within.js';
import { StreetCalendar } from '../schedules/street-calendar.js';
import type { StateStore } from '../spool/state-store.js';
import { DEFAULT_TEMPLATES } from './default-templates.js';
import { fillTemplate } from './fill-template.js';

const STATE_KEY = 'reminders';
/** Messages that wait for a broker or an acknowledgement, at most; the oldest is given up, and counted. */
const MAX_WAITING = 256;
/** Loudspeakers whose last words are remembered, at most. */
const MAX_SPEAKERS = 1_000;
/** When nobody else tells the party, the cloud must take a reminder within this time, or it leads. */
const CLOUD_ALONE_MS = 60_000;
const MAX_PLACE_LENGTH = 200;

const Waiting = z.strictObject({
  ruleId: Slug,
  speakerId: Slug,
  message: SpeakerMessage,
  /** Whether the broker has it. */
  isTaken: z.boolean(),
});
type Waiting = z.infer<typeof Waiting>;
const SenderState = z.strictObject({
  waiting: z.array(Waiting),
  /** When each loudspeaker was last told to speak. */
  spokeAtMs: z.record(z.string(), EpochMs),
});
type SenderState = z.infer<typeof SenderState>;

/** Options of {@link ReminderSender}. */
export interface ReminderSenderOptions {
  /** The rules that are judged by now. */
  readonly document: () => RuleDocument;
  /** Place of a camera or sensor in words; null when it is not known. */
  readonly placeOf: (sourceId: string) => string | null;
  /** Has a loudspeaker say something; see `MqttLink.say`. */
  readonly say: (speakerId: string, message: SpeakerMessage, onDone: (isTaken: boolean) => void) => boolean;
  /** Has the cloud send it on, and asks it until then, by the gateway's clock; durable when it returns. */
  readonly askCloud: (reminder: CloudReminder, untilMs: number) => void;
  /** Tells the rules what became of a reminder; never called before the call that it comes of has returned. */
  readonly report: (event: Extract<EngineEvent, { kind: 'reminder' }>) => void;
  readonly states: StateStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Sends reminders to loudspeakers: not in their quiet hours, not one upon another, again until the broker has them or their time of grace
 * is over. What waits outlives a restart.
 */
export class ReminderSender {
  private state: SenderState;
  private readonly inFlight = new Set<string>();
  private givenUp = 0;

  constructor(private readonly options: ReminderSenderOptions) {
    const saved = SenderState.safeParse(options.states.loadState(STATE_KEY));
    this.state = saved.success ? saved.data : { waiting: [], spokeAtMs: {} };
  }

  /** Reminders that were given up because too many waited. */
  get dropped(): number {
    return this.givenUp;
  }

  /** Takes a reminder; it is durable when this returns. */
  remind({ violation, reminder }: Extract<Outcome, { kind: 'remind' }>): void {
    const { speakerId, reminderId, graceMs } = reminder;
    const { clock, log } = this.options;
    const { ruleId } = violation;
    log.info({ violationId: reminderId, ruleId, speakerId, graceMs }, 'party reminded');
    const silence = speakerId === null ? 'no-speaker' : this.silenceOf(speakerId, clock.nowMs());
    if (reminder.cloud !== undefined) this.askCloud(violation, reminder, silence !== null && silence !== 'too-soon');
    // The rules know of it already: a process that ended here finds it again.
    if (speakerId === null || this.state.waiting.some(({ message }) => message.reminderId === reminderId)) return;
    const nowMs = clock.nowMs();
    if (silence !== null && silence !== 'no-speaker') {
      this.reportLater(ruleId, reminderId, silence, null);
      return;
    }
    const message: SpeakerMessage = {
      reminderId,
      sentAtMs: nowMs,
      expiresAtMs: nowMs + graceMs,
      ...this.textOf(violation, graceMs, nowMs),
    };
    const waiting = [...this.state.waiting, { ruleId, speakerId, message, isTaken: false }];
    this.givenUp += Math.max(0, waiting.length - MAX_WAITING);
    const spokeAtMs = Object.entries({ ...this.state.spokeAtMs, [speakerId]: nowMs }).slice(-MAX_SPEAKERS);
    this.save({ waiting: waiting.slice(-MAX_WAITING), spokeAtMs: Object.fromEntries(spokeAtMs) });
    this.send();
  }

  /** Sends what the broker does not have yet, and gives up what is too late; to be called now and then. */
  send(): void {
    const nowMs = this.options.clock.nowMs();
    const late = this.state.waiting.filter(({ message }) => message.expiresAtMs <= nowMs);
    if (late.length > 0) {
      this.save({ ...this.state, waiting: this.state.waiting.filter((one) => !late.includes(one)) });
      for (const { ruleId, speakerId, message, isTaken } of late) {
        // What the broker never had was never said.
        if (!isTaken) this.reportLater(ruleId, message.reminderId, 'failed', null);
        this.options.log.warn({ speakerId, isTaken }, 'reminder was not acknowledged in its time');
      }
    }
    for (const { speakerId, message, isTaken } of this.state.waiting) {
      const { reminderId } = message;
      if (isTaken || this.inFlight.has(reminderId)) continue;
      const isGoing = this.options.say(speakerId, message, (taken) => {
        this.inFlight.delete(reminderId);
        if (taken) this.markTaken(reminderId);
      });
      if (isGoing) this.inFlight.add(reminderId);
    }
  }

  /** Takes what a loudspeaker answers. @returns why it could not be used; null when it could */
  acknowledge(speakerId: string, payload: Buffer): string | null {
    const answer = SpeakerAcknowledgement.safeParse(parseJson(payload));
    if (!answer.success) return `no acknowledgement: ${z.prettifyError(answer.error)}`;
    const { reminderId, result } = answer.data;
    const known = this.state.waiting.find(
      (one) => one.speakerId === speakerId && one.message.reminderId === reminderId,
    );
    // A second time, or too late: what it says changes nothing.
    if (known === undefined) return null;
    this.save({ ...this.state, waiting: this.state.waiting.filter((one) => one !== known) });
    this.reportLater(known.ruleId, reminderId, result, this.options.clock.nowMs());
    return null;
  }

  /** Why a loudspeaker must not speak now; null when it may. */
  private silenceOf(speakerId: string, nowMs: number): Extract<ReminderDelivery, 'quiet' | 'too-soon'> | null {
    const document = this.options.document();
    const speaker = document.speakers.find(({ id }) => id === speakerId);
    if (speaker === undefined) return null;
    if (speaker.quiet !== null && isWithin(speaker.quiet, new StreetCalendar(document).at(nowMs))) return 'quiet';
    const agoMs = nowMs - (this.state.spokeAtMs[speakerId] ?? -Infinity);
    return agoMs >= 0 && agoMs < speaker.leastSecondsApart * 1000 ? 'too-soon' : null;
  }

  private textOf(violation: Extract<Outcome, { kind: 'remind' }>['violation'], graceMs: number, nowMs: number) {
    const document = this.options.document();
    const wanted = document.rules.find(({ id }) => id === violation.ruleId)?.remind?.template ?? null;
    const template = document.templates.find(({ id }) => id === wanted) ?? DEFAULT_TEMPLATES[violation.matter];
    const zone = document.zones.find(({ id }) => id === violation.zoneId)?.name ?? null;
    const place = this.placeNameOf(violation);
    const { sinceMidnightMs } = new StreetCalendar(document).at(nowMs);
    return fillTemplate(template, { violation, place, zone: zone ?? place, graceMs, sinceMidnightMs });
  }

  private placeNameOf({ sourceId, zoneId }: Extract<Outcome, { kind: 'remind' }>['violation']): string {
    const zone = this.options.document().zones.find(({ id }) => id === zoneId)?.name;
    return this.options.placeOf(sourceId) ?? zone ?? sourceId;
  }

  private askCloud(
    violation: Extract<Outcome, { kind: 'remind' }>['violation'],
    { reminderId, remindedAtMs, graceMs }: Extract<Outcome, { kind: 'remind' }>['reminder'],
    isAlone: boolean,
  ): void {
    const nowMs = this.options.clock.nowMs();
    const { ruleId, matter, sourceId } = violation;
    const words = this.textOf(violation, graceMs, nowMs);
    const placeName = this.placeNameOf(violation).slice(0, MAX_PLACE_LENGTH);
    const expiresAtMs = nowMs + graceMs;
    const reminder = { reminderId, ruleId, matter, sourceId, placeName, remindedAtMs, expiresAtMs, ...words };
    this.options.askCloud(reminder, isAlone ? Math.min(expiresAtMs, nowMs + CLOUD_ALONE_MS) : expiresAtMs);
  }

  private markTaken(reminderId: string): void {
    const waiting = this.state.waiting.map((one) =>
      one.message.reminderId === reminderId ? { ...one, isTaken: true } : one,
    );
    try {
      this.save({ ...this.state, waiting });
    } catch (error) {
      this.options.log.error({ err: error }, 'reminder sent but not noted; it may be said twice');
    }
  }

  private reportLater(ruleId: string, reminderId: string, delivery: ReminderDelivery, deliveredAtMs: number | null) {
    // The rules may be in the middle of the event that the reminder comes of.
    queueMicrotask(() => {
      try {
        this.options.report({ kind: 'reminder', ruleId, reminderId, delivery, deliveredAtMs });
      } catch (error) {
        this.options.log.error({ err: error, ruleId }, 'what became of a reminder could not be noted');
      }
    });
  }

  private save(state: SenderState): void {
    this.options.states.saveState(STATE_KEY, state);
    this.state = state;
  }
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
