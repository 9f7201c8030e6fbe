import { singleConditions } from './fused-condition.js';
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
  const waits = Math.max(0, ...singleConditions(rule.with).map(({ withinSeconds }) => withinSeconds));
  return lasts + waits + (rule.remind?.graceSeconds ?? 0);
}
