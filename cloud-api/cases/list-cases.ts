import type { CasePage, CaseSummary, Matter } from '@lamppost/contracts';
import type { Selectable } from 'kysely';
import type { CloudDatabase } from '../database/open-database.js';
import type { CasesTable } from '../database/schema.js';
import { encodeCursor } from './cursor.js';

/** Address of a file of a case; a file of another package than the one that opened the case names that package. */
export function fileUrl(caseId: string, name: string, otherDigest?: string): string {
  const address = `/api/v1/cases/${caseId}/files/${encodeURIComponent(name)}`;
  return otherDigest === undefined ? address : `${address}?package=${otherDigest}`;
}

/** A row of the table as the interface shows it. */
export function toCaseSummary(row: Selectable<CasesTable>): CaseSummary {
  return {
    caseId: row.case_id,
    state: 'candidate',
    matter: row.matter,
    matterCode: row.matter_code,
    gatewayId: row.gateway_id,
    sourceId: row.source_id,
    placeName: row.place_name,
    severity: row.severity,
    startedAtMs: row.started_at_ms,
    triggeredAtMs: row.triggered_at_ms,
    openedAtMs: row.opened_at_ms,
    pictureUrl: row.picture_name === null ? null : fileUrl(row.case_id, row.picture_name),
  };
}

/** A page of cases, newest first: those below `before`, at most `limit`. */
export async function listCases(
  database: CloudDatabase,
  page: { limit: number; before: number | null; matter: Matter | null },
): Promise<CasePage> {
  let query = database.selectFrom('cases').selectAll();
  if (page.matter !== null) query = query.where('matter', '=', page.matter);
  if (page.before !== null) query = query.where('case_number', '<', page.before);
  // One more than asked for tells whether there is a next page.
  const rows = await query
    .orderBy('case_number', 'desc')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    cases: shown.map(toCaseSummary),
    nextCursor: rows.length > page.limit && last !== undefined ? encodeCursor(last.case_number) : null,
  };
}
