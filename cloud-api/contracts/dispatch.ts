import { z } from 'zod';
import { CaseId } from './case-life.js';
import { EpochMs, Sha256Hex, Slug } from './identifiers.js';
import { Matter } from './matter.js';

/** A unit grid (单元网格): division (6), street (3), community (3) and serial (3). */
export const GridCode = z.string().regex(/^\d{15}$/, 'the 15 digits of a unit grid');
export type GridCode = z.infer<typeof GridCode>;

/** A patrol, and the grids it goes through. */
export const Patrol = z.strictObject({
  patrolId: Slug,
  name: z.string().min(1).max(100),
  /** The bureau that it belongs to; null: to all. */
  bureauId: Slug.nullable(),
  grids: z.array(GridCode).max(500),
});
export type Patrol = z.infer<typeof Patrol>;

/** Where the work of a patrol stands (任务派遣, 任务处理, 处理反馈, 核查结案). */
export const DispatchState = z.enum(['sent', 'taken', 'reported', 'closed', 'withdrawn']);
export type DispatchState = z.infer<typeof DispatchState>;

/** What the patrol found on site. */
export const SiteFinding = z.enum(['confirmed', 'not-found', 'corrected']);
export type SiteFinding = z.infer<typeof SiteFinding>;

const note = z.string().trim().min(1).max(2_000);

/** A step with a dispatch, with all that must be said about it. */
export const DispatchStepRequest = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('take'), note: note.optional() }),
  /** `photos` were sent before, and are named by their SHA-256. */
  z.strictObject({
    step: z.literal('report'),
    finding: SiteFinding,
    note,
    photos: z.array(Sha256Hex).min(1).max(9),
  }),
  /** `note` says what is missing. */
  z.strictObject({ step: z.literal('send-back'), note }),
  z.strictObject({ step: z.literal('close'), note: note.optional() }),
  z.strictObject({ step: z.literal('withdraw'), note }),
]);
export type DispatchStepRequest = z.infer<typeof DispatchStepRequest>;

/** A step that was taken with a dispatch. */
export const DispatchStep = z.object({
  /** Version of the dispatch after it; that of `send` is 1. */
  version: z.int().min(1),
  step: z.enum(['send', 'take', 'report', 'send-back', 'close', 'withdraw']),
  atMs: EpochMs,
  accountId: z.string(),
  displayName: z.string(),
  note: z.string().nullable(),
  finding: SiteFinding.nullable(),
  photos: z.array(Sha256Hex),
  requestId: z.string(),
  client: z.string(),
});
export type DispatchStep = z.infer<typeof DispatchStep>;

/** A patrol that was sent to look at a case. */
export const Dispatch = z.object({
  dispatchId: z.int().min(1),
  caseId: CaseId,
  patrolId: Slug,
  grid: GridCode.nullable(),
  state: DispatchState,
  version: z.int().min(1),
  sentAtMs: EpochMs,
  /** By when it is to be taken, reported or closed; null once it is over. */
  dueAtMs: EpochMs.nullable(),
  isOverdue: z.boolean(),
  /** The last report; null while there is none. */
  finding: SiteFinding.nullable(),
});
export type Dispatch = z.infer<typeof Dispatch>;

/** A dispatch with all its steps. */
export const DispatchDetail = Dispatch.extend({ steps: z.array(DispatchStep) });
export type DispatchDetail = z.infer<typeof DispatchDetail>;

/** A dispatch as a list shows it: with what its case is about. */
export const ListedDispatch = Dispatch.extend({
  patrolName: z.string(),
  matter: Matter,
  placeName: z.string(),
  severity: z.int(),
});
export type ListedDispatch = z.infer<typeof ListedDispatch>;

/** A page of dispatches, newest first; `nextCursor` is null on the last page. */
export const DispatchPage = z.object({ dispatches: z.array(ListedDispatch), nextCursor: z.string().nullable() });
export type DispatchPage = z.infer<typeof DispatchPage>;
