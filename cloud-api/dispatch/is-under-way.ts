import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';
import { UNDER_WAY } from './dispatch-steps.js';

/** Whether a patrol is on the way to a case, or at it. */
export async function isUnderWay(transaction: Transaction<CloudTables>, caseId: string): Promise<boolean> {
  const dispatch = await transaction
    .selectFrom('dispatches')
    .select('dispatch_id')
    .where('case_id', '=', caseId)
    .where('state', 'in', UNDER_WAY)
    .executeTakeFirst();
  return dispatch !== undefined;
}
