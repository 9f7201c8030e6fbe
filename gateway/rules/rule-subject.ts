import { z } from 'zod';
import type { PlannedRule } from './lane-plan.js';
import { EMPTY_RULE_STATE, type RuleState } from './rule-state.js';

/** What a rule is about, and what it waits for, as text to compare. */
export const RuleSubject = z.strictObject({ subject: z.string(), conditions: z.string() });
export type RuleSubject = z.infer<typeof RuleSubject>;

/** What a rule looks at: its matter with the place of a camera's picture, or the windows of a sensor's factor. */
export function subjectOf({ rule, zone }: PlannedRule): RuleSubject {
  const subject =
    rule.matter === 'dust'
      ? [rule.matter, rule.sensor, rule.factor, rule.windowSeconds, rule.windows]
      : [rule.matter, zone?.camera, zone?.polygon];
  return { subject: JSON.stringify(subject), conditions: JSON.stringify(rule.with) };
}

/**
 * What a rule goes on with that was changed: all it remembers while it is about the same, were its times and limits others; nothing when it
 * looks at another matter or place. What was heard of other sources is kept by their order, and forgotten with it.
 */
export function carryOver(
  planned: PlannedRule,
  state: RuleState | undefined,
  before: RuleSubject | undefined,
): RuleState {
  if (state === undefined) return EMPTY_RULE_STATE;
  // Versions before this one did not say what a rule was about.
  if (before === undefined) return state;
  const now = subjectOf(planned);
  if (now.subject !== before.subject) return EMPTY_RULE_STATE;
  if (now.conditions === before.conditions) return state;
  const kept = { ...state };
  delete kept.noted;
  return kept;
}
