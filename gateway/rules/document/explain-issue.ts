import type { z } from 'zod';
import { nearest } from './nearest.js';
import type { RuleErrorCode } from './rule-note.js';
import { type TwoLanguages, languagesOf } from './two-languages.js';

/** What a schema found wrong, as an operator reads it. */
export interface ExplainedIssue {
  readonly code: RuleErrorCode;
  readonly message: TwoLanguages;
}

const TYPES: Readonly<Partial<Record<string, TwoLanguages>>> = {
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  string: { zh: '文本', en: 'a text' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  tuple: { zh: '两个数 [x, y]', en: 'two numbers, [x, y]' },
  object: { zh: '一组“字段: 值”', en: 'fields with values' },
};

/** Explains any issue but unknown fields, of which each is a note of its own. `value` is what stands at the place. */
export function explainIssue(issue: z.core.$ZodIssue, value: unknown): ExplainedIssue {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? missing(typeWords(issue.expected)) : wrongType(typeWords(issue.expected), value);
    case 'invalid_value':
      return value === undefined ? missing(oneOf(issue.values)) : notAllowed(issue.values, value);
    case 'invalid_union':
      return unionProblem(issue, value);
    case 'too_small':
      return outOfRange(issue.origin, issue.minimum, '至少', 'at least');
    case 'too_big':
      return outOfRange(issue.origin, issue.maximum, '至多', 'at most');
    case 'invalid_format':
      return { code: 'rules.wrong-format', message: languagesOf(issue.message) };
    case 'custom':
      return { code: customCode(issue.params), message: languagesOf(issue.message) };
    case 'unrecognized_keys':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return { code: 'rules.wrong-type', message: languagesOf(issue.message) };
    default:
      return issue satisfies never;
  }
}

/** Explains a field that is not known at its place, where `known` are. */
export function explainUnknown(
  key: string,
  known: readonly string[],
): ExplainedIssue & { readonly guess: string | null } {
  const guess = nearest(key, known);
  const list = known.join(', ');
  return {
    code: 'rules.unknown-field',
    guess,
    message:
      guess === null
        ? {
            zh: `这里没有字段 "${key}"，请删去；可用：${list}`,
            en: `there is no field "${key}" here; take it out; there are: ${list}`,
          }
        : {
            zh: `没有字段 "${key}"，是否为 "${guess}"？`,
            en: `there is no field "${key}"; did you mean "${guess}"?`,
          },
  };
}

function customCode(params: Readonly<Record<string, unknown>> | undefined): RuleErrorCode {
  const code = params?.code;
  return code === 'rules.no-such-name' || code === 'rules.named-twice' || code === 'rules.missing-field'
    ? code
    : 'rules.contradiction';
}

function typeWords(expected: string): TwoLanguages {
  return TYPES[expected] ?? { zh: expected, en: expected };
}

function missing(wanted: TwoLanguages): ExplainedIssue {
  return {
    code: 'rules.missing-field',
    message: { zh: `缺少此项，请写上${wanted.zh}`, en: `missing; write ${wanted.en}` },
  };
}

function wrongType(wanted: TwoLanguages, value: unknown): ExplainedIssue {
  const given = shown(value);
  return {
    code: 'rules.wrong-type',
    message: { zh: `应为${wanted.zh}，现为 ${given}`, en: `must be ${wanted.en}, and is ${given}` },
  };
}

function oneOf(values: readonly unknown[]): TwoLanguages {
  const list = values.map(String);
  if (list.length === 1) return { zh: ` ${list[0] ?? ''}`, en: list[0] ?? '' };
  return { zh: `其中之一：${list.join('、')}`, en: `one of: ${list.join(', ')}` };
}

function notAllowed(values: readonly unknown[], value: unknown): ExplainedIssue {
  const guess = typeof value === 'string' ? nearest(value, values.map(String)) : null;
  const given = shown(value);
  const words = oneOf(values);
  return {
    code: 'rules.not-allowed',
    message:
      guess === null
        ? { zh: `${given} 不可用，请写${words.zh}`, en: `${given} is not allowed; write ${words.en}` }
        : { zh: `${given} 不可用，是否为 "${guess}"？`, en: `${given} is not allowed; did you mean "${guess}"?` },
  };
}

function unionProblem(issue: z.core.$ZodIssueInvalidUnion, value: unknown): ExplainedIssue {
  const values = (issue as { readonly options?: readonly unknown[] }).options;
  if (values !== undefined) return value === undefined ? missing(oneOf(values)) : notAllowed(values, value);
  return { code: 'rules.wrong-type', message: languagesOf(issue.message) };
}

function outOfRange(origin: string, bound: number | bigint, zh: string, en: string): ExplainedIssue {
  const code = 'rules.out-of-range';
  const limit = String(bound);
  if (origin === 'string')
    return { code, message: { zh: `${zh} ${limit} 个字符`, en: `must have ${en} ${limit} characters` } };
  if (origin === 'array') return { code, message: { zh: `${zh} ${limit} 项`, en: `must have ${en} ${limit} entries` } };
  return { code, message: { zh: `应${zh}为 ${limit}`, en: `must be ${en} ${limit}` } };
}

/** A value as it may stand in a message: short, on one line. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : kindOf(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function kindOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  return Array.isArray(value) ? '[…]' : '{…}';
}
