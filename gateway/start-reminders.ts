import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { EngineEvent } from './events/engine-event.js';
import type { FootageRings } from './footage/footage-rings.js';
import type { Judge } from './pipeline/judge.js';
import { CloudReminders } from './reminders/cloud-reminders.js';
import { CorrectedRecords } from './reminders/corrected-records.js';
import { ReminderSender } from './reminders/reminder-sender.js';
import type { Outcome } from './rules/outcome.js';
import type { DeviceRegistry } from './sources/device-registry.js';
import type { DeviceMessage, MonitorMessage, MqttLink } from './sources/mqtt/mqtt-link.js';
import type { StateStore } from './spool/state-store.js';
import type { CloudClient } from './uplink/cloud-client.js';

/** How often what waits is tried again. */
const TICK_MS = 2_000;

/** Options of {@link startReminders}. */
export interface StartRemindersOptions {
  /** Absolute. */
  readonly dataDirectory: string;
  readonly judge: () => Pick<Judge, 'document' | 'take'>;
  readonly registry: Pick<DeviceRegistry, 'describe'>;
  readonly link: Pick<MqttLink, 'say'>;
  readonly client: Pick<CloudClient, 'remind'>;
  readonly rings: Pick<FootageRings, 'of'>;
  readonly ffmpegPath: string;
  readonly states: StateStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What reminds before it leads. */
export interface Reminders {
  /** Takes what comes of an event and is no lead; durable when it returns. */
  readonly take: (outcome: Exclude<Outcome, { kind: 'violation' }>) => void;
  /** Takes the answers of loudspeakers out of messages, and gives back the others. */
  readonly takeAnswers: (messages: readonly DeviceMessage[]) => MonitorMessage[];
  /** Reminders that were given up since the start because too many waited, by the way that they would have taken. */
  readonly dropped: () => Readonly<Record<'speaker' | 'cloud', number>>;
  readonly close: () => Promise<void>;
}

/** Builds what sends reminders to loudspeakers, and what records those that were heeded. */
export function startReminders(options: StartRemindersOptions): Reminders {
  const { judge, registry, link, states, clock, log } = options;
  const report = (event: Extract<EngineEvent, { kind: 'reminder' }>) => {
    judge().take(event);
  };
  const byCloud = new CloudReminders({ ...options, report });
  const sender = new ReminderSender({
    document: () => judge().document,
    placeOf: (sourceId) => registry.describe(sourceId)?.place.name ?? null,
    say: (speakerId, message, onDone) => link.say(speakerId, message, onDone),
    askCloud: (reminder, untilMs) => {
      byCloud.add(reminder, untilMs);
    },
    report,
    states,
    clock,
    log,
  });
  const corrected = new CorrectedRecords({ ...options, directory: join(options.dataDirectory, 'corrected') });
  const timer = setInterval(() => {
    try {
      sender.send();
      byCloud.wake();
      corrected.wake();
    } catch (error) {
      log.error({ err: error }, 'reminders that wait could not be sent; it will be tried again');
    }
  }, TICK_MS);
  corrected.wake();
  return {
    take: (outcome) => {
      switch (outcome.kind) {
        case 'remind':
          sender.remind(outcome);
          return;
        case 'corrected':
          corrected.add(outcome);
          return;
        case 'shadow':
          // The event log has it.
          return;
        default:
          outcome satisfies never;
      }
    },
    takeAnswers: (messages) =>
      messages.filter((message): message is MonitorMessage => {
        if (message.kind !== 'speaker-ack') return true;
        const { speakerId } = message;
        const problem = sender.acknowledge(speakerId, message.payload);
        if (problem !== null) log.warn({ speakerId, problem }, 'answer of a loudspeaker could not be read');
        return false;
      }),
    dropped: () => ({ speaker: sender.dropped, cloud: byCloud.dropped }),
    close: async () => {
      clearInterval(timer);
      await Promise.all([corrected.close(), byCloud.close()]);
    },
  };
}
