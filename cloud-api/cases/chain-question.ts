import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';

/** A package's place in the chain of the key that sealed it. */
export interface ChainLink {
  readonly keyId: string;
  readonly digest: string;
  readonly sequence: number;
  readonly previousDigest: string | null;
}

/**
 * What does not fit between a package and its neighbours in the chain, in words; null when all that arrived so far fits. Packages may
 * arrive in any order, so a neighbour that is missing is no question.
 */
export async function findChainQuestion(
  transaction: Transaction<CloudTables>,
  link: ChainLink,
): Promise<string | null> {
  const neighbours = await transaction
    .selectFrom('packages')
    .select(['digest', 'sequence', 'previous_digest'])
    .where('key_id', '=', link.keyId)
    .where('sequence', 'in', [link.sequence - 1, link.sequence, link.sequence + 1])
    .where('digest', '!=', link.digest)
    .orderBy('sequence')
    .execute();
  for (const neighbour of neighbours) {
    if (neighbour.sequence === link.sequence) return `sequence ${link.sequence} is also that of ${neighbour.digest}`;
    if (neighbour.sequence < link.sequence && neighbour.digest !== link.previousDigest)
      return `previousDigest is not the digest of sequence ${neighbour.sequence}, ${neighbour.digest}`;
    if (neighbour.sequence > link.sequence && neighbour.previous_digest !== link.digest)
      return `sequence ${neighbour.sequence}, ${neighbour.digest}, names another package before it`;
  }
  return null;
}
