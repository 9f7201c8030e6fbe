import {
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
} from 'yaml';

/** A node that was read from a text: it knows where it stands. */
export type PlacedNode = Node & { readonly range: readonly [number, number, number] };

/** The node, if it was read from a text. */
export function placed(node: unknown): PlacedNode | null {
  return isNode(node) && node.range != null ? (node as PlacedNode) : null;
}

/** The pair of a map with this key. */
export function pairOf(map: YAMLMap, key: PropertyKey): Pair | undefined {
  return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** What stands at a path; an alias on the way is not followed, for what it names stands elsewhere too. */
export function nodeAt(document: Document, path: readonly PropertyKey[]): PlacedNode | null {
  let node: unknown = document.contents;
  for (const key of path) {
    if (isAlias(node) || !isCollection(node)) return null;
    node = isMap(node) ? pairOf(node, key)?.value : isSeq(node) ? node.items[Number(key)] : null;
  }
  return placed(node);
}

/** Where the text of a node ends, without comments and line breaks after it. */
export function endOf(node: PlacedNode, text: string): number {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    const inner = isPair(last) ? (placed(last.value) ?? placed(last.key)) : placed(last);
    return inner === null ? node.range[1] : endOf(inner, text);
  }
  if (isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL'))
    return node.range[0] + text.slice(node.range[0], node.range[1]).trimEnd().length;
  return node.range[1];
}

/** Where the line of a place begins. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line of a place ends, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > at ? end - 1 : end;
}

/** Where the dash of an entry of a block list stands; null where there is none. */
export function dashOf(list: YAMLSeq, index: number): number | null {
  const token = list.srcToken as CST.BlockSequence | undefined;
  if (token?.type !== 'block-seq') return null;
  const dashes = token.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'));
  return dashes[index]?.offset ?? null;
}
