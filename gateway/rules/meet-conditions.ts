import type { Condition } from '@lamppost/contracts';
import { type FusedCondition, type SingleCondition, heardFor } from './document/fused-condition.js';
import { spanOf } from './note-conditions.js';
import type { NotedCondition } from './noted-condition.js';
import type { OpenViolation, RuleState } from './rule-state.js';

/** What other rules have open, by rule ID. */
export type OpenOf = (ruleId: string) => readonly OpenViolation[];

/**
 * Holds a rule's conditions of other sources against what is noted of them.
 *
 * @returns what they were met by, in the order of the document; null when one is not met
 */
export function meetConditions(
  conditions: readonly FusedCondition[],
  state: RuleState,
  atMs: number,
  openOf: OpenOf,
): Condition[] | null {
  const met: Condition[] = [];
  let index = 0;
  for (const condition of conditions) {
    const singles = condition.kind === 'anyOf' ? condition.of : [condition];
    const first = index;
    const answers = singles.map((single, place) => meetSingle(single, state, first + place, atMs, openOf));
    index += singles.length;
    // What was really met tells more than what is taken for met because nothing is heard.
    const held = answers.find((answer) => answer?.isStale === false) ?? answers.find((answer) => answer !== null);
    if (held == null) return null;
    met.push(held.condition);
  }
  return met;
}

function meetSingle(
  condition: SingleCondition,
  { noted }: RuleState,
  index: number,
  atMs: number,
  openOf: OpenOf,
): { readonly condition: Condition; readonly isStale: boolean } | null {
  if (condition.kind === 'rule') {
    const withinMs = condition.withinSeconds * 1000;
    const open = openOf(condition.rule).find(
      ({ violationId, lastSeenAtMs }) => violationId !== undefined && atMs - lastSeenAtMs <= withinMs,
    );
    if (open === undefined) return null;
    const words = `rule ${condition.rule} has an open violation`;
    return { condition: plain(words, open.lastSeenAtMs), isStale: false };
  }
  const note = noted?.[index];
  const met = condition.kind === 'nOfM' ? countMet(condition, note, atMs) : newestMet(condition, note, atMs);
  if (met !== null) return { condition: met, isStale: false };
  const isStale = note === undefined || atMs - note.heardMs > condition.staleAfterSeconds * 1000;
  if (!isStale || condition.ifStale === 'unmet') return null;
  const heard = heardFor(condition);
  if (heard.kind === 'rule') return null;
  const source = heard.kind === 'picture' ? `camera ${heard.camera}` : `sensor ${heard.sensor}`;
  const words = `nothing heard from ${source} for ${condition.staleAfterSeconds} s: found without it, as the rule says`;
  return { condition: plain(words, note?.heardMs ?? atMs), isStale: true };
}

function newestMet(
  { withinSeconds }: Exclude<SingleCondition, { kind: 'nOfM' }>,
  note: NotedCondition | undefined,
  atMs: number,
): Condition | null {
  if (note?.met == null || atMs - note.met.atMs > withinSeconds * 1000) return null;
  const { condition, value, limit, unit, sinceMs } = note.met;
  return { condition, value, limit, unit, sinceMs };
}

/** Counts the spans in which it was met, among the last `m` up to that of `atMs`. */
function countMet(
  { n, m, everySeconds }: Extract<SingleCondition, { kind: 'nOfM' }>,
  note: NotedCondition | undefined,
  atMs: number,
): Condition | null {
  const firstMs = spanOf(atMs, everySeconds) - (m - 1) * Math.round(everySeconds * 1000);
  const spansMs = (note?.metSpansMs ?? []).filter((spanMs) => spanMs >= firstMs && spanMs <= atMs);
  const [sinceMs] = spansMs;
  if (note?.met == null || sinceMs === undefined || spansMs.length < n) return null;
  const condition = `${note.met.condition}, in ${spansMs.length} of the last ${m} spans of ${everySeconds} s`;
  return { condition, value: spansMs.length, limit: n, unit: null, sinceMs };
}

function plain(condition: string, sinceMs: number): Condition {
  return { condition, value: null, limit: null, unit: null, sinceMs };
}
