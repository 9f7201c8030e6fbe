import type { Factor, Violation } from '@lamppost/contracts';
import { z } from 'zod';
import type { EngineEvent } from '../../events/engine-event.js';
import type { CameraLook } from '../camera-look.js';
import { NOTHING_SAVED, restoreEngine, saveEngine } from '../engine-state.js';
import { takeEvent } from '../rule-engine.js';
import { type RuleBook, type RulePlan, planRules } from '../rule-plan.js';
import { noteRise } from '../note-rise.js';
import { EMPTY_RULE_STATE, RuleState } from '../rule-state.js';
import { emptyWindow } from '../../windows/sensor-window.js';

/** What all rules remember, by rule ID; plain data. */
export const RuleStates = z.record(z.string(), RuleState);
export type RuleStates = z.infer<typeof RuleStates>;

const MS_PER_DAY = 86_400_000;
const PLANS = new WeakMap<RuleBook, RulePlan>();

function planOf(book: RuleBook): RulePlan {
  const plan = PLANS.get(book) ?? planRules(book);
  PLANS.set(book, plan);
  return plan;
}

/** Judges one look by every rule, from states that may come from anywhere: lanes have nothing waiting. */
export function judgeLook(
  book: RuleBook,
  states: RuleStates,
  look: CameraLook,
): { readonly state: RuleStates; readonly violations: readonly Violation[] } {
  const plan = planOf(book);
  let state = restoreEngine(plan, { ...NOTHING_SAVED, rules: states });
  // A lane with two sources waits: two ticks that lie far apart let it go on.
  const events: EngineEvent[] = [
    { kind: 'look', look },
    { kind: 'tick', nowMs: 0 },
    { kind: 'tick', nowMs: MS_PER_DAY },
  ];
  const outcomes = events.flatMap((event) => {
    const answer = takeEvent(plan, state, event);
    ({ state } = answer);
    return answer.outcomes;
  });
  const violations = outcomes.flatMap((outcome) => (outcome.kind === 'violation' ? [outcome.violation] : []));
  return { state: saveEngine(plan, state).rules, violations };
}

/** Readings of a monitor up to a moment. */
export interface NotedDust {
  readonly sensorId: string;
  readonly factor: Factor;
  readonly atMs: number;
  /** Oldest first. */
  readonly samples: readonly { readonly atMs: number; readonly value: number }[];
}

/** Lets the burning rules that watch the monitor note its rise. */
export function noteDust(
  { document }: RuleBook,
  states: RuleStates,
  { sensorId, factor, atMs, samples }: NotedDust,
): { readonly state: RuleStates } {
  const window = { ...emptyWindow(sensorId, factor), samples: samples.map((one) => ({ ...one, isValid: true })) };
  const state = { ...states };
  for (const rule of document.rules)
    if (rule.matter === 'burning' && rule.dust?.sensor === sensorId && rule.dust.factor === factor)
      state[rule.id] = noteRise(rule.dust, states[rule.id] ?? EMPTY_RULE_STATE, atMs, window);
  return { state };
}
