import type { FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { mayDo } from '../access/actor.js';
import type { CaseRow } from '../cases/life/apply-step.js';
import { requireSeenCase } from '../cases/life/require-seen-case.js';
import { subjectOf } from '../cases/life/take-step.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudServices } from './cloud-services.js';

/**
 * Lets somebody take a case out who may, with a reason; that somebody was refused is written down.
 *
 * @param work takes it out; when it is refused with a problem, that is written down too
 * @throws ProblemError `case.not-found`, `access.not-allowed`, `access.reason-needed`, and what `work` throws
 */
export async function guardExport<Answer>(
  { access, audit, database }: Pick<CloudServices, 'access' | 'audit' | 'database'>,
  request: FastifyRequest,
  asked: {
    readonly caseId: string;
    readonly reason: string | undefined;
    /** What goes out, for the log. */
    readonly what: Readonly<Record<string, unknown>>;
  },
  work: (asker: Asker, row: CaseRow, reason: string) => Promise<Answer>,
): Promise<Answer> {
  const { caseId, reason, what } = asked;
  const actor = await access.requireActor(request, 'case.read');
  const row = await requireSeenCase(database, actor, caseId);
  const refuse = async (code: Record<string, unknown>) => {
    await audit.record({
      ...{ action: 'case.export', who: actor, from: request.ip, subject: { kind: 'case', id: caseId } },
      ...{ what: { ...what, ...code }, outcome: 'refused', ...(reason === undefined ? {} : { why: reason }) },
    });
  };
  if (!mayDo(actor, 'case.export', subjectOf(row))) {
    await refuse({});
    throw new ProblemError('access.not-allowed', `${actor.displayName} does not hold case.export`);
  }
  if (reason === undefined) throw new ProblemError('access.reason-needed', `What goes out of ${caseId} is evidence`);
  try {
    return await work({ actor, requestId: request.id, client: request.ip }, row, reason);
  } catch (error) {
    if (error instanceof ProblemError) await refuse({ code: error.code });
    throw error;
  }
}
