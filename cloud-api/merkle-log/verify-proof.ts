import { hashNode } from './merkle-tree.js';

const half = (number: number) => Math.floor(number / 2);

/** A claim that a leaf stands in a tree. */
export interface InclusionClaim {
  readonly leafIndex: number;
  readonly leafHash: Buffer;
  readonly treeSize: number;
  readonly rootHash: Buffer;
  readonly path: readonly Buffer[];
}

/** Whether the proof holds (RFC 9162, section 2.1.3.2). */
export function isIncluded({ leafIndex, leafHash, treeSize, rootHash, path }: InclusionClaim): boolean {
  if (leafIndex >= treeSize) return false;
  let [fn, sn, hash] = [leafIndex, treeSize - 1, leafHash];
  for (const step of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = hashNode(step, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else hash = hashNode(hash, step);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && hash.equals(rootHash);
}

/** A claim that one tree is the beginning of another. */
export interface ConsistencyClaim {
  readonly firstSize: number;
  readonly firstRoot: Buffer;
  readonly secondSize: number;
  readonly secondRoot: Buffer;
  readonly path: readonly Buffer[];
}

/** Whether the proof holds (RFC 9162, section 2.1.4.2). */
export function isConsistent({ firstSize, firstRoot, secondSize, secondRoot, path }: ConsistencyClaim): boolean {
  if (firstSize < 1 || firstSize > secondSize) return false;
  if (firstSize === secondSize) return path.length === 0 && firstRoot.equals(secondRoot);
  let [fn, sn] = [firstSize - 1, secondSize - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  // A first tree that is full is a node of the second, and is known by its root.
  const [start, ...rest] = fn === 0 ? [firstRoot, ...path] : path;
  if (start === undefined) return false;
  let [first, second] = [start, start];
  for (const step of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [first, second] = [hashNode(step, first), hashNode(step, second)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else second = hashNode(second, step);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && first.equals(firstRoot) && second.equals(secondRoot);
}
