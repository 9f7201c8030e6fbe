import { CaseState, Matter } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, boundRows, localTime, MOST_ROWS, withinPeriod, type StatisticsQuestion } from './question.js';

/** What cases are counted by. */
export const CaseDimension = z.enum(['day', 'matter', 'state', 'bureau', 'area']);
export type CaseDimension = z.infer<typeof CaseDimension>;

/** How many cases were opened; what they are not counted by is left out. */
export const CaseCount = z.object({
  /** The day of their opening. */
  day: z.iso.date().optional(),
  matter: Matter.optional(),
  /** As it is now. */
  state: CaseState.optional(),
  bureauId: z.string().nullable().optional(),
  areaId: z.string().nullable().optional(),
  cases: z.int().min(1),
});
export type CaseCount = z.infer<typeof CaseCount>;

const COLUMNS = { matter: 'matter', state: 'state', bureau: 'bureau_id', area: 'area_id' } as const;
const NAMES = { day: 'day', matter: 'matter', state: 'state', bureau: 'bureauId', area: 'areaId' } as const;

/** Counts the cases that were opened in the period. */
export async function countCases(
  database: CloudDatabase,
  question: StatisticsQuestion,
  by: readonly CaseDimension[],
): Promise<readonly CaseCount[]> {
  const columns = by.map((one) => {
    const value = one === 'day' ? sql`(${localTime(question, 'opened_at_ms')})::date::text` : sql.ref(COLUMNS[one]);
    return sql`${value} as ${sql.ref(NAMES[one])}`;
  });
  const places = by.map((_, index) => sql.lit(index + 1));
  const { rows } = await sql<CaseCount>`
    select ${sql.join([...columns, sql`count(*) as cases`])} from cases
    where ${withinPeriod(question, 'opened_at_ms')} and ${askedCases(question)}
    group by ${sql.join(places)} order by ${sql.join(places)} limit ${sql.lit(MOST_ROWS + 1)}`.execute(database);
  return boundRows(rows);
}
