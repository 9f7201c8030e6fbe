import type { Finding } from './finding.js';
import type { RuleState } from './rule-state.js';

/** Answer of a rule to one look or one reading. */
export interface Judgement {
  readonly state: RuleState;
  readonly findings: readonly Finding[];
}
