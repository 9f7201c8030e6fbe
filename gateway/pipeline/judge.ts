import type { SensorReading, Violation } from '@lamppost/contracts';
import type { Detection } from '@lamppost/detectors';
import { z } from 'zod';
import type { EventRecorder } from '../event-log/event-recorder.js';
import type { EngineEvent } from '../events/engine-event.js';
import type { CameraLook } from '../rules/camera-look.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { dwellOf } from '../rules/dwell-of.js';
import {
  type EngineState,
  NOTHING_SAVED,
  SavedEngine,
  type SourceState,
  restoreEngine,
  saveEngine,
} from '../rules/engine-state.js';
import { type OngoingViolation, openViolations } from '../rules/open-violations.js';
import type { Outcome } from '../rules/outcome.js';
import { takeEvent, takeReadings, takeStored } from '../rules/rule-engine.js';
import { type RuleBook, type RulePlan, planRules } from '../rules/rule-plan.js';
import { RuleState } from '../rules/rule-state.js';
import { AHEAD_MS } from '../sources/ahead.js';
import type { StateStore } from '../spool/state-store.js';
import type { BoxTimeSeries } from '../time-series/time-series.js';
import type { Dwell } from './look-demand.js';

const STATE_KEY = 'engine';
/** Where versions before this kept what the rules remember; they had no lanes. */
const OLD_STATE_KEY = 'rules';
/** Readings taken back from the disk at the start for one window, at most. */
const MAX_RESTORED = 100_000;

/** Options of {@link Judge}. */
export interface JudgeOptions {
  readonly book: RuleBook;
  readonly states: StateStore;
  /**
   * Makes the violation durable. When it throws, or the process ends in it, the rules have not moved on: the next event finds the
   * violation again.
   */
  readonly onViolation: (violation: Violation) => void;
  /** The same for what is no lead. Left out, it is forgotten. */
  readonly onOther?: (outcome: Exclude<Outcome, { kind: 'violation' }>) => void;
  /** Keeps what the rules are given and what comes of it, so that it can be judged again. */
  readonly recorder?: Pick<EventRecorder, 'event' | 'outcome'>;
}

/** Holds what the rules remember, and brings each event to them in turn. */
export class Judge {
  private plan: RulePlan;
  private state: EngineState;

  constructor(private readonly options: JudgeOptions) {
    this.plan = planRules(options.book);
    this.state = restoreEngine(this.plan, loadEngine(options.states));
  }

  /** The rules that are judged by now. */
  get document(): RuleDocument {
    return this.plan.book.document;
  }

  /** Judges one look at a camera; `detections` are what the model saw in its frame, if it was looked at. */
  look(look: CameraLook, detections: readonly Detection[] | null = null): void {
    this.take({ kind: 'look', look }, detections);
  }

  /** Judges one reading of a sensor, which must be stored already. */
  reading(reading: SensorReading): void {
    this.readings([reading]);
  }

  /** Judges readings in turn, as {@link reading} does each: when one can't be, none is taken. */
  readings(readings: readonly SensorReading[]): void {
    for (const reading of readings) this.options.recorder?.event({ kind: 'reading', reading }, null);
    this.accept(takeReadings(this.plan, this.state, readings));
  }

  /** Tells the time by the gateway's clock, so that a silent source holds nothing back for ever. */
  tick(nowMs: number): void {
    this.take({ kind: 'tick', nowMs });
  }

  /** Takes any event. */
  take(event: EngineEvent, detections: readonly Detection[] | null = null): void {
    this.options.recorder?.event(event, detections);
    this.accept(takeEvent(this.plan, this.state, event));
  }

  /** Goes over to other rules between two events: what a rule of the same ID had in progress goes on. */
  useRules(document: RuleDocument): void {
    const saved = saveEngine(this.plan, this.state);
    const { windows, tickMs } = this.state;
    this.plan = planRules({ ...this.plan.book, document });
    this.state = { ...restoreEngine(this.plan, saved, windows), tickMs };
    this.save();
  }

  /** Takes back the readings that were stored before a restart or a change of the rules, so that a window in progress goes on. */
  restoreWindows(series: Pick<BoxTimeSeries, 'query'>, nowMs: number): void {
    for (const { sensorId, factor, longestWindowMs, toleranceMs } of this.plan.windows) {
      const fromMs = nowMs - longestWindowMs - toleranceMs;
      for (const reading of series.query(sensorId, factor, fromMs, nowMs + AHEAD_MS + 1, MAX_RESTORED))
        this.accept(takeStored(this.plan, this.state, reading));
    }
  }

  /** What the rules have before them: see {@link dwellOf}. */
  dwell(look: CameraLook): Dwell {
    return dwellOf(this.document, look);
  }

  /** Violations that go on. */
  open(): OngoingViolation[] {
    return openViolations(this.plan, this.state);
  }

  /** What was lost and mended of each source, by `camera/ID` or `sensor/ID`. */
  figures(): ReadonlyMap<string, SourceState> {
    return new Map(
      [...this.plan.sources].flatMap(([source, index]) => {
        const figures = this.state.sources[index];
        return figures === undefined ? [] : [[source, figures]];
      }),
    );
  }

  /** Saves what the rules remember. */
  save(): void {
    this.options.states.saveState(STATE_KEY, saveEngine(this.plan, this.state));
  }

  private accept({ state, outcomes }: ReturnType<typeof takeEvent>): void {
    for (const outcome of outcomes)
      if (outcome.kind === 'violation') this.options.onViolation(outcome.violation);
      else this.options.onOther?.(outcome);
    for (const outcome of outcomes) this.options.recorder?.outcome(outcome);
    this.state = state;
    if (outcomes.length > 0) this.save();
  }
}

function loadEngine(states: StateStore): SavedEngine {
  const saved = SavedEngine.safeParse(states.loadState(STATE_KEY));
  if (saved.success) return saved.data;
  const old = z.record(z.string(), RuleState).safeParse(states.loadState(OLD_STATE_KEY));
  return old.success ? { ...NOTHING_SAVED, rules: old.data } : NOTHING_SAVED;
}
