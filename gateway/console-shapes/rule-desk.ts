import { z } from 'zod';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { RuleNote } from '../rules/document/rule-note.js';

export type { RuleDocument } from '../rules/document/rule-document.js';
export type { Rule } from '../rules/document/rule.js';
export type { RuleNote } from '../rules/document/rule-note.js';

/** Place of a value in the rule document: `['zones', 0, 'polygon', 2]`. */
const EditPath = z
  .array(z.union([z.string().min(1).max(64), z.int().min(0).max(2_000)]))
  .min(1)
  .max(12);

/** A change of the rule document that is made on its text. An entry of a list is added by setting the place behind the last. */
export const RuleEdit = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), path: EditPath, value: z.json() }),
  z.strictObject({ op: z.literal('remove'), path: EditPath }),
]);
export type RuleEdit = z.infer<typeof RuleEdit>;

const RuleText = z.string().max(2_000_000);

/** A text to be checked, with changes that are made on it before. */
export const DraftRequest = z.strictObject({ text: RuleText, edits: z.array(RuleEdit).max(100).default([]) });
export type DraftRequest = z.input<typeof DraftRequest>;

/** A text that is to be judged by. */
export const PublishRequest = z.strictObject({
  text: RuleText,
  /** Why, for whoever reads the history. */
  reason: z.string().trim().min(1).max(500),
});
export type PublishRequest = z.infer<typeof PublishRequest>;

/** Why an older version is to be judged by again. */
export const RollBackRequest = PublishRequest.omit({ text: true });
export type RollBackRequest = z.infer<typeof RollBackRequest>;

/** What a text of rules comes to. */
export type CheckedRules =
  | {
      readonly status: 'taken';
      readonly document: RuleDocument;
      /** Hash of the document, which evidence names. */
      readonly sha256: string;
      readonly warnings: readonly RuleNote[];
    }
  | { readonly status: 'refused'; readonly problems: readonly RuleNote[] };

/** A draft as it is now. */
export interface CheckedDraft {
  readonly text: string;
  readonly checked: CheckedRules;
  /** What it has otherwise than the rules of now; null while it is refused. */
  readonly changes: readonly RuleChange[] | null;
}

/** A camera or monitor that rules may name. */
export interface NamedSource {
  readonly id: string;
  readonly place: string | null;
}

/** The rules of now, as text and as what they come to. */
export interface RulesNow {
  readonly text: string;
  /** Hash of the text: what a publication must name to be sure that nobody was faster. */
  readonly etag: string;
  readonly checked: CheckedRules;
  /** What is judged by, which is not the text while that is refused. */
  readonly live: { readonly sha256: string; readonly version: string | null; readonly sinceMs: number };
  /** Where they come from: a file on the box, or the cloud, which alone changes them then. */
  readonly source: { readonly kind: 'file' | 'cloud'; readonly name: string };
  readonly cameras: readonly NamedSource[];
  readonly sensors: readonly NamedSource[];
  /** Who made them, and when; null where nobody was noted. */
  readonly newest: RuleVersionSummary | null;
}

const TwoLanguages = z.strictObject({ zh: z.string(), en: z.string() });

/** What one version of the rules has otherwise than the one before. */
const RuleChange = z.strictObject({
  /** Null: a field of the document itself. */
  list: z.enum(['zones', 'vendingPoints', 'speakers', 'templates', 'rules']).nullable(),
  id: z.string().nullable(),
  kind: z.enum(['added', 'removed', 'changed']),
  fields: z.array(
    z.strictObject({
      field: z.string(),
      words: TwoLanguages.nullable(),
      /** As it is written; null where nothing is. */
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type RuleChange = z.infer<typeof RuleChange>;

/** A version of the rules that was judged by. */
export const RuleVersionSummary = z.strictObject({
  number: z.int().min(1),
  atMs: z.number(),
  /** `file`: changed on the disk by somebody who is not known here; `cloud`: assigned. */
  kind: z.enum(['published', 'rolled-back', 'file', 'cloud']),
  who: z.string().nullable(),
  reason: z.string().nullable(),
  /** The version that was gone back to. */
  restores: z.int().nullable(),
  sha256: z.string(),
  textSha256: z.string(),
  /** As the operator names it. */
  version: z.string().nullable(),
  changes: z.array(RuleChange),
});
export type RuleVersionSummary = z.infer<typeof RuleVersionSummary>;

/** The same with its text. */
export interface RuleVersion extends RuleVersionSummary {
  readonly text: string;
}
