import type { Box, Violation } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';
import type { Found } from './found.js';

/** Least IoU of two boxes that may be the same thing: as for clips that are held against the truth. */
const SAME_PLACE_IOU = 0.3;

/** An offence, as what tells it from others. */
export interface Offence {
  readonly matter: Violation['matter'];
  readonly sourceId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Where in the picture; null when that is not known. */
  readonly box: Box | null;
}

/** What tells a violation from others. */
export function offenceOf({ violation, untilMs }: Found): Offence {
  const { matter, sourceId, startedAtMs, subject } = violation;
  return { matter, sourceId, fromMs: startedAtMs, toMs: untilMs, box: subject?.box ?? null };
}

/** Milliseconds for which two offences may be the same one; null when they are not. 0 when they touch. */
export function sharedMs(a: Offence, b: Offence): number | null {
  if (a.matter !== b.matter || a.sourceId !== b.sourceId) return null;
  const shared = Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs);
  if (shared < 0) return null;
  const isElsewhere = a.box !== null && b.box !== null && intersectionOverUnion(a.box, b.box) < SAME_PLACE_IOU;
  return isElsewhere ? null : shared;
}

/** A violation that two versions of the rules find. */
export interface Matched {
  readonly found: Found;
  readonly against: Found;
}

/** Two versions' findings, held against each other. */
export interface Comparison {
  readonly same: readonly Matched[];
  /** Found by the first version alone. */
  readonly fresh: readonly Found[];
  /** Found by the other alone. */
  readonly gone: readonly Found[];
}

interface Candidate extends Matched {
  readonly rank: number;
  readonly shared: number;
}

/**
 * Tells which violations two versions of the rules have in common: those with the same ID first, then those of the same matter, source,
 * place and time; of several that could be the same, those of the same rule, and those that share most time. Each is matched once.
 */
export function compareFound(found: readonly Found[], against: readonly Found[]): Comparison {
  const bySource = new Map<string, Found[]>();
  for (const other of against) {
    const source = sourceOf(other);
    const others = bySource.get(source);
    if (others === undefined) bySource.set(source, [other]);
    else others.push(other);
  }
  const candidates = found.flatMap((one) => candidatesFor(one, bySource.get(sourceOf(one)) ?? []));
  candidates.sort(
    (a, b) => a.rank - b.rank || b.shared - a.shared || order(a.found, b.found) || order(a.against, b.against),
  );
  const taken = new Set<Found>();
  const same: Matched[] = [];
  for (const { found: one, against: other } of candidates) {
    if (taken.has(one) || taken.has(other)) continue;
    taken.add(one).add(other);
    same.push({ found: one, against: other });
  }
  return {
    same: same.sort((a, b) => order(a.found, b.found)),
    fresh: found.filter((one) => !taken.has(one)),
    gone: against.filter((one) => !taken.has(one)),
  };
}

function sourceOf({ violation }: Found): string {
  return `${violation.matter} ${violation.sourceId}`;
}

function order({ violation: a }: Found, { violation: b }: Found): number {
  return a.triggeredAtMs - b.triggeredAtMs || a.violationId.localeCompare(b.violationId);
}

function candidatesFor(one: Found, others: readonly Found[]): Candidate[] {
  const offence = offenceOf(one);
  return others.flatMap((other) => {
    const isSameId = one.violation.violationId === other.violation.violationId;
    const shared = isSameId ? Infinity : sharedMs(offence, offenceOf(other));
    if (shared === null) return [];
    const rank = isSameId ? 0 : one.violation.ruleId === other.violation.ruleId ? 1 : 2;
    return [{ found: one, against: other, rank, shared }];
  });
}
