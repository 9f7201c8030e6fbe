import { sql, type Kysely } from 'kysely';
import type { CloudTables } from '../database/schema.js';
import type { NodeOf } from './merkle-tree.js';

const NONE = Buffer.alloc(32);

/**
 * Runs a computation on the nodes of the log that it asks for: once to learn which they are, and once with their hashes, which are read at
 * once. There are at most two for each level of the tree.
 *
 * @throws Error when the database lacks one
 */
export async function withNodes<Result>(
  database: Kysely<CloudTables>,
  compute: (nodeOf: NodeOf) => Result,
): Promise<Result> {
  const wanted = new Map<string, { level: number; index: number }>();
  compute((level, index) => {
    wanted.set(`${level} ${index}`, { level, index });
    return NONE;
  });
  const hashes = new Map<string, Buffer>();
  if (wanted.size > 0) {
    const pairs = [...wanted.values()].map(({ level, index }) => sql`(${level}::integer, ${index}::bigint)`);
    const rows = await database
      .selectFrom('log_nodes')
      .selectAll()
      .where(sql<boolean>`(level, node_index) in (${sql.join(pairs)})`)
      .execute();
    for (const { level, node_index, hash } of rows) hashes.set(`${level} ${node_index}`, Buffer.from(hash, 'hex'));
  }
  return compute((level, index) => {
    const hash = hashes.get(`${level} ${index}`);
    if (hash === undefined) throw new Error(`the Merkle log lacks node ${index} of level ${level}`);
    return hash;
  });
}
