import type { RuleErrorCode, RuleWarningCode } from './rule-note.js';

/** What a code means, and what mends it. */
interface RuleCodeMeaning {
  readonly meaning: string;
  readonly mend: string;
}

/** Every code that reading a rule document can end in; `docs/errors.md` says the same. */
export const RULE_CODES: Readonly<Record<RuleErrorCode | RuleWarningCode, RuleCodeMeaning>> = {
  'rules.unreadable': { meaning: 'The file cannot be read.', mend: 'Give the path of an existing, readable file.' },
  'rules.too-large': { meaning: 'The file is larger than any rules need.', mend: 'Shorten it.' },
  'rules.not-utf8': { meaning: 'The file is not UTF-8.', mend: 'Save it as UTF-8.' },
  'rules.not-yaml': { meaning: 'The text is not YAML.', mend: 'Mend brackets, quotes and indents at the line named.' },
  'rules.missing-field': { meaning: 'A field is missing.', mend: 'Write it, as the message says.' },
  'rules.unknown-field': { meaning: 'There is no such field here.', mend: 'Take the name that the message suggests.' },
  'rules.wrong-type': { meaning: 'A value is of another kind.', mend: 'Write what the message names.' },
  'rules.not-allowed': { meaning: 'A value is none of those allowed.', mend: 'Take one of those the message lists.' },
  'rules.out-of-range': { meaning: 'A value is too small or too large.', mend: 'Keep to the bound in the message.' },
  'rules.wrong-format': { meaning: 'A value is not written as it must be.', mend: 'Write it as the message shows.' },
  'rules.contradiction': { meaning: 'Two values cannot both hold.', mend: 'Change one of them.' },
  'rules.no-such-name': {
    meaning: 'Nothing has the name that is used.',
    mend: 'Correct the name, or add what it names.',
  },
  'rules.named-twice': { meaning: 'Two things have one ID.', mend: 'Give each its own.' },
  'rules.code-of-other-matter': {
    meaning: 'Warning: the matter code is of another matter.',
    mend: 'Check it against GB/T 47678.5.',
  },
  'rules.code-unknown': {
    meaning: 'Warning: the matter code is not in our list.',
    mend: 'Check it against GB/T 47678.5.',
  },
  'rules.preset-unverified': {
    meaning: 'Warning: nobody saw a published text of these values.',
    mend: 'Compare them with the standard, and write your own where they differ.',
  },
  'rules.year-unknown': {
    meaning: 'Warning: the holidays of this year are not known.',
    mend: 'Update, or write daysOff and workdays.',
  },
  'rules.zone-unused': { meaning: 'Warning: no rule looks at the zone.', mend: 'Add a rule, or take the zone out.' },
  'rules.polygon-crosses-itself': {
    meaning: 'Warning: edges of a polygon cross.',
    mend: 'Write the points in order along the border.',
  },
  'rules.stills-too-many': {
    meaning: 'Warning: the pictures do not fit into the time.',
    mend: 'Ask for fewer, or closer together.',
  },
  'rules.point-without-effect': {
    meaning: 'Warning: no stall rule heeds the vending point.',
    mend: 'Check its camera, and the tier of the zone.',
  },
  'rules.reminder-by-cloud-alone': {
    meaning: 'Warning: the rule names no loudspeaker.',
    mend: 'See that the cloud has a webhook, or name a speaker.',
  },
};
