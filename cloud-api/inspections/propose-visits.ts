import { sql, type Transaction } from 'kysely';
import { IS_OPEN } from '../cases/list-cases.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { UNDER_WAY } from '../dispatch/dispatch-steps.js';
import { explainGroup } from './explain-group.js';
import { groupBy } from './group-by.js';
import { groupCases, type CaseAt } from './group-cases.js';

/** Open cases that are looked at, the newest. */
const MOST_CASES = 5_000;

/** What looking for visits came to. */
export interface ProposedVisits {
  readonly proposed: number;
  /** Proposals whose cases are no longer as they were. */
  readonly stale: number;
  /** Whether there were more open cases than are looked at. */
  readonly isCut: boolean;
}

async function readOpenCases(transaction: Transaction<CloudTables>): Promise<{ cases: CaseAt[]; isCut: boolean }> {
  const rows = await transaction
    .with('open', (with_) =>
      with_
        .selectFrom('cases')
        .select(['case_id', 'bureau_id', 'matter', 'place_name', 'case_number'])
        .where(IS_OPEN)
        // Somebody is on the way already, or is asked whether a visit may look at it too.
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('dispatches')
                .select('dispatch_id')
                .whereRef('dispatches.case_id', '=', 'cases.case_id')
                .where('dispatches.state', 'in', UNDER_WAY),
            ),
          ),
        )
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('inspection_cases')
                .innerJoin('inspections', 'inspections.inspection_id', 'inspection_cases.inspection_id')
                .select('inspection_cases.case_id')
                .whereRef('inspection_cases.case_id', '=', 'cases.case_id')
                .where('inspection_cases.consent', '=', 'asked')
                .where('inspections.state', '=', 'planned'),
            ),
          ),
        )
        .orderBy('case_number', 'desc')
        .limit(MOST_CASES + 1),
    )
    .selectFrom('open')
    .innerJoin('case_violations', 'case_violations.case_id', 'open.case_id')
    .select(['open.case_id', 'open.bureau_id', 'open.matter', 'open.place_name', 'gateway_id', 'source_id', 'zone_id'])
    .select(['lng', 'lat', 'plate'])
    .orderBy('open.case_number')
    .orderBy('case_violations.started_at_ms')
    .execute();
  const cases = [...groupBy(rows, (row) => row.case_id).values()].flatMap((sightings) => {
    const [row] = sightings;
    if (row === undefined) return [];
    const spot = row.matter === 'stall' ? JSON.stringify([row.gateway_id, row.source_id, row.zone_id]) : null;
    return [
      {
        ...{ caseId: row.case_id, bureauId: row.bureau_id, matter: row.matter, placeName: row.place_name, spot },
        place: { lng: row.lng, lat: row.lat },
        plates: [...new Set(sightings.flatMap(({ plate }) => plate ?? []))],
      },
    ];
  });
  return { cases: cases.slice(-MOST_CASES), isCut: cases.length > MOST_CASES };
}

/**
 * Looks for open cases that one visit can settle, over all bureaus, and proposes each such set once: not again while it stands, nor after it, or a
 * set that holds all of it, was declined.
 */
export async function proposeVisits(options: { database: CloudDatabase; clock: Clock }): Promise<ProposedVisits> {
  const { database, clock } = options;
  const { settings } = await readDeskSettings(database);
  const { radiusM } = settings.visits;
  return await database.transaction().execute(async (transaction) => {
    // One replica at a time, so that nothing is proposed twice.
    await sql`select pg_advisory_xact_lock(hashtextextended('lamppost visits', 0))`.execute(transaction);
    const { cases, isCut } = await readOpenCases(transaction);
    const groups = groupCases(cases, radiusM).map((group) => ({
      ...group,
      caseIds: group.cases.map(({ caseId }) => caseId),
    }));
    const wanted = new Set(groups.map(({ caseIds }) => caseIds.join(' ')));
    const standing = await transaction
      .selectFrom('inspections')
      .select(['inspection_id', 'case_ids'])
      .where('state', '=', 'proposed')
      .execute();
    const stale = standing.filter((one) => !wanted.has(one.case_ids.join(' '))).map((one) => one.inspection_id);
    if (stale.length > 0)
      await transaction
        .updateTable('inspections')
        .set((column) => ({ state: 'stale', version: column('version', '+', 1) }))
        .where('inspection_id', 'in', stale)
        .execute();
    const known = new Set(standing.map((one) => one.case_ids.join(' ')));
    let proposed = 0;
    for (const group of groups) {
      const { caseIds, kind } = group;
      if (known.has(caseIds.join(' '))) continue;
      const declined = await transaction
        .selectFrom('inspections')
        .select('inspection_id')
        .where('state', '=', 'declined')
        .where(sql<boolean>`case_ids @> ${caseIds}::text[]`)
        .limit(1)
        .executeTakeFirst();
      if (declined !== undefined) continue;
      proposed += 1;
      await transaction
        .insertInto('inspections')
        .values({
          ...{ kind, state: 'proposed', version: 1, case_ids: caseIds, ...explainGroup(group, radiusM) },
          ...{ proposed_at_ms: clock.nowMs(), patrol_id: null, at_ms: null, reason: null },
        })
        .execute();
    }
    return { proposed, stale: stale.length, isCut };
  });
}
