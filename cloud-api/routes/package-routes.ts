import { Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { rebuildPackage } from '../package-form/rebuild-package.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { problemResponses } from './problem-responses.js';

const ACCESS = ['access.sign-in-needed', 'access.code-wrong', 'access.too-many-failures'] as const;

/** Packages as they were sealed, for whoever wants to verify them. */
export function addPackageRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database, store } = services;

  app.get(
    '/api/v1/packages/:digest',
    {
      onRequest: async (request) => {
        await access.admit(request);
      },
      schema: {
        tags: ['people'],
        summary: 'A package byte for byte as it was sealed, to be verified elsewhere',
        security: [{ session: [] }, { accessCode: [] }],
        params: z.object({ digest: Sha256Hex }),
        response: {
          200: { description: 'The package', content: { 'application/zip': { schema: z.unknown() } } },
          ...problemResponses(...ACCESS, 'evidence.unknown'),
        },
      },
    },
    async (request, reply) => {
      const { digest } = request.params;
      const rebuilt = await rebuildPackage({ database, store }, digest);
      if (rebuilt === null) throw new ProblemError('evidence.unknown', `There is no package ${digest}`);
      const name = `${rebuilt.gatewayId}-${rebuilt.sequence}-${digest.slice(0, 12)}.zip`;
      return await reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(rebuilt.zip);
    },
  );
}
