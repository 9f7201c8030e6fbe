import { sql, type Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';

/** Notes with a case, whose row is locked, which bureaus support it and which may read it, as its supports now say. */
export async function refreshReaders(transaction: Transaction<CloudTables>, caseId: string): Promise<void> {
  const bureausIn = (state: 'invited' | 'accepted') =>
    sql<string[]>`array(select bureau_id from case_supports where case_id = ${caseId} and state = ${state} order by 1)`;
  await transaction
    .updateTable('cases')
    .set({ supporter_ids: bureausIn('accepted'), reader_ids: bureausIn('invited') })
    .where('case_id', '=', caseId)
    .execute();
}
