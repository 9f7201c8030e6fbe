import type { YamlPlace } from '@lamppost/detectors';
import type { TwoLanguages } from './two-languages.js';

/** Why a rule document was refused. */
export type RuleErrorCode =
  | 'rules.unreadable'
  | 'rules.too-large'
  | 'rules.not-utf8'
  | 'rules.not-yaml'
  | 'rules.missing-field'
  | 'rules.unknown-field'
  | 'rules.wrong-type'
  | 'rules.not-allowed'
  | 'rules.out-of-range'
  | 'rules.wrong-format'
  | 'rules.contradiction'
  | 'rules.no-such-name'
  | 'rules.named-twice';

/** What an operator should look at in a document that is taken. */
export type RuleWarningCode =
  | 'rules.code-of-other-matter'
  | 'rules.code-unknown'
  | 'rules.preset-unverified'
  | 'rules.year-unknown'
  | 'rules.zone-unused'
  | 'rules.polygon-crosses-itself'
  | 'rules.stills-too-many'
  | 'rules.point-without-effect'
  | 'rules.reminder-by-cloud-alone';

/** Something to say of one place of a rule document. */
export interface RuleNote<Code extends string = RuleErrorCode | RuleWarningCode> extends YamlPlace {
  readonly code: Code;
  /** `rules[2].zone`; empty for the document as a whole. */
  readonly path: string;
  /** What the field is called; null where there is no field. */
  readonly field: TwoLanguages | null;
  /** What is wrong, and what mends it. */
  readonly message: TwoLanguages;
}

/** `rules[2].zone` from `['rules', 2, 'zone']`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );
}
