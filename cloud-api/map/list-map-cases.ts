import { CaseId, CaseState, EpochMs, Matter } from '@lamppost/contracts';
import { z } from 'zod';
import { IS_OPEN, isInScope, type CaseScope } from '../cases/list-cases.js';
import type { CloudDatabase } from '../database/open-database.js';
import { Bounds, isWithin } from './bounds.js';

/** Cases that a map gets at a time, at most; the gravest. */
const MOST_CASES = 2_000;

/** What a map of cases asks for. */
export const MapCaseQuery = Bounds.extend({
  matter: Matter.optional(),
  minSeverity: z.coerce.number().int().min(1).max(5).optional(),
});

/** An open case as a map shows it. */
const MapCase = z.object({
  caseId: CaseId,
  state: CaseState,
  matter: Matter,
  severity: z.int(),
  placeName: z.string(),
  bureauId: z.string().nullable(),
  dueAtMs: EpochMs.nullable(),
  triggeredAtMs: EpochMs,
  lng: z.number(),
  lat: z.number(),
});

/** Open cases in a part of the map, the gravest first. */
export const MapCases = z.object({
  cases: z.array(MapCase),
  isCut: z.boolean().describe(`There are more than the ${MOST_CASES} that are told`),
});
export type MapCases = z.infer<typeof MapCases>;

/** The open cases in a part of the map that somebody may see: the gravest, of these the newest, at most 2,000. */
export async function listMapCases(
  database: CloudDatabase,
  scope: CaseScope,
  asked: z.infer<typeof MapCaseQuery>,
): Promise<MapCases> {
  const { matter, minSeverity, ...bounds } = asked;
  let query = database.selectFrom('cases').where(IS_OPEN).where(isWithin(bounds)).where(isInScope(scope));
  if (matter !== undefined) query = query.where('matter', '=', matter);
  if (minSeverity !== undefined) query = query.where('severity', '>=', minSeverity);
  const rows = await query
    .select(['case_id', 'state', 'matter', 'severity', 'place_name', 'bureau_id', 'due_at_ms', 'triggered_at_ms'])
    .select((column) => [column.ref('lng').$notNull().as('lng'), column.ref('lat').$notNull().as('lat')])
    .orderBy('severity', 'desc')
    .orderBy('case_number', 'desc')
    .limit(MOST_CASES + 1)
    .execute();
  return {
    cases: rows.slice(0, MOST_CASES).map((row) => ({
      caseId: row.case_id,
      state: row.state,
      matter: row.matter,
      severity: row.severity,
      placeName: row.place_name,
      bureauId: row.bureau_id,
      dueAtMs: row.due_at_ms,
      triggeredAtMs: row.triggered_at_ms,
      lng: row.lng,
      lat: row.lat,
    })),
    isCut: rows.length > MOST_CASES,
  };
}
