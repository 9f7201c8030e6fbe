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
    .select(['cases.case_id', 'dispatches.visitor_bureau_id', ...SEEN_COLUMNS])
    .where('dispatch_id', '=', dispatchId)
    .executeTakeFirst();
  const ofCase = row === undefined ? null : subjectOf(row);
  // A bureau on a visit sees what its own patrol reports, and no more of the case once that is over.
  const visitors = row?.visitor_bureau_id == null ? [] : [row.visitor_bureau_id];
  const subject = ofCase === null ? null : { ...ofCase, bureauIds: [...ofCase.bureauIds, ...visitors] };
  if (row === undefined || subject === null || !mayDo(actor, 'case.read', subject))
    throw new ProblemError('dispatch.not-found', `There is no dispatch ${dispatchId}`);
  return { caseId: row.case_id, subject };
}
