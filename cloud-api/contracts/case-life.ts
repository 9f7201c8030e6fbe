import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';

/** Where a case stands. `accepted` by the bureau that has the power, `corrected` by persuasion; `merged` into another case. */
export const CaseState = z.enum([
  'candidate',
  'in_review',
  'confirmed',
  'transferred',
  'accepted',
  'returned',
  'rejected',
  'merged',
  'corrected',
  'expired',
]);
export type CaseState = z.infer<typeof CaseState>;

/** ID of a case: the day of its opening in Beijing, and its number on that day. */
export const CaseId = z.string().regex(/^LP-\d{8}-\d{6,}$/, 'a case ID, as in LP-20260301-000001');
export type CaseId = z.infer<typeof CaseId>;

/** Why a case was rejected, as a code of `GET /api/v1/case-life`. */
export const RejectionCode = z.enum([
  'emergency-duty',
  'stolen-or-cloned',
  'rescue-or-necessity',
  'handled-on-site',
  'signals-inconsistent',
  'unclear-record',
  'wrong-plate',
  'other-to-be-deleted',
  'false-detection',
  'not-an-offence',
  'outside-area',
  'permitted',
  'other',
]);
export type RejectionCode = z.infer<typeof RejectionCode>;

const note = z.string().trim().min(1).max(2_000);
const step = <Name extends string>(name: Name) => z.literal(name);

/** A step that a person takes with a case, with all that must be said about it. */
export const CaseStepRequest = z.discriminatedUnion('step', [
  z.strictObject({ step: step('begin-review'), note: note.optional() }),
  z.strictObject({ step: step('put-back'), note: note.optional() }),
  z.strictObject({ step: step('confirm'), note: note.optional() }),
  z.strictObject({ step: step('reject'), reason: RejectionCode, note: note.optional() }),
  /** `bureauId` is the bureau that is to take it. */
  z.strictObject({ step: step('transfer'), bureauId: Slug, note: note.optional() }),
  z.strictObject({ step: step('accept'), note: note.optional() }),
  /** `note` says why it is not taken. */
  z.strictObject({ step: step('return'), note }),
  z.strictObject({ step: step('merge'), intoCaseId: CaseId, note: note.optional() }),
  /** `note` says how it was settled. */
  z.strictObject({ step: step('correct'), note }),
  /** `note` says what is to be looked at again. */
  z.strictObject({ step: step('review-again'), note }),
  /** `note` says why a closed case is taken up again. */
  z.strictObject({ step: step('reopen'), note }),
]);
export type CaseStepRequest = z.infer<typeof CaseStepRequest>;

/** All steps: those that people take, and `expire`, which the program takes when a deadline passed. */
export const CaseStepName = z.enum([
  'begin-review',
  'put-back',
  'confirm',
  'reject',
  'transfer',
  'accept',
  'return',
  'merge',
  'correct',
  'review-again',
  'reopen',
  'expire',
]);
export type CaseStepName = z.infer<typeof CaseStepName>;

/** A step that was taken: who, when, why, from where. */
export const CaseStep = z.object({
  caseId: CaseId,
  /** Version of the case after the step. */
  version: z.int().min(2),
  step: CaseStepName,
  from: CaseState,
  to: CaseState,
  atMs: EpochMs,
  /** Null: the program itself. */
  accountId: z.string().nullable(),
  displayName: z.string(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  bureauId: z.string().nullable(),
  /** The case that it was merged into. */
  otherCaseId: z.string().nullable(),
  /** ID of the request, and the address that it came from. */
  requestId: z.string().nullable(),
  client: z.string().nullable(),
});
export type CaseStep = z.infer<typeof CaseStep>;

/** Something that was done with a case beside the steps of its life: dispatch, coordination, joint handling, visits, papers, exports. */
export const CaseAct = z.object({
  act: z.string(),
  atMs: EpochMs,
  /** Null: the program itself. */
  accountId: z.string().nullable(),
  displayName: z.string(),
  /** The bureau of whoever did it; null: of none. */
  bureauId: z.string().nullable(),
  note: z.string().nullable(),
  /** What it was, by name. */
  what: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
  client: z.string().nullable(),
});
export type CaseAct = z.infer<typeof CaseAct>;

/**
 * What the desk waits for: a review, a transfer, that a bureau accepts, that what came back is dealt with, that a record is deleted; that a bureau
 * answers whether it supports another (`support`), and that it says what it found (`opinion`).
 */
export const CaseClock = z.enum(['review', 'transfer', 'acceptance', 'return', 'erasure', 'support', 'opinion']);
export type CaseClock = z.infer<typeof CaseClock>;

/** What happens as a deadline comes near and passes. `escalated`: the supervisor is told. */
export const AlarmKind = z.enum(['soon', 'overdue', 'escalated', 'expired']);
export type AlarmKind = z.infer<typeof AlarmKind>;

/** One summand of a severity. */
export const JudgementTerm = z.object({
  term: z.enum(['rule', 'matter', 'tier', 'duration', 'repeats', 'corroboration', 'device']),
  /** What was judged, as in `burning`, `90 min`, `2`. */
  value: z.string(),
  points: z.number(),
});
export type JudgementTerm = z.infer<typeof JudgementTerm>;

/** How a severity came about. */
export const Judgement = z.object({
  /** 1 (slight) to 5 (grave): the sum, rounded and kept within these bounds. */
  severity: z.int().min(1).max(5),
  points: z.number(),
  terms: z.array(JudgementTerm),
});
export type Judgement = z.infer<typeof Judgement>;

/**
 * What people made of a violation. `excused`: it was as the rule says, or nobody can tell, and yet no case may come of it; that speaks neither for
 * the rule nor against it.
 */
export const ViolationVerdict = z.enum(['confirmed', 'rejected', 'excused']);
export type ViolationVerdict = z.infer<typeof ViolationVerdict>;

/** A reminder that a deadline is near or has passed. */
export const CaseAlarm = z.object({
  alarmNumber: z.int(),
  caseId: CaseId,
  clock: CaseClock,
  kind: AlarmKind,
  dueAtMs: EpochMs,
  firedAtMs: EpochMs,
  bureauId: z.string().nullable(),
  /** The support that is waited for; null: the case itself. */
  supportId: z.int().nullable(),
});
export type CaseAlarm = z.infer<typeof CaseAlarm>;

/** A page of alarms, newest first; `nextCursor` is null on the last page. */
export const CaseAlarmPage = z.object({ alarms: z.array(CaseAlarm), nextCursor: z.string().nullable() });
export type CaseAlarmPage = z.infer<typeof CaseAlarmPage>;
