import type { Condition, Subject } from '@lamppost/contracts';
import type { RuleState } from './rule-state.js';

/** What a rule found, before the engine puts names and IDs to it. */
export interface Finding {
  /** Tells it apart from others of the same rule that began at the same millisecond. */
  readonly key: string;
  readonly startedAtMs: number;
  readonly triggeredAtMs: number;
  /** 0 to 1. */
  readonly observedCoverage: number;
  readonly subject: Subject | null;
  readonly explanation: readonly Condition[];
}

/** Answer of a rule to one look or one reading. */
export interface Judgement {
  readonly state: RuleState;
  readonly findings: readonly Finding[];
}
