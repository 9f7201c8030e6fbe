import type { Condition, Violation } from '@lamppost/contracts';
import type { Finding } from './finding.js';
import type { Judgement } from './judgement.js';
import { meetConditions } from './meet-conditions.js';
import type { Outcome } from './outcome.js';
import { persuade, remindOrLead } from './persuade.js';
import type { RuleFacts } from './rule-facts.js';
import type { PlannedRule } from './lane-plan.js';
import type { EndedViolation, OpenViolation, RuleState, WaitingFinding } from './rule-state.js';
import { isSamePlace } from './same-place.js';
import { toViolation } from './to-violation.js';
import { vendingExcuse } from './vending-excuse.js';

/** Findings that may wait, and ended violations that are remembered, for each rule; the oldest make room. */
const MOST_KEPT = 64;
const NONE: readonly never[] = [];

/** When something is told. */
interface ToldMoment {
  readonly atMs: number;
  /** Whether the rule judged its own source, and not only heard another. */
  readonly isOwn: boolean;
}

/**
 * Says what becomes of what a rule found: it waits for a condition of another source or while a vending point excuses it, belongs to one
 * that has ended a moment ago, is only recorded, is reminded, or leads.
 */
export function tellFindings(
  planned: PlannedRule,
  before: RuleState,
  { state: judged, findings }: Judgement,
  { atMs, isOwn }: ToldMoment,
  facts: RuleFacts,
): { readonly state: RuleState; readonly outcomes: readonly Outcome[] } {
  const { rule } = planned;
  const isQuiet =
    findings.length === 0 &&
    judged.waiting === undefined &&
    judged.persuading === undefined &&
    judged.ended === undefined;
  if (isQuiet && rule.cooldownSeconds === 0) return { state: judged, outcomes: NONE };

  const fresh = findings.map((finding) => ({
    violationId: toViolation(facts.gatewayId, planned, finding).violationId,
    finding,
    excusedUntilMs: null,
  }));
  const open = judged.open.map((entry) => named(entry, fresh));
  const stillOpen = new Set(open.map(({ violationId }) => violationId));
  const candidates = [...(before.waiting ?? NONE).filter(({ violationId }) => stillOpen.has(violationId)), ...fresh];
  const ended = endedOf(planned, before, stillOpen, atMs);
  let state: RuleState = { ...judged, open };
  const waiting: WaitingFinding[] = [];
  const outcomes: Outcome[] = [];
  for (const candidate of candidates) {
    const answer = weigh(planned, candidate, state, atMs, facts);
    const isFresh = fresh.some((one) => one === candidate);
    if (answer.kind === 'wait') {
      waiting.push(answer.waiting);
      continue;
    }
    const violation = {
      ...toViolation(facts.gatewayId, planned, answer.finding),
      violationId: candidate.violationId,
      // What waited is told later than it was found.
      ...(isFresh ? {} : { triggeredAtMs: atMs }),
    };
    const place = open.find(({ violationId }) => violationId === candidate.violationId) ?? candidate.finding;
    if (ended.some((one) => isSame(one, place))) continue;
    const told = tell(planned, state, violation, atMs);
    ({ state } = told);
    outcomes.push(...told.outcomes);
  }
  // Only a look at the rule's own place is a second look.
  const persuaded = isOwn ? persuade(planned, state, atMs) : { state, outcomes: NONE };
  return {
    state: withLists(persuaded.state, waiting, ended),
    outcomes: [...outcomes, ...persuaded.outcomes],
  };
}

function named(entry: OpenViolation, fresh: readonly WaitingFinding[]): OpenViolation {
  const found = fresh.find(({ finding }) => finding.key === entry.key);
  return found === undefined ? entry : { ...entry, violationId: found.violationId };
}

type Weighed =
  { readonly kind: 'wait'; readonly waiting: WaitingFinding } | { readonly kind: 'tell'; readonly finding: Finding };

/** Whether a finding may be told now, and with what more to explain it. */
function weigh(
  { rule, vendingPoints }: PlannedRule,
  candidate: WaitingFinding,
  state: RuleState,
  atMs: number,
  { calendar, openOf }: RuleFacts,
): Weighed {
  const { finding, violationId, excusedUntilMs } = candidate;
  const box = finding.subject?.box;
  let why: readonly Condition[] = NONE;
  if (vendingPoints.length > 0 && box !== undefined && rule.matter === 'stall') {
    const excuse = vendingExcuse(vendingPoints, { violationId, box }, state.open, calendar.at(atMs), atMs);
    if (excuse.isExcused) return { kind: 'wait', waiting: { ...candidate, excusedUntilMs: atMs } };
    ({ why } = excuse);
    // What was allowed becomes an offence when it goes on for as long as any other must.
    if (excusedUntilMs !== null && atMs - excusedUntilMs < rule.forSeconds * 1000)
      return { kind: 'wait', waiting: candidate };
  }
  const met = rule.with.length === 0 ? NONE : meetConditions(rule.with, state, atMs, openOf);
  if (met === null) return { kind: 'wait', waiting: candidate };
  const startedAtMs = excusedUntilMs ?? finding.startedAtMs;
  const explanation = [...finding.explanation, ...why, ...met];
  return { kind: 'tell', finding: { ...finding, startedAtMs, explanation } };
}

function tell(planned: PlannedRule, state: RuleState, violation: Violation, atMs: number) {
  const { rule } = planned;
  if (rule.mode === 'shadow') return { state, outcomes: [{ kind: 'shadow' as const, violation }] };
  if (rule.remind === null) return { state, outcomes: [{ kind: 'violation' as const, violation }] };
  return remindOrLead(rule.remind, state, violation, atMs);
}

/** Violations that have ended within the rule's cooldown, those that end now included. */
function endedOf(
  { rule }: PlannedRule,
  before: RuleState,
  stillOpen: ReadonlySet<string | undefined>,
  atMs: number,
): readonly EndedViolation[] {
  if (rule.cooldownSeconds === 0) return NONE;
  const neverTold = new Set((before.waiting ?? NONE).map(({ violationId }) => violationId));
  const now = before.open.flatMap(({ key, box, violationId }) =>
    violationId === undefined || stillOpen.has(violationId) || neverTold.has(violationId)
      ? []
      : [{ key, box, endedAtMs: atMs }],
  );
  const recent = (before.ended ?? NONE).filter(({ endedAtMs }) => atMs - endedAtMs < rule.cooldownSeconds * 1000);
  return [...recent, ...now].slice(-MOST_KEPT);
}

function isSame(
  ended: EndedViolation,
  { key, box }: { readonly key: string; readonly box?: OpenViolation['box'] },
): boolean {
  return ended.key === key || isSamePlace(ended.box, box ?? null);
}

function withLists(state: RuleState, waiting: readonly WaitingFinding[], ended: readonly EndedViolation[]): RuleState {
  const rest = { ...state };
  delete rest.waiting;
  delete rest.ended;
  return {
    ...rest,
    ...(waiting.length === 0 ? {} : { waiting: waiting.slice(-MOST_KEPT) }),
    ...(ended.length === 0 ? {} : { ended }),
  };
}
