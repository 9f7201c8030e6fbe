import type { RuleDocument } from './rule-document.js';

const MS_PER_SECOND = 1000;

/** How far back footage must reach so that each rule's first moment can still be shown, in milliseconds. */
export function longestSpanMs(document: RuleDocument): number {
  const spans = document.rules.map((rule) => (rule.matter === 'dust' ? 0 : rule.forSeconds));
  return Math.max(0, ...spans) * MS_PER_SECOND;
}
