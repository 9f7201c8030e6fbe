import type { CaseState } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import type { CloudTables } from '../../database/schema.js';
import type { JoiningRule } from '../settings/desk-settings.js';
import type { Sighting } from './same-offence.js';

const DAY_MS = 86_400_000;
/** Violations that are looked through for earlier cases, at most. */
const MOST_EARLIER = 1_000;

/** States that say that a person confirmed the case. */
const CONFIRMED = ['confirmed', 'transferred', 'accepted', 'returned', 'corrected'] as const satisfies CaseState[];

/** What is known of a subject from before. */
export interface History {
  /** The latest case before; null when there is none. */
  readonly previousCaseId: string | null;
  /** Earlier cases that a person confirmed. */
  readonly repeatCount: number;
}

/** Looks for earlier cases of the same subject: of the vehicle by its plate, or of the place. Rejected ones are not among them. */
export async function findHistory(
  transaction: Transaction<CloudTables>,
  rule: JoiningRule,
  options: { repeatDays: number; sighting: Sighting; zoneId: string | null },
): Promise<History> {
  const { repeatDays, sighting, zoneId } = options;
  if (rule.repeatBy === 'plate' && sighting.plate === null) return { previousCaseId: null, repeatCount: 0 };
  let query = transaction
    .selectFrom('case_violations')
    .select(['case_id', 'triggered_at_ms'])
    .where('matter', '=', sighting.matter)
    .where('triggered_at_ms', '<=', sighting.startedAtMs)
    .where('triggered_at_ms', '>=', sighting.startedAtMs - repeatDays * DAY_MS);
  query =
    rule.repeatBy === 'plate'
      ? query.where('plate', '=', sighting.plate)
      : query
          .where('gateway_id', '=', sighting.gatewayId)
          .where('source_id', '=', sighting.sourceId)
          .where(sql<boolean>`zone_id is not distinct from ${zoneId}`);
  const rows = await transaction
    .with('earlier', () => query.orderBy('triggered_at_ms', 'desc').limit(MOST_EARLIER))
    .selectFrom('earlier')
    .innerJoin('cases as found', 'found.case_id', 'earlier.case_id')
    .innerJoin('cases as own', (join) =>
      join.on(sql<boolean>`own.case_id = coalesce(found.merged_into, found.case_id)`),
    )
    .select(['own.case_id', 'own.state'])
    .where('own.state', '<>', 'rejected')
    .orderBy('earlier.triggered_at_ms', 'desc')
    .execute();
  const confirmed = rows.filter(({ state }) => CONFIRMED.some((one) => one === state));
  return {
    previousCaseId: rows[0]?.case_id ?? null,
    repeatCount: new Set(confirmed.map(({ case_id: caseId }) => caseId)).size,
  };
}
