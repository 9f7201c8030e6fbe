import { type SingleCondition, singleConditions } from './fused-condition.js';
import type { RuleDocument } from './rule-document.js';
import type { Rule } from './rule.js';

const MS_PER_SECOND = 1000;

/**
 * How far back footage must reach so that each rule's first moment can still be shown, in milliseconds: what lasts so long, is then reminded
 * and given time, or waits for another source, is sealed only after all that.
 */
export function longestSpanMs(document: RuleDocument): number {
  return Math.max(0, ...document.rules.map(spanSeconds)) * MS_PER_SECOND;
}

function spanSeconds(rule: Rule): number {
  const lasts = rule.matter === 'dust' ? 0 : rule.forSeconds;
  const waits = Math.max(0, ...singleConditions(rule.with).map(reachSeconds));
  return lasts + waits + (rule.remind?.graceSeconds ?? 0);
}

/** How long before the rule's own moment a condition may have begun to be met. */
function reachSeconds(condition: SingleCondition): number {
  return condition.kind === 'nOfM' ? condition.m * condition.everySeconds : condition.withinSeconds;
}
