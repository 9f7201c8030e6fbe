import type { ConsistencyProof, InclusionProof, SignedTreeHead } from '@lamppost/contracts';
import type { CloudDatabase } from '../database/open-database.js';
import { withNodes } from './load-nodes.js';
import { consistencyPath, inclusionPath } from './merkle-tree.js';

/** The head of the log at this size, or the newest; null when none was signed. */
export async function findTreeHead(database: CloudDatabase, treeSize: number | null): Promise<SignedTreeHead | null> {
  let query = database.selectFrom('log_heads').select('head').orderBy('tree_size', 'desc').limit(1);
  if (treeSize !== null) query = query.where('tree_size', '=', treeSize);
  return (await query.executeTakeFirst())?.head ?? null;
}

/** The proof that a digest stands in the log as it is now; null when it does not stand there yet. */
export async function proveInclusion(database: CloudDatabase, digest: string): Promise<InclusionProof | null> {
  const leaf = await database
    .selectFrom('log_leaves')
    .select('leaf_index')
    .where('digest', '=', digest)
    .executeTakeFirst();
  const treeHead = await findTreeHead(database, null);
  if (leaf === undefined || treeHead === null) return null;
  const leafIndex = leaf.leaf_index;
  const path = await withNodes(database, (nodeOf) => inclusionPath(leafIndex, treeHead.treeHead.treeSize, nodeOf));
  return { leafIndex, path: path.map((hash) => hash.toString('hex')), treeHead };
}

/** The proof that nothing in the log changed from the first head to the second; null when the first is not the smaller one. */
export async function proveConsistency(
  database: CloudDatabase,
  first: SignedTreeHead,
  second: SignedTreeHead,
): Promise<ConsistencyProof | null> {
  const [firstSize, secondSize] = [first.treeHead.treeSize, second.treeHead.treeSize];
  if (firstSize > secondSize) return null;
  const path = await withNodes(database, (nodeOf) => consistencyPath(firstSize, secondSize, nodeOf));
  return { schema: 'lamppost.consistency/1', first, second, path: path.map((hash) => hash.toString('hex')) };
}
