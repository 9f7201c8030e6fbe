import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';
import { refreshReaders } from './refresh-readers.js';
import { LIVE_SUPPORTS } from './support-steps.js';

/** Ends all supports of a case, whose row is locked: the bureaus see it no longer. Returns which were ended. */
export async function endSupports(
  transaction: Transaction<CloudTables>,
  ended: { readonly caseId: string; readonly atMs: number; readonly answer: string },
): Promise<{ supportId: number; bureauId: string }[]> {
  const { caseId, atMs, answer } = ended;
  const rows = await transaction
    .updateTable('case_supports')
    .set((column) => ({
      state: 'ended',
      version: column('version', '+', 1),
      answer,
      ended_at_ms: atMs,
      ...{ clock: null, clock_started_at_ms: null, due_at_ms: null, next_alarm: null, next_alarm_at_ms: null },
    }))
    .where('case_id', '=', caseId)
    .where('state', 'in', LIVE_SUPPORTS)
    .returning(['support_id', 'bureau_id'])
    .execute();
  if (rows.length > 0) await refreshReaders(transaction, caseId);
  return rows.map((row) => ({ supportId: row.support_id, bureauId: row.bureau_id }));
}
