import type { Selectable, Transaction } from 'kysely';
import type { DispatchesTable } from '../database/desk-tables.js';
import type { CloudTables } from '../database/schema.js';
import { refreshReaders } from '../joint/refresh-readers.js';
import { UNDER_WAY } from './dispatch-steps.js';

/** Notes that a dispatch is over: a bureau that visited sees the case no longer, and a visit whose last dispatch it was is done. */
export async function settleVisit(
  transaction: Transaction<CloudTables>,
  dispatch: Pick<Selectable<DispatchesTable>, 'case_id' | 'inspection_id'>,
): Promise<void> {
  const { case_id: caseId, inspection_id: inspectionId } = dispatch;
  if (inspectionId === null) return;
  await refreshReaders(transaction, caseId);
  // One at a time for a visit: of two that end together the second sees the first.
  const visit = await transaction
    .selectFrom('inspections')
    .select(['state', 'version'])
    .where('inspection_id', '=', inspectionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const left = await transaction
    .selectFrom('dispatches')
    .select('dispatch_id')
    .where('inspection_id', '=', inspectionId)
    .where('state', 'in', UNDER_WAY)
    .limit(1)
    .executeTakeFirst();
  if (left !== undefined || visit.state !== 'planned') return;
  await transaction
    .updateTable('inspections')
    .set({ state: 'done', version: visit.version + 1 })
    .where('inspection_id', '=', inspectionId)
    .execute();
}
