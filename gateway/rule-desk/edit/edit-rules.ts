import { isDeepStrictEqual } from 'node:util';
import { type Document, parseDocument } from 'yaml';
import type { RuleEdit } from '../../console-shapes/rule-desk.js';
import type { ReadText } from './list-edits.js';
import { stepTowards, stepWithout } from './set-value.js';
import { applySplices } from './splice.js';

/** Steps that one edit may take, at most: a polygon of many corners that is another altogether. */
const MOST_STEPS = 2_000;
const DECIMALS = 4;

/** A rule document whose text was edited, or why it could not be. */
export type EditedText =
  | { readonly status: 'edited'; readonly text: string }
  | { readonly status: 'impossible'; readonly reason: 'not-yaml' | 'no-such-place' | 'written-otherwise' };

/**
 * Edits the text of a rule document: what is not edited stays byte for byte, comments and order included. Each edit is held against what was
 * meant before it counts: where the text is written in a way that this cannot edit, nothing is changed.
 */
export function editRules(text: string, edits: readonly RuleEdit[]): EditedText {
  let now = text;
  for (const edit of edits) {
    const edited = editOnce(now, edit);
    if (edited.status !== 'edited') return edited;
    now = edited.text;
  }
  return { status: 'edited', text: now };
}

interface ReadRules extends ReadText {
  readonly value: unknown;
}

function read(text: string): ReadRules | null {
  try {
    const document: Document = parseDocument(text, { keepSourceTokens: true, logLevel: 'error' });
    if (document.errors.length > 0) return null;
    return { text, document, value: document.toJS(), newLine: text.includes('\r\n') ? '\r\n' : '\n' };
  } catch {
    // The reader itself gives up on too many aliases, and on nesting that exhausts the stack.
    return null;
  }
}

function editOnce(text: string, edit: RuleEdit): EditedText {
  const wanted = edit.op === 'set' ? rounded(edit.value) : undefined;
  let now = read(text);
  if (now === null) return { status: 'impossible', reason: 'not-yaml' };
  const goal = withEdit(now.value, edit.path, edit.op === 'set' ? { value: wanted } : null);
  if (goal === null) return { status: 'impossible', reason: 'no-such-place' };
  const otherwise = { status: 'impossible', reason: 'written-otherwise' } as const;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (isDeepStrictEqual(now.value, goal)) return { status: 'edited', text: now.text };
    const splices = edit.op === 'set' ? stepTowards(now, edit.path, wanted) : stepWithout(now, edit.path);
    if (splices === null || splices.length === 0) return otherwise;
    const next = read(applySplices(now.text, splices));
    if (next === null) return otherwise;
    now = next;
  }
  return otherwise;
}

/** Coordinates and shares to what is written of them. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(DECIMALS));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}

/** The value that the document is to have; null where the place cannot be. */
function withEdit(
  value: unknown,
  [key, ...rest]: readonly PropertyKey[],
  put: { readonly value: unknown } | null,
): unknown {
  if (key === undefined) return put === null ? null : put.value;
  if (Array.isArray(value) || (value == null && typeof key === 'number')) {
    const list = [...((value ?? []) as readonly unknown[])];
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index > list.length || (put === null && index >= list.length))
      return null;
    if (rest.length === 0 && put === null) list.splice(index, 1);
    else {
      const inner = withEdit(list[index], rest, put);
      if (inner === null && !isNull(put, rest)) return null;
      list[index] = inner;
    }
    return list;
  }
  if (value != null && typeof value !== 'object') return null;
  const record = { ...((value ?? {}) as Record<PropertyKey, unknown>) };
  if (rest.length === 0 && put === null) {
    if (!(key in record)) return null;
    return Object.fromEntries(Object.entries(record).filter(([name]) => name !== String(key)));
  }
  const inner = withEdit(record[key], rest, put);
  if (inner === null && !isNull(put, rest)) return null;
  record[key] = inner;
  return record;
}

function isNull(put: { readonly value: unknown } | null, rest: readonly PropertyKey[]): boolean {
  return put?.value === null && rest.length === 0;
}
