import type { Transaction } from 'kysely';
import type { Actor } from '../../access/actor.js';
import type { CloudTables } from '../../database/schema.js';
import type { CaseRow } from './apply-step.js';
import { maySee } from './take-step.js';

/** Locks a case until the transaction ends; null when there is none, or none that the actor may see. */
export async function lockCase(
  transaction: Transaction<CloudTables>,
  actor: Actor,
  caseId: string,
): Promise<CaseRow | null> {
  const row = await transaction
    .selectFrom('cases')
    .selectAll()
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined && maySee(actor, row) ? row : null;
}
