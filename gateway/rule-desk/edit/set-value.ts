import { isDeepStrictEqual } from 'node:util';
import { type YAMLMap, type YAMLSeq, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type ReadText, insertEntry, removeEntry } from './list-edits.js';
import { addField, removeField } from './map-edits.js';
import { endOf, nodeAt, pairOf } from './place-in-yaml.js';
import { replaceValue } from './replace-value.js';
import type { Splice } from './splice.js';
import { writeScalarLike } from './write-value.js';

type Path = readonly PropertyKey[];

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is changed at once on the way to a value; the next step is taken on the text read anew. Null: it cannot be done. */
export type EditStep = readonly Splice[] | null;

/** What must be exchanged so that a value stands at a path, as little of the text as it takes; an empty list when it stands there. */
export function stepTowards(read: ReadText, path: Path, value: unknown): EditStep {
  const node = nodeAt(read.document, path);
  if (node === null) return spellOut(read, path) ?? addAt(read, path, value);
  if (isDeepStrictEqual(node.toJS(read.document), value)) return [];
  if (isAlias(node)) return replaceValue(read, path, value);
  if (isSeq(node) && Array.isArray(value) && value.length > 0)
    return listStep(read, node, path, value as readonly unknown[]);
  if (isMap(node) && isRecord(value) && Object.keys(value).length > 0) return mapStep(read, node, path, value);
  if (isScalar(node) && (typeof value !== 'object' || value === null) && node.range[1] > node.range[0])
    return [{ from: node.range[0], to: endOf(node, read.text), text: writeScalarLike(node, value) }];
  return replaceValue(read, path, value);
}

/** What must be exchanged so that nothing stands at a path. */
export function stepWithout(read: ReadText, path: Path): EditStep {
  const parentPath = path.slice(0, -1);
  const parent = nodeAt(read.document, parentPath);
  const key = path.at(-1);
  if (key === undefined) return null;
  if (parent === null) return spellOut(read, parentPath) ?? [];
  if (isMap(parent)) return pairOf(parent, key) === undefined ? [] : removeField(read, parent, parentPath, key);
  if (isSeq(parent)) return removeEntry(read, parent, parentPath, Number(key));
  return [];
}

/** An alias on the way becomes what it names, so that only this place is changed; null where there is none. */
function spellOut(read: ReadText, path: Path): EditStep {
  for (let depth = 1; depth < path.length; depth += 1) {
    const node = nodeAt(read.document, path.slice(0, depth));
    if (isAlias(node)) return replaceValue(read, path.slice(0, depth), node.toJS(read.document));
  }
  return null;
}

function addAt(read: ReadText, path: Path, value: unknown): EditStep {
  const parentPath = path.slice(0, -1);
  const key = path.at(-1);
  const parent = nodeAt(read.document, parentPath);
  if (key === undefined) return null;
  if (isSeq(parent)) return insertEntry(read, parent, parentPath, Number(key), value);
  if (isMap(parent)) return addField(read, parent, String(key), value);
  const inside = typeof key === 'number' ? [value] : { [String(key)]: value };
  if (parent !== null) return isScalar(parent) && parent.value === null ? replaceValue(read, parentPath, inside) : null;
  return parentPath.length === 0 ? null : addAt(read, parentPath, inside);
}

/** One entry after another: the first that is another is changed, or put in, or taken out, by what is equal behind it. */
function listStep(read: ReadText, list: YAMLSeq, path: Path, value: readonly unknown[]): EditStep {
  const old = list.toJS(read.document) as readonly unknown[];
  const first = value.findIndex((entry, index) => !isDeepStrictEqual(entry, old[index]));
  const at = first < 0 ? value.length : first;
  if (old.length > value.length) {
    // Where entries at the end are equal, one before them goes; else the last.
    const rest = value.slice(at);
    const isBefore = isDeepStrictEqual(old.slice(old.length - rest.length), rest);
    return removeEntry(read, list, path, isBefore ? at : old.length - 1);
  }
  if (old.length < value.length) {
    const isBefore = isDeepStrictEqual(value.slice(at + value.length - old.length), old.slice(at));
    return insertEntry(read, list, path, isBefore ? at : old.length, value[isBefore ? at : old.length]);
  }
  return stepTowards(read, [...path, at], value[at]);
}

function mapStep(read: ReadText, map: YAMLMap, path: Path, value: Readonly<Record<string, unknown>>): EditStep {
  const old = map.toJS(read.document) as Readonly<Record<string, unknown>>;
  const changed = Object.keys(value).find((key) => !isDeepStrictEqual(old[key], value[key]));
  if (changed !== undefined) return stepTowards(read, [...path, changed], value[changed]);
  const gone = Object.keys(old).find((key) => !(key in value));
  return gone === undefined ? [] : stepWithout(read, [...path, gone]);
}
