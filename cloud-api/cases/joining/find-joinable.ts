import type { CaseState } from '@lamppost/contracts';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { CaseViolationsTable } from '../../database/desk-tables.js';
import type { CloudTables } from '../../database/schema.js';
import { STATES } from '../life/steps.js';
import type { DeskSettings } from '../settings/desk-settings.js';
import type { JoinableCase } from './decide-joining.js';
import { surroundingsOf } from './distance.js';
import { isSameOffence, longestGapMs, type Sighting } from './same-offence.js';

/** Violations around another that are looked at, at most; nearer ones first. */
const MOST_NEIGHBOURS = 500;

/** A case that a violation may belong to, and where it stands. */
export interface FoundCase extends JoinableCase {
  readonly state: CaseState;
  readonly isOpen: boolean;
}

/** A violation that is written, as it is held against others. */
export function sightingOf(row: Selectable<CaseViolationsTable>): Sighting {
  return {
    gatewayId: row.gateway_id,
    sourceId: row.source_id,
    matter: row.matter,
    place: { lng: row.lng, lat: row.lat },
    plate: row.plate,
    box: row.box,
    startedAtMs: row.started_at_ms,
    triggeredAtMs: row.triggered_at_ms,
  };
}

/** Asks, as part of a statement over `given` ({@link NEIGHBOURHOOD}), for the cases of violations around another, by IDs that may come several times. */
export const NEIGHBOURS = `(
  with near as not materialized (
    select * from case_violations
    where matter = given.matter and triggered_at_ms >= given.from_ms and started_at_ms <= given.until_ms)
  select coalesce(json_agg(around.case_id), '[]')
  from (
    select case_id
    from (
      select case_id, triggered_at_ms from near where gateway_id = given.gateway_id and source_id = given.source_id
      union
      select case_id, triggered_at_ms from near where plate = given.plate
      union
      select case_id, triggered_at_ms from near
      where given.across_sources
        and lat between given.south and given.north and lng between given.west and given.east
    ) as any_of
    order by abs(triggered_at_ms - given.triggered_at_ms) limit ${MOST_NEIGHBOURS}
  ) as around)`;

/** The columns of `given` that {@link NEIGHBOURS} is asked by, with their types. */
export const NEIGHBOURHOOD = `
  matter text, plate text, gateway_id text, source_id text, from_ms bigint, until_ms bigint, triggered_at_ms bigint,
  across_sources boolean, south double precision, north double precision, west double precision, east double precision`;

/** How far from a violation another is looked for. */
interface Reach {
  readonly gapMs: number;
  readonly radiusM: number;
  readonly acrossSources: boolean;
}

/** The {@link NEIGHBOURHOOD} of a violation. */
export function around(sighting: Sighting, { gapMs, radiusM, acrossSources }: Reach) {
  const { matter, plate } = sighting;
  return {
    ...{ matter, plate, gateway_id: sighting.gatewayId, source_id: sighting.sourceId },
    from_ms: sighting.startedAtMs - gapMs,
    until_ms: sighting.triggeredAtMs + gapMs,
    triggered_at_ms: sighting.triggeredAtMs,
    across_sources: acrossSources,
    ...surroundingsOf(sighting.place, radiusM),
  };
}

/** The neighbourhood in which a case may be that a violation belongs to. */
export function neighbourhoodOf({ matters }: DeskSettings['joining'], sighting: Sighting) {
  const rule = matters[sighting.matter];
  return around(sighting, { gapMs: longestGapMs(rule), radiusM: rule.radiusM, acrossSources: rule.acrossSources });
}

/**
 * Of the cases around a violation those, open or closed, that hold a violation of the same offence, each with all that was merged into it. Their
 * rows are locked until the transaction ends.
 *
 * @param near what {@link NEIGHBOURS} was answered
 */
export async function findJoinable(
  transaction: Transaction<CloudTables>,
  joining: DeskSettings['joining'],
  sighting: Sighting,
  near: readonly string[],
): Promise<FoundCase[]> {
  if (near.length === 0) return [];
  const neighbours = [...new Set(near)];
  const own = await transaction
    .selectFrom('cases')
    .select(sql<string>`coalesce(merged_into, case_id)`.as('case_id'))
    .where('case_id', 'in', neighbours)
    .execute();
  const cases = await transaction
    .selectFrom('cases')
    .select(['case_id', 'case_number', 'state', 'supporter_ids', 'reader_ids'])
    .where(
      'case_id',
      'in',
      own.map(({ case_id: caseId }) => caseId),
    )
    .orderBy('case_number')
    .forUpdate()
    .execute();
  // One that was merged before it could be locked: its violations belong to another by now.
  if (cases.some(({ state }) => state === 'merged')) return await findJoinable(transaction, joining, sighting, near);
  const violations = await transaction
    .selectFrom('case_violations')
    .innerJoin('cases', 'cases.case_id', 'case_violations.case_id')
    .selectAll('case_violations')
    .select(sql<string>`coalesce(cases.merged_into, cases.case_id)`.as('own_case_id'))
    .where((or) => {
      const ids = cases.map(({ case_id: caseId }) => caseId);
      return or.or([or('cases.case_id', 'in', ids), or('cases.merged_into', 'in', ids)]);
    })
    .execute();
  return cases
    .map((found) => ({
      caseId: found.case_id,
      caseNumber: found.case_number,
      state: found.state,
      isOpen: STATES[found.state].isOpen,
      isUntouched: found.state === 'candidate' && found.supporter_ids.length + found.reader_ids.length === 0,
      sightings: violations.filter((one) => one.own_case_id === found.case_id).map(sightingOf),
    }))
    .filter(({ sightings }) => sightings.some((other) => isSameOffence(joining, sighting, other)));
}
