import type { SignedTreeHead, TreeHead } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import { appendLeaf, hashLeaf, rootHash, type TreeNode } from './merkle-tree.js';
import { withNodes } from './load-nodes.js';

/** What appending works with. */
export interface AppendOptions {
  readonly database: CloudDatabase;
  readonly signer: Pick<ReceiptSigner, 'signJson'>;
  readonly clock: Clock;
}

/** Digests that go into the log in one transaction, at most. */
export const BATCH = 256;

interface Grown {
  readonly nodes: readonly TreeNode[];
  readonly root: Buffer;
}

async function readSize(transaction: Transaction<CloudTables>): Promise<number> {
  const last = await transaction
    .selectFrom('log_leaves')
    .select('leaf_index')
    .orderBy('leaf_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? 0 : last.leaf_index + 1;
}

async function grow(transaction: Transaction<CloudTables>, size: number, digests: readonly string[]): Promise<Grown> {
  return await withNodes(transaction, (kept) => {
    const fresh = new Map<string, TreeNode>();
    const nodeOf = (level: number, index: number) => fresh.get(`${level} ${index}`)?.hash ?? kept(level, index);
    digests.forEach((digest, at) => {
      for (const node of appendLeaf(size + at, hashLeaf(Buffer.from(digest, 'hex')), nodeOf))
        fresh.set(`${node.level} ${node.index}`, node);
    });
    return { nodes: [...fresh.values()], root: rootHash(size + digests.length, nodeOf) };
  });
}

/**
 * Puts what waits in the queue into the log, in its order, and signs the head of the grown tree: each leaf costs about two new hashes, and a
 * batch reads one for each level of the tree. Replicas take turns.
 *
 * @returns how many digests were put in, {@link BATCH} at most
 */
export async function appendQueued({ database, signer, clock }: AppendOptions): Promise<number> {
  const waiting = await database.selectFrom('log_queue').select('digest').limit(1).executeTakeFirst();
  if (waiting === undefined) return 0;
  return await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('merkle log', 0))`.execute(transaction);
    const queued = await transaction
      .selectFrom('log_queue')
      .select('digest')
      .orderBy('queue_number')
      .limit(BATCH)
      .execute();
    const digests = queued.map(({ digest }) => digest);
    if (digests.length === 0) return 0;
    const size = await readSize(transaction);
    const { nodes, root } = await grow(transaction, size, digests);
    const treeHead: TreeHead = {
      schema: 'lamppost.tree-head/1',
      treeSize: size + digests.length,
      rootHash: root.toString('hex'),
      atMs: clock.nowMs(),
    };
    const head: SignedTreeHead = { treeHead, ...signer.signJson(treeHead) };
    await transaction
      .insertInto('log_leaves')
      .values(digests.map((digest, at) => ({ leaf_index: size + at, digest })))
      .execute();
    await transaction
      .insertInto('log_nodes')
      .values(nodes.map(({ level, index, hash }) => ({ level, node_index: index, hash: hash.toString('hex') })))
      .execute();
    await transaction
      .insertInto('log_heads')
      .values({ tree_size: treeHead.treeSize, head: JSON.stringify(head) })
      .execute();
    await transaction
      .insertInto('time_stamps')
      .values(digests.map((digest) => ({ digest, token: null, next_attempt_at_ms: 0, last_failure: null })))
      .execute();
    await transaction.deleteFrom('log_queue').where('digest', 'in', digests).execute();
    return digests.length;
  });
}
