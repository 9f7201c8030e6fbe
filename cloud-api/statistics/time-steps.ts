import { CaseStepName, Matter } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, boundRows, withinPeriod, type StatisticsQuestion } from './question.js';

/** What times and deadlines are told by. */
export const StepDimension = z.enum(['matter', 'bureau']);
export type StepDimension = z.infer<typeof StepDimension>;

/** How long cases took from their opening to a step. */
export const StepTime = z.object({
  step: CaseStepName,
  matter: Matter.optional(),
  bureauId: z.string().nullable().optional(),
  /** How often it was taken in the period. */
  taken: z.int().min(1),
  /** Half of them took at most so long, nine of ten at most that. */
  medianMs: z.int(),
  p90Ms: z.int(),
});
export type StepTime = z.infer<typeof StepTime>;

/** The columns that rows are told by, as the select list has them. */
export function stepColumns(by: StepDimension | undefined) {
  switch (by) {
    case undefined:
      return [];
    case 'matter':
      return [sql`cases.matter as matter`];
    case 'bureau':
      return [sql`cases.bureau_id as ${sql.ref('bureauId')}`];
  }
}

/** Tells the times from opening to the steps that were taken in the period. */
export async function timeSteps(
  database: CloudDatabase,
  question: StatisticsQuestion,
  by: StepDimension | undefined,
): Promise<readonly StepTime[]> {
  const columns = [sql`taken.step as step`, ...stepColumns(by)];
  const places = sql.join(columns.map((_, index) => sql.lit(index + 1)));
  const { rows } = await sql<Omit<StepTime, 'medianMs' | 'p90Ms'> & { times: [number, number] }>`
    select ${sql.join(columns)}, count(*) as taken,
      percentile_cont(array[0.5, 0.9]) within group (order by taken.at_ms - cases.opened_at_ms) as times
    from case_steps taken join cases on cases.case_id = taken.case_id
    where ${withinPeriod(question, 'taken.at_ms')} and ${askedCases(question)}
    group by ${places} order by ${places}`.execute(database);
  return boundRows(rows).map(({ times: [median, p90], ...row }) => ({
    ...row,
    medianMs: Math.round(median),
    p90Ms: Math.round(p90),
  }));
}
