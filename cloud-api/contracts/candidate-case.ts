import { z } from 'zod';
import { CaseAct, CaseClock, CaseId, CaseState, CaseStep, CaseStepName, Judgement } from './case-life.js';
import { EvidenceFile, EvidenceDevice } from './evidence-manifest.js';
import { EpochMs, Sha256Hex, Slug } from './identifiers.js';
import { Matter, MatterCode } from './matter.js';
import { PlateFinding } from './plate.js';
import { Violation } from './violation.js';

/** A case as it stands in a list. Until an officer confirmed it, it is a lead and no more. */
export const CaseSummary = z.object({
  caseId: CaseId,
  state: CaseState,
  /** Grows with each step; `If-Match: "v3"` takes a step with version 3. */
  version: z.int().min(1),
  /** The bureau that has it; null while none has. */
  bureauId: z.string().nullable(),
  matter: Matter,
  matterCode: MatterCode,
  gatewayId: Slug,
  sourceId: Slug,
  placeName: z.string(),
  severity: z.int(),
  /** What is waited for, and until when; null where nothing is. */
  deadline: z.object({ clock: CaseClock, dueAtMs: EpochMs }).nullable(),
  /** Earlier cases of the same subject that a person confirmed. */
  repeatCount: z.int().min(0),
  startedAtMs: EpochMs,
  triggeredAtMs: EpochMs,
  openedAtMs: EpochMs,
  /** Address of a picture below the API's root; null when no camera covers the place. */
  pictureUrl: z.string().nullable(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

/** What led to a case. */
export const CaseEvent = z.object({
  atMs: EpochMs,
  kind: z.enum(['started', 'triggered', 'sealed', 'opened']),
  detail: z.string(),
});
export type CaseEvent = z.infer<typeof CaseEvent>;

/** An earlier case of the same subject. */
export const EarlierCase = z.object({
  caseId: CaseId,
  state: CaseState,
  startedAtMs: EpochMs,
  /** Whether the later case goes on with what this one was about: it would have joined it, had it not been closed. Nothing is punished twice. */
  isContinued: z.boolean(),
});
export type EarlierCase = z.infer<typeof EarlierCase>;

/** Whether what the device recorded may be evidence (行政处罚法 art. 41), at the time of the capture that opened the case. */
export const DeviceStanding = z.object({
  /** `package`: the device is not in the register, so what the package itself states counts. */
  basis: z.enum(['register', 'package']),
  /** What was missing, by name and in words. */
  missing: z.array(z.object({ condition: z.string(), zh: z.string(), en: z.string() })),
});
export type DeviceStanding = z.infer<typeof DeviceStanding>;

/** One case with all that its package says. */
export const CaseDetail = CaseSummary.extend({
  digest: Sha256Hex,
  sequence: z.int(),
  violation: Violation,
  /** What a machine made of the vehicle's number plate, to be checked by an officer; null when the package does not say. */
  plate: PlateFinding.nullable(),
  device: EvidenceDevice,
  deviceStanding: DeviceStanding,
  files: z.array(EvidenceFile.extend({ url: z.string() })),
  timeline: z.array(CaseEvent),
  /** What was done with it, first to last. */
  steps: z.array(CaseStep),
  /** What else was done with it: dispatch, coordination, joint handling, visits, papers, exports; first to last, the latest 500. */
  acts: z.array(CaseAct),
  /** Bureaus that support the one that has it. */
  supporterIds: z.array(z.string()),
  /** Steps that its state allows; who may take them is another question. */
  allowedSteps: z.array(CaseStepName),
  /** How its severity came about; null for cases from before it was judged. */
  judgement: Judgement.nullable(),
  /** Earlier cases of the same subject, latest first, at most 20. */
  history: z.array(EarlierCase),
  mergedInto: CaseId.nullable(),
  /** Cases that were merged into this one. */
  mergedCaseIds: z.array(CaseId),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

/** A page of cases, newest first; `nextCursor` is null on the last page. */
export const CasePage = z.object({ cases: z.array(CaseSummary), nextCursor: z.string().nullable() });
export type CasePage = z.infer<typeof CasePage>;
