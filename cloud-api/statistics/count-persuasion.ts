import { Matter } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { Proportion, proportionOf } from '../cases/verdicts/proportion.js';
import type { CloudDatabase } from '../database/open-database.js';
import { askedCases, withinPeriod, type StatisticsQuestion } from './question.js';

const count = z.int().min(0);

/** What persuasion settled, of one matter. */
export const Persuasion = z.object({
  matter: Matter,
  /** Of the cases that were settled by persuasion or accepted by a bureau, those that were settled by persuasion. */
  corrected: Proportion,
  /** Of the cases that were settled by persuasion, those that had a reminder drafted before. */
  afterReminder: count,
  /** Papers that were drafted, by kind. */
  reminders: count,
  caseFiles: count,
});
export type Persuasion = z.infer<typeof Persuasion>;

/** Counts what was settled by persuasion in the period, and the papers of the two colours. */
export async function countPersuasion(
  database: CloudDatabase,
  question: StatisticsQuestion,
): Promise<readonly Persuasion[]> {
  const settled = await sql<{ matter: Matter; corrected: number; accepted: number; reminded: number }>`
    select cases.matter as matter, count(*) filter (where taken.step = 'correct') as corrected,
      count(*) filter (where taken.step = 'accept') as accepted,
      count(*) filter (where taken.step = 'correct' and exists (
        select 1 from case_papers paper
        where paper.case_id = taken.case_id and paper.kind = 'reminder' and paper.at_ms <= taken.at_ms)) as reminded
    from case_steps taken join cases on cases.case_id = taken.case_id
    where taken.step in ('correct', 'accept') and ${withinPeriod(question, 'taken.at_ms')} and ${askedCases(question)}
    group by 1`.execute(database);
  const drafted = await sql<{ matter: Matter; reminders: number; files: number }>`
    select cases.matter as matter, count(*) filter (where paper.kind = 'reminder') as reminders,
      count(*) filter (where paper.kind = 'case-file') as files
    from case_papers paper join cases on cases.case_id = paper.case_id
    where ${withinPeriod(question, 'paper.at_ms')} and ${askedCases(question)}
    group by 1`.execute(database);
  return Matter.options.flatMap((matter) => {
    const ended = settled.rows.find((row) => row.matter === matter);
    const papers = drafted.rows.find((row) => row.matter === matter);
    if (ended === undefined && papers === undefined) return [];
    const { corrected = 0, accepted = 0, reminded = 0 } = ended ?? {};
    return [
      {
        matter,
        corrected: proportionOf(corrected, corrected + accepted),
        afterReminder: reminded,
        reminders: papers?.reminders ?? 0,
        caseFiles: papers?.files ?? 0,
      },
    ];
  });
}
