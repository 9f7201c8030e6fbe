import { isDeepStrictEqual } from 'node:util';
import { fieldWords } from '../../rules/document/field-words.js';
import type { RuleDocument } from '../../rules/document/rule-document.js';
import type { RuleChange } from '../../console-shapes/rule-desk.js';
import { writeFlow } from '../edit/write-value.js';

/** Lists of a document whose entries have IDs. */
const LISTS = ['zones', 'vendingPoints', 'speakers', 'templates', 'rules'] as const;
/** Changes that are told of one version, and characters of a value, at most. */
const MOST_CHANGES = 200;
const MOST_CHARACTERS = 160;

type Entry = Readonly<Record<string, unknown>>;

/** What one version of the rules has otherwise than another, entry by entry, in the order of the document. */
export function describeChanges(before: RuleDocument, after: RuleDocument): RuleChange[] {
  const own = Object.keys(after).filter((key) => !(LISTS as readonly string[]).includes(key));
  const pick = (document: RuleDocument) =>
    Object.fromEntries(own.map((key) => [key, (document as unknown as Entry)[key]]));
  const fields = fieldChanges(pick(before), pick(after), []);
  const changes: RuleChange[] = fields.length === 0 ? [] : [{ list: null, id: null, kind: 'changed', fields }];
  for (const list of LISTS) changes.push(...listChanges(list, before[list], after[list]));
  return changes.slice(0, MOST_CHANGES);
}

function listChanges(
  list: (typeof LISTS)[number],
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): RuleChange[] {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const kept = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((entry): RuleChange[] => {
    const was = old.get(entry.id);
    if (was === undefined) return [{ list, id: entry.id, kind: 'added', fields: [] }];
    const fields = fieldChanges({ ...was }, { ...entry }, [list]);
    return fields.length === 0 ? [] : [{ list, id: entry.id, kind: 'changed', fields }];
  });
  const removed = before.filter(({ id }) => !kept.has(id));
  return [...changed, ...removed.map(({ id }) => ({ list, id, kind: 'removed' as const, fields: [] }))];
}

function fieldChanges(before: Entry, after: Entry, path: readonly string[]): RuleChange['fields'] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .map((key) => ({
      field: key,
      words: fieldWords([...path, key]),
      before: shown(before[key]),
      after: shown(after[key]),
    }));
}

function shown(value: unknown): string | null {
  if (value == null) return null;
  const text = writeFlow(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
