import { CaseId } from '@lamppost/contracts';
import { z } from 'zod';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { guardExport } from './guard-export.js';
import { Reason } from './open-guarded.js';
import { peopleProblems } from './problem-responses.js';

/** Whole cases as archives: documents, evidence, verification report, extract of the audit log. */
export function addExportRoutes(app: CloudApp, services: CloudServices): void {
  const { exporter } = services;

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
          ...peopleProblems(
            'case.not-found',
            'access.reason-needed',
            'export.conditions-unmet',
            'service.busy',
            'service.evidence-lost',
          ),
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const asked = { caseId, reason: request.query.reason, what: {} };
      const stream = await guardExport(services, request, asked, (...given) => exporter.exportCase(...given));
      return await reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${caseId}.zip"`)
        .header('cache-control', 'private, no-store')
        .send(stream);
    },
  );
}
