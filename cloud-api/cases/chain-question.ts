import type { ExpressionBuilder, Transaction } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { CloudTables } from '../database/schema.js';

/** Place of a package, or another entry, in its chain. */
export interface ChainLink {
  /** The key that it is sealed with. */
  readonly keyId: string;
  readonly digest: string;
  readonly sequence: number;
  readonly previousDigest: string | null;
}

/** What stands beside a link in its chain. */
export interface ChainNeighbour {
  readonly digest: string;
  readonly sequence: number;
  readonly previous_digest: string | null;
}

/** Asks, as part of a statement, for what stands beside a link: under any key of its chain. */
export function askChainNeighbours(ask: ExpressionBuilder<CloudTables, never>, link: ChainLink) {
  const ofChain = ask
    .selectFrom('gateway_keys')
    .select('key_id')
    .where('chain_id', '=', (key) =>
      key.selectFrom('gateway_keys').select('chain_id').where('key_id', '=', link.keyId),
    );
  const near = (table: 'packages' | 'chain_entries') =>
    ask
      .selectFrom(table)
      .select(['digest', 'sequence', 'previous_digest'])
      .where('key_id', 'in', ofChain)
      .where('sequence', 'in', [link.sequence - 1, link.sequence, link.sequence + 1])
      .where('digest', '!=', link.digest);
  return jsonArrayFrom(near('packages').unionAll(near('chain_entries')).orderBy('sequence'));
}

/**
 * What does not fit between a package or entry and its neighbours in the chain, in words; null when all that arrived so far fits. They may arrive
 * in any order, so a neighbour that is missing is no question.
 */
export function tellChainQuestion(link: ChainLink, neighbours: readonly ChainNeighbour[]): string | null {
  for (const neighbour of neighbours) {
    if (neighbour.sequence === link.sequence) return `sequence ${link.sequence} is also that of ${neighbour.digest}`;
    if (neighbour.sequence < link.sequence && neighbour.digest !== link.previousDigest)
      return `previousDigest is not the digest of sequence ${neighbour.sequence}, ${neighbour.digest}`;
    if (neighbour.sequence > link.sequence && neighbour.previous_digest !== link.digest)
      return `sequence ${neighbour.sequence}, ${neighbour.digest}, names another before it`;
  }
  return null;
}

/** Reads what stands beside a link, and tells what does not fit, as {@link tellChainQuestion}. */
export async function findChainQuestion(
  transaction: Transaction<CloudTables>,
  link: ChainLink,
): Promise<string | null> {
  const { neighbours } = await transaction
    .selectNoFrom((ask) => askChainNeighbours(ask, link).as('neighbours'))
    .executeTakeFirstOrThrow();
  return tellChainQuestion(link, neighbours);
}
