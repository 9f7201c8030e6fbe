import type { SensorFaults } from '@lamppost/contracts';
import type { Detection } from '@lamppost/detectors';
import type { Clock } from '../clock.js';
import type { EngineEvent } from '../events/engine-event.js';
import type { TakenRules } from '../rules/document/read-rules.js';
import type { Outcome } from '../rules/outcome.js';
import type { EventLog } from './event-log.js';
import type { Happening } from './log-event.js';

/** Keeps in the event log what the rules are given, what comes of it, and what must be known to judge it again. */
export class EventRecorder {
  constructor(
    private readonly log: Pick<EventLog, 'append'>,
    private readonly clock: Clock,
    /** Told of each outcome as well. Must not throw. */
    private readonly onOutcome: (outcome: Outcome) => void = () => undefined,
  ) {}

  /** What the rules are given now; `detections` belong to a look at a frame. */
  event(event: EngineEvent, detections: readonly Detection[] | null): void {
    this.log.append(this.happeningOf(event, detections));
  }

  /** What came of it. */
  outcome(outcome: Outcome): void {
    const atMs = outcome.kind === 'corrected' ? outcome.correctedAtMs : outcome.violation.triggeredAtMs;
    this.log.append({ kind: 'outcome', atMs, outcome });
    this.onOutcome(outcome);
  }

  /** The rule document that holds from now on; its hash is the one that evidence names. */
  rules({ text, sha256 }: Pick<TakenRules, 'text' | 'sha256'>): void {
    this.log.append({ kind: 'rules', atMs: this.clock.nowMs(), sha256, text });
  }

  /** A camera or sensor is in another state. */
  device(deviceId: string, state: string, reason: string | null): void {
    this.log.append({ kind: 'device', atMs: this.clock.nowMs(), deviceId, state, reason });
  }

  /** What ails a monitor from now on; nothing when it is well again. */
  faults({ sensorId, faults }: SensorFaults): void {
    const reason = faults.map(({ kind, factor }) => `${kind} ${factor ?? ''}`.trim()).join(', ');
    this.device(sensorId, faults.length === 0 ? 'well' : 'faulty', reason === '' ? null : reason);
  }

  private happeningOf(event: EngineEvent, detections: readonly Detection[] | null): Happening {
    switch (event.kind) {
      case 'look':
        return { kind: 'look', atMs: event.look.atMs, look: event.look, detections };
      case 'reading':
        return { kind: 'reading', atMs: event.reading.measuredAtMs, reading: event.reading };
      case 'tick':
        return { kind: 'tick', atMs: event.nowMs };
      case 'reminder':
        return { kind: 'reminder', atMs: event.deliveredAtMs ?? this.clock.nowMs(), event };
      default:
        return event satisfies never;
    }
  }
}
