import { CaseSummary } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../../access/actor.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CaseRow } from '../life/apply-step.js';
import { maySee } from '../life/take-step.js';
import { IS_OPEN, toCaseSummary } from '../list-cases.js';
import { distanceM } from './distance.js';
import { around, NEIGHBOURHOOD, NEIGHBOURS, sightingOf } from './find-joinable.js';
import type { Sighting } from './same-offence.js';

/** Metres and milliseconds around a case within which another may be of the same offence, and was not joined by itself. */
const RADIUS_M = 300;
const AROUND_MS = 24 * 3_600_000;
const MOST_OFFERED = 9;

/** Cases that another may be merged into, those that are likeliest first. */
export const MergeTargets = z.object({
  targets: z
    .array(
      CaseSummary.extend({
        distanceM: z.number().min(0).nullable().describe('Metres between the two places'),
        hasSamePlate: z.boolean(),
      }),
    )
    .max(MOST_OFFERED),
});
export type MergeTargets = z.infer<typeof MergeTargets>;

async function readNear(database: CloudDatabase, sighting: Sighting): Promise<readonly string[]> {
  const given = JSON.stringify(around(sighting, { gapMs: AROUND_MS, radiusM: RADIUS_M, acrossSources: true }));
  const { rows } = await sql<{ near: readonly string[] }>`
    select ${sql.raw(NEIGHBOURS)} as near
    from json_to_record(${given}::json) as given (${sql.raw(NEIGHBOURHOOD)})`.execute(database);
  return [...new Set(rows[0]?.near)];
}

/**
 * Open or accepted cases of the same matter that the actor may see, within a day and 300 m of a case, of its source, or of its plate: those of its
 * plate first, then those nearest in time.
 */
export async function findMergeTargets(
  database: CloudDatabase,
  actor: Actor,
  row: Pick<CaseRow, 'case_id'>,
): Promise<MergeTargets['targets']> {
  const violation = await database
    .selectFrom('case_violations')
    .selectAll()
    .where('case_id', '=', row.case_id)
    .orderBy('triggered_at_ms')
    .executeTakeFirst();
  if (violation === undefined) return [];
  const seen = sightingOf(violation);
  const near = await readNear(database, seen);
  if (near.length === 0) return [];
  const rows = await database
    .selectFrom('cases')
    .selectAll('cases')
    .select((given) =>
      given
        .exists(
          given
            .selectFrom('case_violations')
            .select('case_violations.case_id')
            .whereRef('case_violations.case_id', '=', 'cases.case_id')
            .where('plate', '=', seen.plate),
        )
        .as('has_same_plate'),
    )
    .where('case_id', 'in', (given) =>
      given
        .selectFrom('cases as found')
        .select(sql<string>`coalesce(found.merged_into, found.case_id)`.as('case_id'))
        .where('found.case_id', 'in', near),
    )
    .where('case_id', '<>', row.case_id)
    .where(sql<boolean>`(${IS_OPEN} or state = 'accepted')`)
    .orderBy('case_number')
    .execute();
  const apartMs = (one: Pick<CaseRow, 'triggered_at_ms'>) => Math.abs(one.triggered_at_ms - seen.triggeredAtMs);
  return rows
    .filter((one) => maySee(actor, one))
    .sort((a, b) => Number(b.has_same_plate) - Number(a.has_same_plate) || apartMs(a) - apartMs(b))
    .slice(0, MOST_OFFERED)
    .map((one) => ({
      ...toCaseSummary(one),
      distanceM:
        one.lng === null || one.lat === null ? null : Math.round(distanceM(seen.place, { lng: one.lng, lat: one.lat })),
      hasSamePlate: Boolean(one.has_same_plate),
    }));
}
