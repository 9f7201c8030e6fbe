import { CaseClock, Matter } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { IS_OPEN } from '../cases/list-cases.js';
import { Proportion, proportionOf } from '../cases/verdicts/proportion.js';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, boundRows, withinPeriod, type StatisticsQuestion } from './question.js';
import { stepColumns, type StepDimension } from './time-steps.js';

/** How deadlines were kept. */
export const KeptDeadlines = z.object({
  clock: CaseClock,
  matter: Matter.optional(),
  bureauId: z.string().nullable().optional(),
  /** Of those that ended in the period, those that ended in time. */
  kept: Proportion,
  /** Those that are past now and have not ended. */
  overdue: z.int().min(0),
});
export type KeptDeadlines = z.infer<typeof KeptDeadlines>;

type Group = Pick<KeptDeadlines, 'clock' | 'matter' | 'bureauId'>;

/** Tells how many of the deadlines that ended in the period were kept, and how many are past now. */
export async function keepDeadlines(
  database: CloudDatabase,
  question: StatisticsQuestion,
  by: StepDimension | undefined,
): Promise<readonly KeptDeadlines[]> {
  const columns = stepColumns(by);
  const places = sql.join(['clock', ...columns].map((_, index) => sql.lit(index + 1)));
  // Nobody says that a record was deleted, so nobody knows whether that was in time.
  const ended = await sql<Group & { ended: number; kept: number }>`
    select ${sql.join([sql`taken.ended_clock as clock`, ...columns])}, count(*) as ended,
      count(*) filter (where taken.at_ms <= taken.ended_due_at_ms) as kept
    from case_steps taken join cases on cases.case_id = taken.case_id
    where ${withinPeriod(question, 'taken.at_ms')} and ${askedCases(question)}
      and taken.ended_clock is not null and taken.ended_clock <> 'erasure'
    group by ${places} order by ${places}`.execute(database);
  const past = await sql<Group & { overdue: number }>`
    select ${sql.join([sql`cases.clock as clock`, ...columns])}, count(*) as overdue from cases
    where ${IS_OPEN} and due_at_ms < ${question.nowMs} and clock is not null and ${askedCases(question)}
    group by ${places} order by ${places}`.execute(database);
  const found = new Map<string, KeptDeadlines>();
  const keyOf = ({ clock, matter, bureauId }: Group) => JSON.stringify([clock, matter, bureauId]);
  for (const { ended: of, kept, ...group } of ended.rows)
    found.set(keyOf(group), { ...group, kept: proportionOf(kept, of), overdue: 0 });
  for (const { overdue, ...group } of past.rows) {
    const key = keyOf(group);
    found.set(key, { ...(found.get(key) ?? { ...group, kept: proportionOf(0, 0) }), overdue });
  }
  return boundRows([...found.values()]);
}
