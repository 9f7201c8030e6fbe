import { sql } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, localTime, withinPeriod, type StatisticsQuestion } from './question.js';

/** How many offences were found in an hour of the week. */
export const HourCount = z.object({
  /** 1 is Monday, 7 Sunday. */
  weekday: z.int().min(1).max(7),
  hour: z.int().min(0).max(23),
  cases: z.int().min(0),
});
export type HourCount = z.infer<typeof HourCount>;

const HOURS_A_WEEK = 168;

/** Counts the cases that were opened in the period by the hour of the week in which their rule was met; all hours, in their order. */
export async function countHours(database: CloudDatabase, question: StatisticsQuestion): Promise<readonly HourCount[]> {
  const local = localTime(question, 'triggered_at_ms');
  const { rows } = await sql<HourCount>`
    select extract(isodow from ${local})::int as weekday, extract(hour from ${local})::int as hour, count(*) as cases
    from cases where ${withinPeriod(question, 'opened_at_ms')} and ${askedCases(question)} group by 1, 2`.execute(
    database,
  );
  const counted = new Map(rows.map(({ weekday, hour, cases }) => [(weekday - 1) * 24 + hour, cases]));
  return Array.from({ length: HOURS_A_WEEK }, (_, place) => ({
    weekday: Math.floor(place / 24) + 1,
    hour: place % 24,
    cases: counted.get(place) ?? 0,
  }));
}
