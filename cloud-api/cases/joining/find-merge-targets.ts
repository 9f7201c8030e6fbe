import { CaseSummary, type Matter } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../../access/actor.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CaseRow } from '../life/apply-step.js';
import { maySee } from '../life/take-step.js';
import { IS_OPEN, toCaseSummary } from '../list-cases.js';
import { distanceM, surroundingsOf } from './distance.js';
import { NEIGHBOURS } from './find-joinable.js';

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

interface Seen {
  readonly gateway_id: string;
  readonly source_id: string;
  readonly matter: Matter;
  readonly plate: string | null;
  readonly lng: number;
  readonly lat: number;
  readonly started_at_ms: number;
  readonly triggered_at_ms: number;
}

async function readNear(database: CloudDatabase, seen: Seen): Promise<readonly string[]> {
  const { south, north, west, east } = surroundingsOf(seen, RADIUS_M);
  const { rows } = await sql<{ near: readonly string[] }>`
    select ${sql.raw(NEIGHBOURS)} as near
    from (select
      ${seen.matter}::text as matter, ${seen.plate}::text as plate, ${seen.gateway_id}::text as gateway_id,
      ${seen.source_id}::text as source_id, ${seen.started_at_ms - AROUND_MS}::bigint as from_ms,
      ${seen.triggered_at_ms + AROUND_MS}::bigint as until_ms, ${seen.triggered_at_ms}::bigint as triggered_at_ms,
      true as across_sources, ${south}::float8 as south, ${north}::float8 as north, ${west}::float8 as west,
      ${east}::float8 as east) as given`.execute(database);
  return rows[0]?.near ?? [];
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
  const seen = await database
    .selectFrom('case_violations')
    .select(['gateway_id', 'source_id', 'matter', 'plate', 'lng', 'lat', 'started_at_ms', 'triggered_at_ms'])
    .where('case_id', '=', row.case_id)
    .orderBy('triggered_at_ms')
    .executeTakeFirst();
  const near = seen === undefined ? [] : [...new Set(await readNear(database, seen))];
  if (seen === undefined || near.length === 0) return [];
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
  const apartMs = (one: Pick<CaseRow, 'triggered_at_ms'>) => Math.abs(one.triggered_at_ms - seen.triggered_at_ms);
  return rows
    .filter((one) => maySee(actor, one))
    .sort((a, b) => Number(b.has_same_plate) - Number(a.has_same_plate) || apartMs(a) - apartMs(b))
    .slice(0, MOST_OFFERED)
    .map((one) => ({
      ...toCaseSummary(one),
      distanceM:
        one.lng === null || one.lat === null ? null : Math.round(distanceM(seen, { lng: one.lng, lat: one.lat })),
      hasSamePlate: Boolean(one.has_same_plate),
    }));
}
