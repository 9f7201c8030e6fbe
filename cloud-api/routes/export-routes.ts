import { CaseId } from '@lamppost/contracts';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import { requireSeenCase } from '../cases/life/require-seen-case.js';
import { subjectOf } from '../cases/life/take-step.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { Reason } from './open-guarded.js';
import { peopleProblems } from './problem-responses.js';

/** Whole cases as archives: documents, evidence, verification report, extract of the audit log. */
export function addExportRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, database, exporter } = services;

  app.get(
    '/api/v1/cases/:caseId/export',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'The whole case as one ZIP',
        description:
          'For `case.export`, with a `reason` that is logged. It is refused while a condition of 行政处罚法 art. 41 is unmet, naming each.',
        params: z.object({ caseId: CaseId }),
        querystring: z.strictObject({ reason: Reason.optional() }),
        response: {
          200: { description: 'The archive', content: { 'application/zip': { schema: z.unknown() } } },
          ...peopleProblems('case.not-found', 'access.reason-needed', 'export.conditions-unmet', 'service.busy'),
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const { reason } = request.query;
      const actor = await access.requireActor(request, 'case.read');
      const row = await requireSeenCase(database, actor, caseId);
      const refuse = async (what: Record<string, unknown>) => {
        const subject = { kind: 'case', id: caseId };
        const event = {
          action: 'case.export',
          who: actor,
          from: request.ip,
          subject,
          what,
          outcome: 'refused',
        } as const;
        await audit.record(reason === undefined ? event : { ...event, why: reason });
      };
      if (!mayDo(actor, 'case.export', subjectOf(row))) {
        await refuse({});
        throw new ProblemError('access.not-allowed', `${actor.displayName} does not hold case.export`);
      }
      if (reason === undefined) throw new ProblemError('access.reason-needed', `The archive holds sealed originals`);
      const asker = { actor, requestId: request.id, client: request.ip };
      const stream = await exporter.exportCase(asker, row, reason).catch(async (error: unknown) => {
        if (error instanceof ProblemError) await refuse({ code: error.code });
        throw error;
      });
      return await reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${caseId}.zip"`)
        .header('cache-control', 'private, no-store')
        .send(stream);
    },
  );
}
