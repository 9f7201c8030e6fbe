import type { Document, YAMLSeq } from 'yaml';
import { dashOf, endOf, lineEnd, lineStart, placed } from './place-in-yaml.js';
import { removeFlowPart } from './remove-flow-part.js';
import { replaceValue } from './replace-value.js';
import type { Splice } from './splice.js';
import { writeBlockEntry } from './write-block.js';
import { writeFlow } from './write-value.js';

/** A text and what was read from it. */
export interface ReadText {
  readonly text: string;
  readonly document: Document;
  /** Line break of the text. */
  readonly newLine: string;
}

/** Puts an entry before the one at `index`, or at the end; null where the list is written in a way that this cannot edit. */
export function insertEntry(
  read: ReadText,
  list: YAMLSeq,
  path: readonly PropertyKey[],
  index: number,
  value: unknown,
): Splice[] | null {
  const { text, newLine } = read;
  const before = placed(list.items[index - 1]);
  const after = placed(list.items[index]);
  if (list.flow === true) {
    if (list.range == null) return null;
    if (before === null && after === null) {
      const isEntry = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (isEntry) return replaceValue(read, path, [value]);
      return [{ from: list.range[0] + 1, to: list.range[0] + 1, text: writeFlow(value) }];
    }
    if (before !== null) return [put(endOf(before, text), `, ${writeFlow(value)}`)];
    return after === null ? null : [put(after.range[0], `${writeFlow(value)}, `)];
  }
  const dash = dashOf(list, Math.min(index, list.items.length - 1));
  if (dash === null) return null;
  const start = lineStart(text, dash);
  const indent = text.slice(start, dash);
  if (indent.trim() !== '') return null;
  const entry = `${indent}- ${writeBlockEntry(value, `${indent}  `, newLine)}`;
  if (after !== null) return [put(start, `${entry}${newLine}`)];
  return before === null ? null : [put(lineEnd(text, endOf(before, text)), `${newLine}${entry}`)];
}

/** Takes an entry out of a list; null where the list is written in a way that this cannot edit. */
export function removeEntry(
  read: ReadText,
  list: YAMLSeq,
  path: readonly PropertyKey[],
  index: number,
): Splice[] | null {
  const { text } = read;
  const entry = placed(list.items[index]);
  if (entry === null) return null;
  if (list.flow === true) {
    const spans = list.items.map((item) => {
      const node = placed(item);
      return node === null ? null : { from: node.range[0], to: endOf(node, text) };
    });
    return removeFlowPart(text, spans, index);
  }
  if (list.items.length === 1) return replaceValue(read, path, []);
  const dash = dashOf(list, index);
  if (dash === null) return null;
  const start = lineStart(text, dash);
  return text.slice(start, dash).trim() === '' ? [removeLines(text, start, endOf(entry, text))] : null;
}

/** Takes out whole lines, from the beginning of one to the end of that in which `to` lies. */
export function removeLines(text: string, from: number, to: number): Splice {
  const end = text.indexOf('\n', to);
  // The last line has no break behind it: that before it goes.
  if (end < 0 && from > 0) return { from: text[from - 2] === '\r' ? from - 2 : from - 1, to: text.length, text: '' };
  return { from, to: end < 0 ? text.length : end + 1, text: '' };
}

function put(at: number, text: string): Splice {
  return { from: at, to: at, text };
}
