import type { Violation } from '@lamppost/contracts';
import type { CameraLook } from '../rules/camera-look.js';
import { dwellOf } from '../rules/dwell-of.js';
import {
  type EngineAnswer,
  EngineState,
  type FactorWindow,
  type RuleBook,
  judgeFactor,
  judgeLook,
} from '../rules/rule-engine.js';
import type { StateStore } from '../spool/state-store.js';
import type { Dwell } from './look-demand.js';

const STATE_KEY = 'rules';

/** Options of {@link Judge}. */
export interface JudgeOptions {
  readonly book: RuleBook;
  readonly states: StateStore;
  /**
   * Makes the violation durable. When it throws, or the process ends in it, the rules have not moved on: the next event finds the
   * violation again.
   */
  readonly onViolation: (violation: Violation) => void;
}

/** Holds what the rules remember, and brings each event to them in turn. */
export class Judge {
  private state: EngineState;

  constructor(private readonly options: JudgeOptions) {
    const saved = EngineState.safeParse(options.states.loadState(STATE_KEY));
    this.state = saved.success ? saved.data : {};
  }

  /** Judges one look at a camera. */
  look(look: CameraLook): void {
    this.accept(judgeLook(this.options.book, this.state, look));
  }

  /** What the rules have before them: see {@link dwellOf}. */
  dwell(look: CameraLook): Dwell {
    return dwellOf(this.options.book.document, look);
  }

  /** Judges one sensor's factor. */
  factor(window: FactorWindow): void {
    this.accept(judgeFactor(this.options.book, this.state, window));
  }

  /** Saves what the rules remember. */
  save(): void {
    this.options.states.saveState(STATE_KEY, this.state);
  }

  private accept(answer: EngineAnswer): void {
    answer.violations.forEach(this.options.onViolation);
    this.state = answer.state;
    if (answer.violations.length > 0) this.save();
  }
}
