import type { SensorReading, Violation } from '@lamppost/contracts';
import type { EngineEvent } from '../../events/engine-event.js';
import type { CameraLook } from '../camera-look.js';
import { type EngineState, NOTHING_SAVED, SavedEngine, restoreEngine, saveEngine } from '../engine-state.js';
import type { Outcome } from '../outcome.js';
import { takeEvent } from '../rule-engine.js';
import { type RuleBook, type RulePlan, planRules } from '../rule-plan.js';

/** Longer than any lane waits. */
const FOR_EVER_MS = 86_400_000;

/** An engine that is brought one event after another. */
export class EngineRun {
  readonly plan: RulePlan;
  state: EngineState;
  private outcomes: Outcome[] = [];

  constructor(book: RuleBook) {
    this.plan = planRules(book);
    this.state = restoreEngine(this.plan, NOTHING_SAVED);
  }

  take(event: EngineEvent): void {
    const { state, outcomes } = takeEvent(this.plan, this.state, event);
    this.state = state;
    this.outcomes.push(...outcomes);
  }

  look(look: CameraLook): void {
    this.take({ kind: 'look', look });
  }

  reading(reading: SensorReading): void {
    this.take({ kind: 'reading', reading });
  }

  tick(nowMs: number): void {
    this.take({ kind: 'tick', nowMs });
  }

  /** Lets go of all that waits, as the end of a log does. */
  end(): void {
    const nowMs = this.state.tickMs ?? 0;
    this.tick(nowMs);
    this.tick(nowMs + FOR_EVER_MS);
  }

  /** Goes on as after a restart: the state through JSON, the windows as the time series would give them back. */
  restart(): void {
    const saved = SavedEngine.parse(JSON.parse(JSON.stringify(saveEngine(this.plan, this.state))));
    const { windows, tickMs } = this.state;
    this.state = { ...restoreEngine(this.plan, saved, windows), tickMs };
  }

  /** What came of the events since the last call. */
  takeOutcomes(): Outcome[] {
    const { outcomes } = this;
    this.outcomes = [];
    return outcomes;
  }

  takeViolations(): Violation[] {
    return this.takeOutcomes().flatMap((outcome) => (outcome.kind === 'violation' ? [outcome.violation] : []));
  }
}
