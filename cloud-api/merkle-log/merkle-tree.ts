import { createHash } from 'node:crypto';

/** Hash of a full subtree of the log: that over the leaves from `index * 2^level` on, `2^level` of them. */
export type NodeOf = (level: number, index: number) => Buffer;

/** One full subtree of the log. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** Hash of a leaf (RFC 9162, section 2.1.1). */
export function hashLeaf(data: Uint8Array): Buffer {
  return createHash('sha256')
    .update(Buffer.from([0]))
    .update(data)
    .digest();
}

/** Hash of two subtrees that stand side by side (RFC 9162, section 2.1.1). */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(left)
    .update(right)
    .digest();
}

/** The largest power of two below `size`, and its exponent; `size` is 2 or more. */
function split(size: number): { readonly count: number; readonly level: number } {
  let [count, level] = [1, 0];
  while (count * 2 < size) [count, level] = [count * 2, level + 1];
  return { count, level };
}

/** Hash over the leaves from `start` on, `size` of them; `start` is a multiple of a power of two that is not below `size`. */
function hashRange(start: number, size: number, nodeOf: NodeOf): Buffer {
  if (size === 1) return nodeOf(0, start);
  const { count, level } = split(size);
  if (count * 2 === size) return nodeOf(level + 1, start / size);
  return hashNode(nodeOf(level, start / count), hashRange(start + count, size - count, nodeOf));
}

/** Root hash of the first `size` leaves, 1 or more. */
export function rootHash(size: number, nodeOf: NodeOf): Buffer {
  return hashRange(0, size, nodeOf);
}

/** The full subtrees that a leaf behind the first `size` completes, itself the first of them. */
export function appendLeaf(size: number, leafHash: Buffer, nodeOf: NodeOf): TreeNode[] {
  const nodes: TreeNode[] = [{ level: 0, index: size, hash: leafHash }];
  let [level, index, hash] = [0, size, leafHash];
  while (index % 2 === 1) {
    hash = hashNode(nodeOf(level, index - 1), hash);
    [level, index] = [level + 1, (index - 1) / 2];
    nodes.push({ level, index, hash });
  }
  return nodes;
}

/** Proof that leaf `leafIndex` is among the first `size`, from the leaf to the root (RFC 9162, section 2.1.3.1). */
export function inclusionPath(leafIndex: number, size: number, nodeOf: NodeOf): Buffer[] {
  const path: Buffer[] = [];
  let [start, left] = [0, size];
  while (left > 1) {
    const { count } = split(left);
    if (leafIndex - start < count) {
      path.push(hashRange(start + count, left - count, nodeOf));
      left = count;
    } else {
      path.push(hashRange(start, count, nodeOf));
      [start, left] = [start + count, left - count];
    }
  }
  return path.reverse();
}

/** Proof that the first `first` leaves begin the first `second`, 1 <= first <= second (RFC 9162, section 2.1.4.1). */
export function consistencyPath(first: number, second: number, nodeOf: NodeOf): Buffer[] {
  const path: Buffer[] = [];
  let [start, left, wanted, isWhole] = [0, second, first, true];
  while (wanted !== left) {
    const { count } = split(left);
    if (wanted <= count) {
      path.push(hashRange(start + count, left - count, nodeOf));
      left = count;
    } else {
      path.push(hashRange(start, count, nodeOf));
      [start, left, wanted, isWhole] = [start + count, left - count, wanted - count, false];
    }
  }
  if (!isWhole) path.push(hashRange(start, left, nodeOf));
  return path.reverse();
}
