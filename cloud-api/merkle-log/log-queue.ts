import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';

/** Has a digest put into the Merkle log soon, in the transaction that keeps what it is the digest of. */
export async function queueForLog(transaction: Transaction<CloudTables>, digest: string): Promise<void> {
  await transaction
    .insertInto('log_queue')
    .values({ digest })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
