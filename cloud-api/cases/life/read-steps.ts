import type { CaseStep } from '@lamppost/contracts';
import type { Selectable } from 'kysely';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CaseStepsTable } from '../../database/desk-tables.js';

/** A row of the table as the interface shows it. */
export function toCaseStep(row: Selectable<CaseStepsTable>): CaseStep {
  return {
    caseId: row.case_id,
    version: row.version,
    step: row.step,
    from: row.from_state,
    to: row.to_state,
    atMs: row.at_ms,
    accountId: row.account_id,
    displayName: row.display_name,
    reason: row.reason,
    note: row.note,
    bureauId: row.bureau_id,
    otherCaseId: row.other_case_id,
    requestId: row.request_id,
    client: row.client,
  };
}

/** All steps of a case, first to last. */
export async function readSteps(database: CloudDatabase, caseId: string): Promise<CaseStep[]> {
  const rows = await database
    .selectFrom('case_steps')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('version')
    .execute();
  return rows.map(toCaseStep);
}
