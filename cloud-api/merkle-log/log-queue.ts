import type { QueryCreator, Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';

/** Has digests put into the Merkle log soon, as part of the statement that keeps what they are the digests of. */
export function intoLogQueue(into: QueryCreator<CloudTables>, digests: readonly string[]) {
  return into
    .insertInto('log_queue')
    .values(digests.map((digest) => ({ digest })))
    .onConflict((conflict) => conflict.doNothing());
}

/** The same in a statement of its own, in the transaction that keeps it. */
export async function queueForLog(transaction: Transaction<CloudTables>, digest: string): Promise<void> {
  await intoLogQueue(transaction, [digest]).execute();
}
