import type { Moment } from '../events/moment.js';
import { isWithin } from '../schedules/is-within.js';
import type { CameraLook } from './camera-look.js';
import { clipLook } from './clip-look.js';
import type { Zone } from './document/zone.js';
import type { Rule } from './document/rule.js';
import { judgeBurning } from './judge-burning.js';
import { judgeDust } from './judge-dust.js';
import { judgeParking } from './judge-parking.js';
import { judgeStall } from './judge-stall.js';
import type { Judgement } from './judgement.js';
import { noteConditions } from './note-conditions.js';
import { noteRise } from './note-rise.js';
import type { Outcome } from './outcome.js';
import type { RuleFacts } from './rule-facts.js';
import type { PlannedRule } from './lane-plan.js';
import type { RuleState } from './rule-state.js';
import { tellFindings } from './tell-findings.js';

/** Next state of a rule, and what comes of a moment. */
export interface JudgedMoment {
  readonly state: RuleState;
  readonly outcomes: readonly Outcome[];
}

const NOTHING: readonly Outcome[] = [];

/** Brings a moment to a rule. Pure. */
export function judgeMoment(planned: PlannedRule, before: RuleState, moment: Moment, facts: RuleFacts): JudgedMoment {
  const noted = note(planned, before, moment, facts);
  const judged = isOwn(planned, moment) ? judgeOwn(planned, noted, moment, facts) : null;
  const isWaiting = (noted.waiting?.length ?? 0) > 0;
  if (judged === null && !isWaiting) return { state: noted, outcomes: NOTHING };
  const told = { atMs: moment.atMs, isOwn: judged !== null };
  return tellFindings(planned, before, judged ?? { state: noted, findings: [] }, told, facts);
}

function note({ rule, conditions }: PlannedRule, state: RuleState, moment: Moment, { windowOf }: RuleFacts): RuleState {
  const window = moment.kind === 'reading' ? windowOf(moment.sourceId, moment.factor) : null;
  const noted = conditions.length === 0 ? state : noteConditions(conditions, state, moment, window);
  if (rule.matter !== 'burning' || rule.dust === null || window === null) return noted;
  // Dust makes nothing burn by itself: the next look at smoke is judged with it.
  const isOf = rule.dust.sensor === window.sensorId && rule.dust.factor === window.factor;
  return isOf ? noteRise(rule.dust, noted, moment.atMs, window) : noted;
}

function isOwn({ rule, zone }: PlannedRule, moment: Moment): boolean {
  if (rule.matter === 'dust')
    return moment.kind === 'reading' && moment.sourceId === rule.sensor && moment.factor === rule.factor;
  return moment.kind === 'look' && moment.sourceId === zone?.camera;
}

/** Judges the moment where the rule's schedule holds; null where it does not. */
function judgeOwn(planned: PlannedRule, state: RuleState, moment: Moment, facts: RuleFacts): Judgement | null {
  const { rule } = planned;
  const { atMs } = moment;
  if (rule.when === null) return judge(planned, state, moment, 0, facts);
  if (isWithin(rule.when, facts.calendar.at(atMs))) {
    // Nothing is known from before the first moment of all: that is no start of the schedule.
    const heldSinceMs = state.heldSinceMs === undefined ? 0 : (state.heldSinceMs ?? atMs);
    return judge(planned, { ...state, heldSinceMs }, moment, heldSinceMs, facts);
  }
  const closed: RuleState = { ...state, heldSinceMs: null };
  // Whoever was reminded in time is looked at again, also after hours; nothing new is found then.
  if ((state.persuading?.length ?? 0) > 0)
    return { state: judge(planned, closed, moment, 0, facts).state, findings: [] };
  return { state: { ...closed, presence: null }, findings: [] };
}

function judge(
  { rule, zone }: PlannedRule,
  state: RuleState,
  moment: Moment,
  sinceMs: number,
  facts: RuleFacts,
): Judgement {
  if (rule.matter === 'dust') {
    const { windowOf, calendar } = facts;
    return judgeDust(rule, state, moment.atMs, { windowOf, localTime: (atMs) => calendar.at(atMs), sinceMs });
  }
  if (zone === null || moment.kind !== 'look') return { state, findings: [] };
  const look = sinceMs > 0 ? clipLook(moment.look, sinceMs) : moment.look;
  const judged = judgeSeen(rule, zone, state, look);
  if (judged.state === state) return judged;
  return { state: { ...state, ...judged.state }, findings: judged.findings };
}

/** Judges one look by a rule that watches a zone. Pure. */
export function judgeSeen(
  rule: Exclude<Rule, { matter: 'dust' }>,
  zone: Zone,
  state: RuleState,
  look: CameraLook,
): Judgement {
  switch (rule.matter) {
    case 'parking':
      return judgeParking(rule, zone, state, look);
    case 'stall':
      return judgeStall(rule, zone, state, look);
    case 'burning':
      return judgeBurning(rule, zone, state, look);
    default:
      return rule satisfies never;
  }
}
