import { type Document, isCollection, isMap, isPair } from 'yaml';
import { endOf, lineStart, nodeAt, pairOf, placed } from './place-in-yaml.js';
import type { Splice } from './splice.js';
import { writeField } from './write-block.js';
import { writeFlow } from './write-value.js';

interface ReadText {
  readonly text: string;
  readonly document: Document;
  readonly newLine: string;
}

/** Writes another value in the place of all that stands at a path; null where that is written in a way that this cannot edit. */
export function replaceValue(read: ReadText, path: readonly PropertyKey[], value: unknown): Splice[] | null {
  const { text, document, newLine } = read;
  const parent = nodeAt(document, path.slice(0, -1));
  const key = path.at(-1);
  if (isMap(parent) && parent.flow !== true && key !== undefined) {
    const pair = pairOf(parent, key);
    const name = placed(pair?.key);
    const colon = colonOf(pair);
    if (!isPair(pair) || name === null || colon === null) return null;
    const old = placed(pair.value);
    const to = old === null ? colon + 1 : Math.max(colon + 1, endOf(old, text));
    // A comment between the key and its value would be lost.
    if (text.slice(colon + 1, old?.range[0] ?? colon + 1).includes('#')) return null;
    const indent = ' '.repeat(name.range[0] - lineStart(text, name.range[0]));
    return [{ from: name.range[0], to, text: writeField(String(key), value, indent, newLine) }];
  }
  const node = nodeAt(document, path);
  if (node === null || (isCollection(node) && node.flow !== true)) return null;
  return [{ from: node.range[0], to: endOf(node, text), text: writeFlow(value) }];
}

function colonOf(pair: unknown): number | null {
  const token = isPair(pair) ? pair.srcToken : undefined;
  return token?.sep?.find(({ type }) => type === 'map-value-ind')?.offset ?? null;
}
