import { CaseClock, CaseId, CaseState, EpochMs, Matter, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** Where a support stands. `ended`: the lead decided, or the case went to another bureau or came to an end. */
export const SupportState = z.enum(['invited', 'accepted', 'refused', 'withdrawn', 'ended']);
export type SupportState = z.infer<typeof SupportState>;

/** What a supporting bureau says: what it found out, or what it thinks of what the lead is about to do. */
export const OpinionKind = z.enum(['finding', 'agrees', 'objects']);
export type OpinionKind = z.infer<typeof OpinionKind>;

const Words = z.string().trim().min(2).max(4_000);

/** Asks a bureau for support. */
export const SupportRequest = z.strictObject({
  bureauId: Slug,
  /** What is wanted of it. */
  question: Words,
  /** Working days until it is to answer; left out: as the settings of the desk say. */
  days: z.int().min(1).max(60).optional(),
});
export type SupportRequest = z.infer<typeof SupportRequest>;

/** A step with a support, with all that must be said about it. */
export const SupportStepRequest = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('accept'), note: Words.optional() }),
  /** `note` says why. */
  z.strictObject({ step: z.literal('refuse'), note: Words }),
  z.strictObject({ step: z.literal('opine'), kind: OpinionKind, words: Words }),
  /** `note` says why it is not wanted any more. */
  z.strictObject({ step: z.literal('withdraw'), note: Words }),
]);
export type SupportStepRequest = z.infer<typeof SupportStepRequest>;

/** What the lead decided, by which joint handling ends. */
export const JointDecision = z.strictObject({ words: Words });

/** What a bureau said. */
const Opinion = z.object({
  kind: OpinionKind,
  words: z.string(),
  atMs: EpochMs,
  accountId: z.string(),
  displayName: z.string(),
});

/** A bureau that was asked to support the one that has a case. */
export const CaseSupport = z.object({
  supportId: z.int().min(1),
  caseId: CaseId,
  bureauId: Slug,
  leadBureauId: Slug,
  state: SupportState,
  version: z.int().min(1),
  question: z.string(),
  /** Why it was refused or withdrawn, or how it ended. */
  answer: z.string().nullable(),
  invitedAtMs: EpochMs,
  endedAtMs: EpochMs.nullable(),
  /** What is waited for, and until when; null where nothing is. */
  deadline: z.object({ clock: CaseClock, dueAtMs: EpochMs }).nullable(),
  isOverdue: z.boolean(),
  opinions: z.array(Opinion),
});
export type CaseSupport = z.infer<typeof CaseSupport>;

/** A support as a list shows it: with what its case is about. */
const ListedSupport = CaseSupport.extend({
  matter: Matter,
  placeName: z.string(),
  severity: z.int(),
  caseState: CaseState,
});

/** A page of supports, newest first; `nextCursor` is null on the last page. */
export const SupportPage = z.object({ supports: z.array(ListedSupport), nextCursor: z.string().nullable() });
export type SupportPage = z.infer<typeof SupportPage>;
