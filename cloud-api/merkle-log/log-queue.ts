import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';

/** Has digests put into the Merkle log soon, as part of the statement that keeps what they are the digests of: the column `digest` of `kept`. */
export function putIntoLogQueue(kept: string): string {
  return `insert into log_queue (digest) select digest from ${kept} on conflict do nothing`;
}

/** The same in a statement of its own, in the transaction that keeps it. */
export async function queueForLog(transaction: Transaction<CloudTables>, digest: string): Promise<void> {
  await transaction
    .insertInto('log_queue')
    .values({ digest })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
