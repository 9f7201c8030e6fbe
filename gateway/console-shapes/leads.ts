import type { Violation } from '@lamppost/contracts';
import type { Rule } from '../rules/document/rule.js';

/** What became of something that was found. */
export type FoundFate = 'lead' | 'corrected' | 'reminded' | 'shadow';

/** What a reviewer made of a violation; `reason` is the code of a rejection. */
export interface Verdict {
  readonly violationId: string;
  readonly verdict: 'confirmed' | 'rejected';
  readonly reason?: string;
}

/** Something that was found of late, what became of it, and what a reviewer made of it. */
export interface FoundLead {
  readonly violation: Violation;
  readonly fate: FoundFate;
  /** Hash of the rules that found it. */
  readonly rulesSha256: string;
  /** The rule as it was then; null where that is not known any more. */
  readonly rule: Rule | null;
  /** Null while nobody has said anything. */
  readonly verdict: Verdict['verdict'] | null;
  readonly reason: string | null;
  readonly hasPicture: boolean;
}

/** A part of what was found of late, the newest first. */
export interface FoundPage {
  readonly leads: readonly FoundLead[];
  /** Ask for what was found before this moment; null when there is no more. */
  readonly nextBeforeMs: number | null;
}
