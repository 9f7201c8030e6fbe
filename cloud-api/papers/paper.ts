import { CaseId, EpochMs, Matter, Place, Sha256Hex, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** `reminder`: asks to put it right; `case-file`: the beginning of a file for whoever handles the offence. */
export const PaperKind = z.enum(['reminder', 'case-file']);
export type PaperKind = z.infer<typeof PaperKind>;

const Words = z.object({ zh: z.string(), en: z.string() });
/** Something in Chinese and English. */
export type Words = z.infer<typeof Words>;

/** Asks for a draft. */
export const PaperRequest = z.strictObject({
  /** Whether the party refused to put it right. */
  hasRefused: z.boolean().default(false),
  /** The paper that an officer wants in spite of what is proposed; `note` says why then. */
  kind: PaperKind.optional(),
  note: z.string().trim().min(2).max(2_000).optional(),
});
export type PaperRequest = z.infer<typeof PaperRequest>;

/** A package that the paper refers to, with what tells that it is the very one. */
const EvidenceReference = z.object({
  digest: Sha256Hex,
  gatewayId: Slug,
  sequence: z.int(),
  sealedAtMs: EpochMs,
  files: z.array(z.object({ path: z.string(), role: z.string(), sha256: Sha256Hex })),
});

/** Who has the power over the matter at the place, by the power lists. */
const LegalBasis = z.object({ bureauId: z.string(), areaId: z.string(), matterCode: z.string(), text: z.string() });

/** A draft, made from the case as it stood then. An officer fills in the blanks and signs; until then it is of no effect. */
export const Paper = z.object({
  schema: z.literal('lamppost.paper/1'),
  caseId: CaseId,
  version: z.int().min(1),
  kind: PaperKind,
  /** Colour of the sheet that the town prints it on. */
  colour: z.string(),
  /** Why this paper and not the other. */
  why: z.array(Words),
  bureau: Words.extend({ bureauId: z.string() }).nullable(),
  matter: Words.extend({ matter: Matter, matterCode: z.string() }),
  place: Place,
  /** When it was first seen, and until when at least. */
  fromMs: EpochMs,
  untilMs: EpochMs,
  /** What was seen, as the rule says it. */
  findings: z.array(z.string()),
  /** The vehicle's plate; masked where the reader may not read plates, null where none was read. */
  plate: z.string().nullable(),
  repeatCount: z.int().min(0),
  evidence: z.array(EvidenceReference),
  legalBasis: z.array(LegalBasis),
  /** What the record of the device leaves open: conditions of 行政处罚法 art. 41, clock, chain. */
  doubts: z.array(z.string()),
  /** What a person fills in, in their order. */
  blanks: z.array(Words.extend({ blank: z.string() })),
  generatedBy: z.object({ accountId: z.string(), displayName: z.string() }),
  generatedAtMs: EpochMs,
});
export type Paper = z.infer<typeof Paper>;

/** A draft in the list of those of a case. */
export const PaperEntry = z.object({
  version: z.int().min(1),
  kind: PaperKind,
  atMs: EpochMs,
  accountId: z.string(),
  displayName: z.string(),
});
export type PaperEntry = z.infer<typeof PaperEntry>;
