import { sql, type Selectable } from 'kysely';
import { cutPage } from '../cases/cursor.js';
import type { CaseScope } from '../cases/list-cases.js';
import type { InspectionsTable } from '../database/inspection-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { Inspection, InspectionPage, InspectionState } from './inspection.js';

/** A visit concerns those who have one of its cases. */
function concerns({ bureauId, areaIds }: CaseScope) {
  return sql<boolean>`exists (select 1 from cases where cases.case_id = any(inspections.case_ids)
    and (${bureauId}::text is null or cases.bureau_id = ${bureauId})
    and (${areaIds === null} or cases.area_id = any(${[...(areaIds ?? [])]}::text[])))`;
}

async function tell(database: CloudDatabase, rows: readonly Selectable<InspectionsTable>[]): Promise<Inspection[]> {
  const caseIds = [...new Set(rows.flatMap((row) => row.case_ids))];
  if (caseIds.length === 0) return [];
  const [cases, parts] = await Promise.all([
    database
      .selectFrom('cases')
      .select(['case_id', 'bureau_id', 'matter', 'place_name'])
      .where('case_id', 'in', caseIds)
      .execute(),
    database
      .selectFrom('inspection_cases')
      .leftJoin('dispatches', 'dispatches.dispatch_id', 'inspection_cases.dispatch_id')
      .select(['inspection_cases.inspection_id', 'inspection_cases.case_id', 'inspection_cases.dispatch_id'])
      .select(['inspection_cases.consent', 'inspection_cases.reason', 'dispatches.state', 'dispatches.finding'])
      .where(
        'inspection_cases.inspection_id',
        'in',
        rows.map((row) => row.inspection_id),
      )
      .execute(),
  ]);
  return rows.map((row) => ({
    inspectionId: row.inspection_id,
    kind: row.kind,
    state: row.state,
    version: row.version,
    zh: row.zh,
    en: row.en,
    proposedAtMs: row.proposed_at_ms,
    patrolId: row.patrol_id,
    atMs: row.at_ms,
    reason: row.reason,
    cases: row.case_ids.flatMap((caseId) => {
      const ofCase = cases.find((one) => one.case_id === caseId);
      if (ofCase === undefined) return [];
      const part = parts.find((one) => one.inspection_id === row.inspection_id && one.case_id === caseId);
      return [
        {
          ...{ caseId, bureauId: ofCase.bureau_id, matter: ofCase.matter, placeName: ofCase.place_name },
          consent: part?.consent ?? null,
          reason: part?.reason ?? null,
          dispatchId: part?.dispatch_id ?? null,
          dispatchState: part?.state ?? null,
          finding: part?.finding ?? null,
        },
      ];
    }),
  }));
}

/** One visit that concerns somebody; null when there is none with this ID. */
export async function readInspection(
  database: CloudDatabase,
  scope: CaseScope,
  inspectionId: number,
): Promise<Inspection | null> {
  const rows = await database
    .selectFrom('inspections')
    .selectAll()
    .where('inspection_id', '=', inspectionId)
    .where(concerns(scope))
    .execute();
  return (await tell(database, rows))[0] ?? null;
}

/** A page of the visits that concern somebody, newest first: those below `before`, at most `limit`. */
export async function listInspections(
  database: CloudDatabase,
  page: {
    readonly limit: number;
    readonly before: number | null;
    readonly state: InspectionState | undefined;
    readonly scope: CaseScope;
  },
): Promise<InspectionPage> {
  const { limit, before, state, scope } = page;
  let query = database.selectFrom('inspections').selectAll().where(concerns(scope));
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== null) query = query.where('inspection_id', '<', before);
  const rows = await query
    .orderBy('inspection_id', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.inspection_id);
  return {
    inspections: await tell(database, shown),
    nextCursor,
  };
}
