import { EpochMs, Matter, Slug } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { maskText } from '../cases/sealed-files.js';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, withinPeriod, type StatisticsQuestion } from './question.js';

/** Places and offenders that are told, at most: those with the most cases. */
const MOST_TOLD = 100;

const repeats = {
  /** Cases of the period that were neither rejected nor merged; at least two. */
  cases: z.int().min(2),
  /** Those of them that a person confirmed. */
  confirmed: z.int().min(0),
  lastOpenedAtMs: EpochMs,
};

/** A place at which something was found again and again. */
export const RepeatPlace = z.object({
  gatewayId: Slug,
  sourceId: Slug,
  placeName: z.string(),
  matter: Matter,
  ...repeats,
});
export type RepeatPlace = z.infer<typeof RepeatPlace>;

/** A vehicle that was found again and again. Its plate is masked, whoever asks. */
export const RepeatOffender = z.object({ plate: z.string(), places: z.int().min(1), ...repeats });
export type RepeatOffender = z.infer<typeof RepeatOffender>;

const COUNTS = sql`
  count(*) as cases,
  count(*) filter (where state in ('confirmed', 'transferred', 'accepted', 'returned', 'corrected')) as confirmed,
  max(opened_at_ms) as ${sql.ref('lastOpenedAtMs')}`;
const COUNTED = sql`cases.state not in ('rejected', 'merged')`;
const MOST_FIRST = sql`having count(*) > 1 order by cases desc, ${sql.ref('lastOpenedAtMs')} desc`;

/** Finds the places with the most cases that were opened in the period. */
export async function findRepeatPlaces(
  database: CloudDatabase,
  question: StatisticsQuestion,
): Promise<readonly RepeatPlace[]> {
  // The words of a place are read for those alone that are told.
  const { rows } = await sql<RepeatPlace>`
    select gateway_id as ${sql.ref('gatewayId')}, source_id as ${sql.ref('sourceId')},
      (select place_name from cases latest where latest.case_number = found.case_number) as ${sql.ref('placeName')},
      matter, cases, confirmed, ${sql.ref('lastOpenedAtMs')}
    from (
      select gateway_id, source_id, matter, max(case_number) as case_number, ${COUNTS}
      from cases where ${withinPeriod(question, 'opened_at_ms')} and ${COUNTED} and ${askedCases(question)}
      group by gateway_id, source_id, matter ${MOST_FIRST}, gateway_id, source_id limit ${sql.lit(MOST_TOLD)}) as found
    order by cases desc, ${sql.ref('lastOpenedAtMs')} desc, gateway_id, source_id`.execute(database);
  return rows;
}

/** Finds the vehicles with the most cases that were opened in the period. */
export async function findRepeatOffenders(
  database: CloudDatabase,
  question: StatisticsQuestion,
): Promise<readonly RepeatOffender[]> {
  const { rows } = await sql<RepeatOffender>`
    select plate, count(distinct source_id) as places, ${COUNTS} from (
      select distinct on (seen.plate, cases.case_id) seen.plate, cases.state, cases.opened_at_ms,
        cases.gateway_id || ' ' || cases.source_id as source_id
      from cases join case_violations seen on seen.case_id = cases.case_id
      where seen.plate is not null and ${withinPeriod(question, 'cases.opened_at_ms')} and ${COUNTED}
        and ${askedCases(question)}) as vehicles
    group by plate ${MOST_FIRST} limit ${sql.lit(MOST_TOLD)}`.execute(database);
  return rows.map((row) => ({ ...row, plate: maskText(row.plate) }));
}
