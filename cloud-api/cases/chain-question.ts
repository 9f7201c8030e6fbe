import type { Transaction } from 'kysely';
import { prepareStatement } from '../database/prepared-statement.js';
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

/** Asks, as part of a statement over `given` (`key_id`, `sequence`, `digest`), for what stands beside a link: under any key of its chain. */
export const CHAIN_NEIGHBOURS = `(
  with of_chain as (
    select key_id from gateway_keys
    where chain_id = (select chain_id from gateway_keys where key_id = given.key_id))
  select coalesce(json_agg(beside order by beside.sequence), '[]')
  from (
    select digest, sequence, previous_digest from packages
    where key_id in (select key_id from of_chain)
      and sequence between given.sequence - 1 and given.sequence + 1 and digest <> given.digest
    union all
    select digest, sequence, previous_digest from chain_entries
    where key_id in (select key_id from of_chain)
      and sequence between given.sequence - 1 and given.sequence + 1 and digest <> given.digest
  ) as beside)`;

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

const askNeighbours = prepareStatement<{ neighbours: readonly ChainNeighbour[] }>(
  'chain-neighbours',
  `select ${CHAIN_NEIGHBOURS} as neighbours
   from (values ($1::text, $2::bigint, $3::text)) as given (key_id, sequence, digest)`,
);

/** Reads what stands beside a link, and tells what does not fit, as {@link tellChainQuestion}. */
export async function findChainQuestion(
  transaction: Transaction<CloudTables>,
  link: ChainLink,
): Promise<string | null> {
  const [found] = await askNeighbours(transaction, link.keyId, link.sequence, link.digest);
  return tellChainQuestion(link, found?.neighbours ?? []);
}
