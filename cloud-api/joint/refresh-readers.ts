import { sql, type Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';
import { UNDER_WAY } from '../dispatch/dispatch-steps.js';

/** Notes with a case, whose row is locked, which bureaus support it and which may read it, as its supports and visits now say. */
export async function refreshReaders(transaction: Transaction<CloudTables>, caseId: string): Promise<void> {
  const supporters = sql<string[]>`array(
    select bureau_id from case_supports where case_id = ${caseId} and state = 'accepted' order by 1)`;
  const readers = sql<string[]>`array(
    select bureau_id from case_supports where case_id = ${caseId} and state = 'invited'
    union select visitor_bureau_id from dispatches
      where case_id = ${caseId} and visitor_bureau_id is not null and state in (${sql.join(UNDER_WAY)})
    order by 1)`;
  await transaction
    .updateTable('cases')
    .set({ supporter_ids: supporters, reader_ids: readers })
    .where('case_id', '=', caseId)
    .execute();
}
