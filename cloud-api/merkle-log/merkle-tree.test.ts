import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  consistencyPath,
  hashLeaf,
  hashNode,
  inclusionPath,
  type NodeOf,
  rootHash,
} from './merkle-tree.js';
import { isConsistent, isIncluded } from './verify-proof.js';

/** Leaves, root hashes and proofs that implementations of Certificate Transparency (RFC 6962, the same tree) are tested with. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function growTree(leaves: readonly Buffer[]): NodeOf {
  const nodes = new Map<string, Buffer>();
  const nodeOf: NodeOf = (level, index) => {
    const hash = nodes.get(`${level} ${index}`);
    if (hash === undefined) throw new Error(`there is no full subtree ${level} ${index}`);
    return hash;
  };
  leaves.forEach((leaf, size) => {
    for (const { level, index, hash } of appendLeaf(size, hashLeaf(leaf), nodeOf)) nodes.set(`${level} ${index}`, hash);
  });
  return nodeOf;
}

/** The definition of the root hash, word for word (RFC 9162, section 2.1.1). */
function definedRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return hashLeaf(only);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hashNode(definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)));
}

describe('known answers', () => {
  const nodeOf = growTree(LEAVES.map((hex) => Buffer.from(hex, 'hex')));
  const hex = (path: readonly Buffer[]) => path.map((hash) => hash.toString('hex'));

  test.each(ROOTS.map((root, index) => [index + 1, root] as const))('the root hash of %d leaves', (size, root) => {
    expect(rootHash(size, nodeOf).toString('hex')).toBe(root);
  });

  test('proofs of inclusion', () => {
    expect(hex(inclusionPath(0, 8, nodeOf))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(inclusionPath(5, 8, nodeOf))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  test('proofs of consistency', () => {
    expect(hex(consistencyPath(1, 1, nodeOf))).toEqual([]);
    expect(hex(consistencyPath(6, 8, nodeOf))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(consistencyPath(2, 5, nodeOf))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });
});

describe('any tree', () => {
  const SIZE = 130;
  const leaves = Array.from({ length: SIZE }, (_, index) => Buffer.from(`leaf ${index}`));
  const nodeOf = growTree(leaves);
  const sizes = fc.integer({ min: 1, max: SIZE });
  const seed = 20261122;
  const changeOf = (path: readonly Buffer[], at: number, bit: number) =>
    path.map((hash, index) => {
      const changed = Buffer.from(hash);
      if (index === at) changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return changed;
    });

  test('has the root hash of the definition', () => {
    for (let size = 1; size <= SIZE; size += 1)
      expect(rootHash(size, nodeOf)).toEqual(definedRoot(leaves.slice(0, size)));
  });

  test('proves each of its leaves, and no other', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), fc.nat(255), (treeSize, at, other, bit) => {
        const leafIndex = at % treeSize;
        const claim = {
          ...{ leafIndex, treeSize, rootHash: rootHash(treeSize, nodeOf) },
          leafHash: nodeOf(0, leafIndex),
          path: inclusionPath(leafIndex, treeSize, nodeOf),
        };
        expect(isIncluded(claim)).toBe(true);
        expect(claim.path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(treeSize)));
        expect(isIncluded({ ...claim, leafHash: hashLeaf(Buffer.from('other')) })).toBe(false);
        expect(isIncluded({ ...claim, path: [...claim.path, Buffer.alloc(32)] })).toBe(false);
        if (other % treeSize !== leafIndex) expect(isIncluded({ ...claim, leafIndex: other % treeSize })).toBe(false);
        if (claim.path.length > 0) {
          expect(isIncluded({ ...claim, path: claim.path.slice(1) })).toBe(false);
          expect(isIncluded({ ...claim, path: changeOf(claim.path, other % claim.path.length, bit) })).toBe(false);
        }
      }),
      { numRuns: 400, seed },
    );
  });

  test('proves that it begins with each smaller one, and with no other', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), fc.nat(255), (a, b, other, bit) => {
        const [firstSize, secondSize] = a < b ? [a, b] : [b, a];
        const claim = {
          ...{ firstSize, secondSize },
          firstRoot: rootHash(firstSize, nodeOf),
          secondRoot: rootHash(secondSize, nodeOf),
          path: consistencyPath(firstSize, secondSize, nodeOf),
        };
        expect(isConsistent(claim)).toBe(true);
        expect(isConsistent({ ...claim, firstRoot: Buffer.alloc(32) })).toBe(false);
        expect(isConsistent({ ...claim, secondRoot: Buffer.alloc(32) })).toBe(false);
        expect(isConsistent({ ...claim, path: [...claim.path, Buffer.alloc(32)] })).toBe(false);
        if (claim.path.length > 0) {
          expect(isConsistent({ ...claim, path: claim.path.slice(0, -1) })).toBe(false);
          expect(isConsistent({ ...claim, path: changeOf(claim.path, other % claim.path.length, bit) })).toBe(false);
        }
      }),
      { numRuns: 400, seed },
    );
  });
});
