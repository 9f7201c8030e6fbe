import { Matter, RejectionCode } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, withinPeriod, type StatisticsQuestion } from './question.js';

/** How often cases of a matter were rejected for a reason. */
export const RejectionCount = z.object({ reason: RejectionCode, matter: Matter, rejections: z.int().min(1) });
export type RejectionCount = z.infer<typeof RejectionCount>;

/** Counts the rejections of the period by their reasons, the most frequent first. */
export async function countRejections(
  database: CloudDatabase,
  question: StatisticsQuestion,
): Promise<readonly RejectionCount[]> {
  const { rows } = await sql<RejectionCount>`
    select taken.reason as reason, cases.matter as matter, count(*) as rejections
    from case_steps taken join cases on cases.case_id = taken.case_id
    where taken.step = 'reject' and taken.reason is not null and ${withinPeriod(question, 'taken.at_ms')}
      and ${askedCases(question)}
    group by 1, 2 order by 3 desc, 1, 2`.execute(database);
  return rows;
}
