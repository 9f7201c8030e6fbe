import { z } from 'zod';
import { EvidenceFile, EvidenceDevice } from './evidence-manifest.js';
import { EpochMs, Sha256Hex, Slug } from './identifiers.js';
import { Matter, MatterCode } from './matter.js';
import { PlateFinding } from './plate.js';
import { Violation } from './violation.js';

/** A case lead as it stands in a list. Nothing here is a verdict: an officer has yet to look. */
export const CaseSummary = z.object({
  caseId: z.string(),
  state: z.literal('candidate'),
  matter: Matter,
  matterCode: MatterCode,
  gatewayId: Slug,
  sourceId: Slug,
  placeName: z.string(),
  severity: z.int(),
  startedAtMs: EpochMs,
  triggeredAtMs: EpochMs,
  openedAtMs: EpochMs,
  /** Address of a picture below the API's root; null when no camera covers the place. */
  pictureUrl: z.string().nullable(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

/** A step in the life of a case. */
export const CaseEvent = z.object({
  atMs: EpochMs,
  kind: z.enum(['started', 'triggered', 'sealed', 'opened']),
  detail: z.string(),
});
export type CaseEvent = z.infer<typeof CaseEvent>;

/** One case with all that its package says. */
export const CaseDetail = CaseSummary.extend({
  digest: Sha256Hex,
  sequence: z.int(),
  violation: Violation,
  /** What a machine made of the vehicle's number plate, to be checked by an officer; null when the package does not say. */
  plate: PlateFinding.nullable(),
  device: EvidenceDevice,
  files: z.array(EvidenceFile.extend({ url: z.string() })),
  timeline: z.array(CaseEvent),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

/** A page of cases, newest first; `nextCursor` is null on the last page. */
export const CasePage = z.object({ cases: z.array(CaseSummary), nextCursor: z.string().nullable() });
export type CasePage = z.infer<typeof CasePage>;
