import { createHash } from 'node:crypto';
import { type YamlPlace, readLocatedYaml } from '@lamppost/detectors';
import type { z } from 'zod';
import { canonicalJson } from '../../evidence/canonical-json.js';
import { explainIssue, explainUnknown } from './explain-issue.js';
import { fieldWords } from './field-words.js';
import { RuleDocument } from './rule-document.js';
import { type RuleErrorCode, type RuleNote, type RuleWarningCode, pathText } from './rule-note.js';
import { keysAt } from './schema-at.js';
import type { TwoLanguages } from './two-languages.js';
import { warningsOf } from './warnings-of.js';

/** Characters of a rule document, at most: a thousand zones and a thousand rules fit well. */
const MAX_CHARACTERS = 2_000_000;
/** Problems told of one document, at most. */
const MAX_PROBLEMS = 100;

/** A rule document that was taken, with its hash. */
export interface TakenRules {
  readonly status: 'taken';
  readonly document: RuleDocument;
  /** As it was written. */
  readonly text: string;
  /** SHA-256 over the document's canonical JSON (RFC 8785), defaults filled in: what was meant, however it was written. */
  readonly sha256: string;
  readonly warnings: readonly RuleNote<RuleWarningCode>[];
}

/** A rule document that cannot be used, and all that is wrong with it. */
export interface RefusedRules {
  readonly status: 'refused';
  readonly problems: readonly RuleNote<RuleErrorCode>[];
}

/** What came of reading a rule document. */
export type RulesRead = TakenRules | RefusedRules;

/** SHA-256 of a rule document in lower-case hex. */
export function rulesHash(document: RuleDocument): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

/** Reads the text of a rule document. `nowMs` tells for which year the calendar of holidays must be known. It never throws. */
export function readRules(text: string, nowMs: number): RulesRead {
  if (text.length > MAX_CHARACTERS)
    return refusal('rules.too-large', START, {
      zh: `文件超过 ${MAX_CHARACTERS} 个字符，请拆分或精简`,
      en: `the file has more than ${MAX_CHARACTERS} characters; shorten it`,
    });
  const located = readLocatedYaml(text);
  if (located.status === 'faulty')
    return {
      status: 'refused',
      problems: located.faults
        .slice(0, MAX_PROBLEMS)
        .map((fault) =>
          note('rules.not-yaml', fault, [], { zh: `不是 YAML：${fault.message}`, en: `not YAML: ${fault.message}` }),
        ),
    };
  const { value } = located;
  const parsed = RuleDocument.safeParse(value);
  if (!parsed.success) return { status: 'refused', problems: problemsOf(parsed.error, value, located) };
  const document = parsed.data;
  return {
    status: 'taken',
    document,
    text,
    sha256: rulesHash(document),
    warnings: warningsOf(document, nowMs).map(({ code, path, message }) =>
      note(code, located.placeOf(path), path, message),
    ),
  };
}

/** A refusal for a reason that is not in the text itself. */
export function refusal(code: RuleErrorCode, place: YamlPlace, message: TwoLanguages): RefusedRules {
  return { status: 'refused', problems: [note(code, place, [], message)] };
}

const START: YamlPlace = { line: 1, column: 1 };

interface Places {
  placeOf(path: readonly PropertyKey[]): YamlPlace;
  placeOfKey(path: readonly PropertyKey[]): YamlPlace;
}

function problemsOf(error: z.ZodError, value: unknown, places: Places): RuleNote<RuleErrorCode>[] {
  const guessed = new Set<string>();
  const problems = error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const { code, message } = explainIssue(issue, valueAt(value, issue.path));
      return [note(code, places.placeOf(issue.path), issue.path, message)];
    }
    const known = keysAt(RuleDocument, value, issue.path);
    return issue.keys.slice(0, MAX_PROBLEMS).map((key) => {
      const path = [...issue.path, key];
      const { code, message, guess } = explainUnknown(key, known);
      if (guess !== null) guessed.add(pathText([...issue.path, guess]));
      return note(code, places.placeOfKey(path), path, message);
    });
  });
  return (
    problems
      // A mistyped field is one mistake: that the right one is missing need not be said as well.
      .filter(({ code, path }) => code !== 'rules.missing-field' || !guessed.has(path))
      // What is no name at all need not be looked up.
      .filter(
        ({ path, code }) =>
          code !== 'rules.no-such-name' || !problems.some((other) => other.path === path && other.code !== code),
      )
      .sort((a, b) => a.line - b.line || a.column - b.column)
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

function note<Code extends RuleErrorCode | RuleWarningCode>(
  code: Code,
  { line, column }: YamlPlace,
  path: readonly PropertyKey[],
  message: TwoLanguages,
): RuleNote<Code> {
  return { code, line, column, path: pathText(path), field: fieldWords(path), message };
}
