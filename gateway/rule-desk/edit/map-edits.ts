import { type YAMLMap, isPair } from 'yaml';
import { type ReadText, removeLines } from './list-edits.js';
import { endOf, lineEnd, lineStart, pairOf, placed } from './place-in-yaml.js';
import { removeFlowPart } from './remove-flow-part.js';
import { replaceValue } from './replace-value.js';
import type { Splice } from './splice.js';
import { writeField } from './write-block.js';
import { writeFlow, writeKey } from './write-value.js';

/** Writes a field that a map does not have, behind its others; null where the map is written in a way that this cannot edit. */
export function addField(read: ReadText, map: YAMLMap, key: string, value: unknown): Splice[] | null {
  const { text, newLine } = read;
  const last = map.items.at(-1);
  const lastNode = placed(last?.value) ?? placed(last?.key);
  if (map.range == null) return null;
  if (map.flow === true) {
    const field = `${writeKey(key)}: ${writeFlow(value)}`;
    const at = lastNode === null ? map.range[0] + 1 : endOf(lastNode, text);
    return [{ from: at, to: at, text: lastNode === null ? ` ${field} ` : `, ${field}` }];
  }
  const first = placed(map.items[0]?.key);
  if (lastNode === null || first === null) return null;
  const column = first.range[0] - lineStart(text, first.range[0]);
  const indent = ' '.repeat(column);
  const at = lineEnd(text, endOf(lastNode, text));
  return [{ from: at, to: at, text: `${newLine}${indent}${writeField(key, value, indent, newLine)}` }];
}

/** Takes a field out of a map; null where the map is written in a way that this cannot edit. */
export function removeField(
  read: ReadText,
  map: YAMLMap,
  path: readonly PropertyKey[],
  key: PropertyKey,
): Splice[] | null {
  const { text } = read;
  const pair = pairOf(map, key);
  const name = placed(pair?.key);
  if (pair === undefined || name === null) return null;
  const index = map.items.indexOf(pair);
  const end = endOf(placed(pair.value) ?? name, text);
  if (map.flow === true) {
    const spans = map.items.map((item) => {
      const from = isPair(item) ? placed(item.key) : null;
      return from === null ? null : { from: from.range[0], to: endOf(placed(item.value) ?? from, text) };
    });
    return removeFlowPart(text, spans, index);
  }
  if (map.items.length === 1) return replaceValue(read, path, {});
  const start = lineStart(text, name.range[0]);
  if (text.slice(start, name.range[0]).trim() === '') return [removeLines(text, start, end)];
  // The first field stands behind the dash of its entry: the next takes its place.
  const next = placed(map.items[index + 1]?.key);
  return next === null ? null : [{ from: name.range[0], to: next.range[0], text: '' }];
}
