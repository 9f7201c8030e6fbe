import { CaseId } from '@lamppost/contracts';
import { z } from 'zod';
import { noteExport } from '../case-export/note-export.js';
import { requireExportable } from '../case-export/require-exportable.js';
import { ProblemError } from '../errors/problem-error.js';
import { buildExchange, ExchangeForm } from '../exchange/build-exchange.js';
import { CityEvent } from '../exchange/city-event.js';
import { MotorVehicles } from '../exchange/motor-vehicles.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { guardExport } from './guard-export.js';
import { Reason } from './open-guarded.js';
import { peopleProblems } from './problem-responses.js';

/** Cases in the forms of other platforms. */
export function addExchangeRoutes(app: CloudApp, services: CloudServices): void {
  const { database } = services;

  app.get(
    '/api/v1/cases/:caseId/exchange',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A case in the form of another platform',
        description:
          'For `case.export`, with a `reason` that is logged. `ga-t-1400`: the vehicles of a parking case under the names of GA/T 1400; `gb-t-47678.5`: an event of city management with the codes of GB/T 47678.5. As it is handed on, it is refused like the archive while a condition of 行政处罚法 art. 41 is unmet. What is not known is left out.',
        params: z.object({ caseId: CaseId }),
        querystring: z.strictObject({ form: ExchangeForm, reason: Reason.optional() }),
        response: {
          200: z.discriminatedUnion('schema', [MotorVehicles, CityEvent]),
          ...peopleProblems(
            ...(['case.not-found', 'access.reason-needed', 'export.conditions-unmet', 'exchange.no-vehicle'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const { form, reason } = request.query;
      const document = await guardExport(
        services,
        request,
        { caseId, reason, what: { form } },
        async (asker, row, why) => {
          const packages = await requireExportable(database, row);
          const { cityEvent, motorVehicles } = await buildExchange(database, row, packages);
          const built = form === 'ga-t-1400' ? motorVehicles : cityEvent;
          if (built === null)
            throw new ProblemError('exchange.no-vehicle', `${caseId} is about ${row.matter}: ask for gb-t-47678.5`);
          await noteExport(services, asker, { caseId, reason: why, what: { form } });
          return built;
        },
      );
      return await reply.header('cache-control', 'private, no-store').send(document);
    },
  );
}
