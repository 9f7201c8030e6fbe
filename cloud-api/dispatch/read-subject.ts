import { mayDo, type Actor } from '../access/actor.js';
import type { Subject } from '../access/permissions.js';
import { SEEN_COLUMNS, subjectOf } from '../cases/life/take-step.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';

/**
 * What a dispatch is about, for the question who may do what with it.
 *
 * @throws ProblemError `dispatch.not-found` when there is none that the actor may see
 */
export async function readSubject(
  database: CloudDatabase,
  actor: Actor,
  dispatchId: number,
): Promise<{ readonly caseId: string; readonly subject: Subject }> {
  const row = await database
    .selectFrom('dispatches')
    .innerJoin('cases', 'cases.case_id', 'dispatches.case_id')
    .select(['cases.case_id', ...SEEN_COLUMNS])
    .where('dispatch_id', '=', dispatchId)
    .executeTakeFirst();
  const subject = row === undefined ? null : subjectOf(row);
  if (row === undefined || subject === null || !mayDo(actor, 'case.read', subject))
    throw new ProblemError('dispatch.not-found', `There is no dispatch ${dispatchId}`);
  return { caseId: row.case_id, subject };
}
