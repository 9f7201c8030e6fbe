import type { Violation } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';
import type { TrueViolation } from './clip-truth.js';

/** Least IoU between the place of the truth and what is told of it. */
export const SAME_PLACE_IOU = 0.3;
const MS_PER_SECOND = 1000;

/** A violation as it was told, in seconds of the clip. */
export interface ToldViolation {
  readonly rule: string;
  readonly matter: Violation['matter'];
  /** Since when, as the gateway says. */
  readonly startSeconds: number;
  readonly triggeredSeconds: number;
  readonly observedCoverage: number;
  readonly subject: Violation['subject'];
}

/** A violation of the truth that was told. */
export interface FoundViolation {
  readonly truth: TrueViolation;
  readonly told: ToldViolation;
  /** From the beginning of the offence to the moment it was told, in seconds. */
  readonly delaySeconds: number;
  /** Of these, seconds beyond the rule's own time; negative when it was told too early. */
  readonly lateSeconds: number;
}

/** How what was told compares with the truth. */
export interface ClipScore {
  readonly found: readonly FoundViolation[];
  readonly missed: readonly TrueViolation[];
  /** Told, but not in the truth; or told twice. */
  readonly false: readonly ToldViolation[];
}

function isOfTruth(truth: TrueViolation, told: ToldViolation): boolean {
  const isNamed = truth.rule === undefined ? truth.matter === told.matter : truth.rule === told.rule;
  const delaySeconds = told.triggeredSeconds - truth.start;
  const isInTime = delaySeconds >= 0 && delaySeconds <= truth.within;
  if (!isNamed || !isInTime) return false;
  if (truth.box === undefined) return true;
  return told.subject !== null && intersectionOverUnion(truth.box, told.subject.box) >= SAME_PLACE_IOU;
}

/** A violation in seconds of a clip that begins at `clipStartMs` of event time. */
export function toldAt(violation: Violation, clipStartMs: number): ToldViolation {
  const { ruleId, matter, startedAtMs, triggeredAtMs, observedCoverage, subject } = violation;
  return {
    rule: ruleId,
    matter,
    startSeconds: (startedAtMs - clipStartMs) / MS_PER_SECOND,
    triggeredSeconds: (triggeredAtMs - clipStartMs) / MS_PER_SECOND,
    observedCoverage,
    subject,
  };
}

/**
 * Holds what was told of a clip against the truth. In the order in which they were told, each takes the earliest violation of the truth
 * that it can be and that nothing took before.
 *
 * @param ruleSeconds - time that each rule asks for, by rule ID
 */
export function scoreClip(
  told: readonly ToldViolation[],
  truth: readonly TrueViolation[],
  ruleSeconds: ReadonlyMap<string, number>,
): ClipScore {
  const open = truth.toSorted((a, b) => a.start - b.start);
  const found: FoundViolation[] = [];
  const wrong: ToldViolation[] = [];
  for (const one of told.toSorted((a, b) => a.triggeredSeconds - b.triggeredSeconds)) {
    const index = open.findIndex((each) => isOfTruth(each, one));
    const [taken] = index < 0 ? [] : open.splice(index, 1);
    if (taken === undefined) wrong.push(one);
    else {
      const delaySeconds = one.triggeredSeconds - taken.start;
      const lateSeconds = delaySeconds - (ruleSeconds.get(one.rule) ?? 0);
      found.push({ truth: taken, told: one, delaySeconds, lateSeconds });
    }
  }
  return { found, missed: open, false: wrong };
}
