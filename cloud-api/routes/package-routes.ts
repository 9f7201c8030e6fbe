import { Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import { findPackageCase } from '../cases/find-package-case.js';
import { ORIGINAL } from '../cases/sealed-files.js';
import { ProblemError } from '../errors/problem-error.js';
import { rebuildPackage } from '../package-form/rebuild-package.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { openGuarded, Reason } from './open-guarded.js';
import { peopleProblems } from './problem-responses.js';

/** Packages as they were sealed, for whoever wants to verify them. */
export function addPackageRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, database, store } = services;

  app.get(
    '/api/v1/packages/:digest',
    {
      // Whoever may not open originals is let in so far that the attempt is written down.
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A package byte for byte as it was sealed, to be verified elsewhere',
        description:
          'Sealed originals are in it: it opens with `original.read` and a `reason`. That is logged, and so is a refusal.',
        params: z.object({ digest: Sha256Hex }),
        querystring: z.strictObject({ reason: Reason.optional() }),
        response: {
          200: { description: 'The package', content: { 'application/zip': { schema: z.unknown() } } },
          ...peopleProblems('evidence.unknown', 'access.reason-needed', 'service.evidence-lost'),
        },
      },
    },
    async (request, reply) => {
      const { digest } = request.params;
      const actor = await access.requireActor(request, 'case.read');
      const owner = await findPackageCase(database, digest);
      const { reason } = request.query;
      if (owner === null || !mayDo(actor, 'case.read', owner.subject)) {
        if (owner !== null)
          await audit.record({
            ...{ action: 'original.read', outcome: 'refused', who: actor, from: request.ip, what: { package: digest } },
            subject: { kind: 'case', id: owner.caseId },
            ...(reason === undefined ? {} : { why: reason }),
          });
        throw new ProblemError('evidence.unknown', `There is no package ${digest}`);
      }
      await openGuarded(services, {
        ...{ actor, from: request.ip, reason, guard: ORIGINAL, ...owner },
        ...{ name: `The package ${digest}`, what: { package: digest } },
      });
      const rebuilt = await rebuildPackage({ database, store }, digest);
      if (rebuilt === null) throw new Error(`the package ${digest} of ${owner.caseId} is gone`);
      const name = `${rebuilt.gatewayId}-${rebuilt.sequence}-${digest.slice(0, 12)}.zip`;
      return await reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'private, no-store')
        .send(rebuilt.stream);
    },
  );
}
