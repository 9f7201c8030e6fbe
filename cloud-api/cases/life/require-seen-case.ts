import type { Actor } from '../../access/actor.js';
import type { CloudDatabase } from '../../database/open-database.js';
import { ProblemError } from '../../errors/problem-error.js';
import type { CaseRow } from './apply-step.js';
import { maySee } from './take-step.js';

/**
 * The row of a case that the actor may see.
 *
 * @throws ProblemError `case.not-found`
 */
export async function requireSeenCase(database: CloudDatabase, actor: Actor, caseId: string): Promise<CaseRow> {
  const row = await database.selectFrom('cases').selectAll().where('case_id', '=', caseId).executeTakeFirst();
  if (row === undefined || !maySee(actor, row)) throw new ProblemError('case.not-found', `There is no case ${caseId}`);
  return row;
}
