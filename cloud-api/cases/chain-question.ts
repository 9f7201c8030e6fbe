import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';

/** Place of a package, or another entry, in its chain. */
export interface ChainLink {
  /** The key that the chain began with. */
  readonly chainId: string;
  readonly digest: string;
  readonly sequence: number;
  readonly previousDigest: string | null;
}

/**
 * What does not fit between a package or entry and its neighbours in the chain, in words; null when all that arrived so far fits. They may arrive
 * in any order, so a neighbour that is missing is no question.
 */
export async function findChainQuestion(
  transaction: Transaction<CloudTables>,
  link: ChainLink,
): Promise<string | null> {
  const ofChain = transaction.selectFrom('gateway_keys').select('key_id').where('chain_id', '=', link.chainId);
  const near = (table: 'packages' | 'chain_entries') =>
    transaction
      .selectFrom(table)
      .select(['digest', 'sequence', 'previous_digest'])
      .where('key_id', 'in', ofChain)
      .where('sequence', 'in', [link.sequence - 1, link.sequence, link.sequence + 1])
      .where('digest', '!=', link.digest);
  const neighbours = await near('packages').unionAll(near('chain_entries')).orderBy('sequence').execute();
  for (const neighbour of neighbours) {
    if (neighbour.sequence === link.sequence) return `sequence ${link.sequence} is also that of ${neighbour.digest}`;
    if (neighbour.sequence < link.sequence && neighbour.digest !== link.previousDigest)
      return `previousDigest is not the digest of sequence ${neighbour.sequence}, ${neighbour.digest}`;
    if (neighbour.sequence > link.sequence && neighbour.previous_digest !== link.digest)
      return `sequence ${neighbour.sequence}, ${neighbour.digest}, names another before it`;
  }
  return null;
}
