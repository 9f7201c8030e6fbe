import { CaseId, DispatchState, EpochMs, Matter, SiteFinding, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** What the cases of a visit have in common: one vehicle, one vending spot, or one place. */
export const InspectionKind = z.enum(['plate', 'spot', 'place']);
export type InspectionKind = z.infer<typeof InspectionKind>;

/** Where a visit stands. `stale`: its cases were closed, or another proposal holds them. */
export const InspectionState = z.enum(['proposed', 'planned', 'declined', 'stale', 'done', 'cancelled']);
export type InspectionState = z.infer<typeof InspectionState>;

/** Whether the bureau of a case takes part in a visit: it was asked, joined, or stays out. */
export const Consent = z.enum(['asked', 'joined', 'out']);
export type Consent = z.infer<typeof Consent>;

const Words = z.string().trim().min(2).max(2_000);

/** A step with a visit, with all that must be said about it. */
export const InspectionStepRequest = z.discriminatedUnion('step', [
  /** Plans the visit: who goes, and when. Cases of other bureaus wait for those to join. */
  z.strictObject({ step: z.literal('accept'), patrolId: Slug, atMs: EpochMs, note: Words.optional() }),
  /** `note` says why; the same cases are not proposed again. */
  z.strictObject({ step: z.literal('decline'), note: Words }),
  /** Lets a planned visit look at the cases of one's own bureau too. */
  z.strictObject({ step: z.literal('join'), note: Words.optional() }),
  z.strictObject({ step: z.literal('stay-out'), note: Words }),
  /** Calls a planned visit off. */
  z.strictObject({ step: z.literal('cancel'), note: Words }),
]);
export type InspectionStepRequest = z.infer<typeof InspectionStepRequest>;

/** A case of a visit. */
const InspectionCase = z.object({
  caseId: CaseId,
  bureauId: z.string().nullable(),
  matter: Matter,
  placeName: z.string(),
  /** Null while the visit is only proposed. */
  consent: Consent.nullable(),
  reason: z.string().nullable(),
  /** The dispatch by which the result comes back, where it stands, and what was found. */
  dispatchId: z.int().nullable(),
  dispatchState: DispatchState.nullable(),
  finding: SiteFinding.nullable(),
});

/** One visit for several cases. */
export const Inspection = z.object({
  inspectionId: z.int().min(1),
  kind: InspectionKind,
  state: InspectionState,
  version: z.int().min(1),
  /** Why these cases are one visit, in words. */
  zh: z.string(),
  en: z.string(),
  proposedAtMs: EpochMs,
  patrolId: z.string().nullable(),
  atMs: EpochMs.nullable(),
  reason: z.string().nullable(),
  cases: z.array(InspectionCase),
});
export type Inspection = z.infer<typeof Inspection>;

/** A page of visits, newest first; `nextCursor` is null on the last page. */
export const InspectionPage = z.object({ inspections: z.array(Inspection), nextCursor: z.string().nullable() });
export type InspectionPage = z.infer<typeof InspectionPage>;
