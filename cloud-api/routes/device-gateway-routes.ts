import { EpochMs, GatewayReport, GatewayReportAnswer, Slug } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { makeEnrolmentCode, revokeGateway } from '../devices/gateway-access.js';
import { takeReport } from '../devices/take-report.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { deviceProblems, peopleProblems } from './problem-responses.js';

const MAX_REPORT_BYTES = 512 * 1024;
const LONGEST_CODE_HOURS = 720;
const manage = { permission: 'device.manage' } as const;
const params = z.object({ gatewayId: Slug });

/** Letting gateways in and out, and what they report of themselves. */
export function addDeviceGatewayRoutes(app: CloudApp, services: CloudServices): void {
  const { access, authenticate } = services;
  const log = services.log.child({ component: 'devices' });
  const ask = async (request: FastifyRequest): Promise<Asker> => ({
    actor: await access.requireActor(request, 'device.manage'),
    requestId: request.id,
    client: request.ip,
  });

  app.post(
    '/api/v1/gateways/report',
    {
      bodyLimit: MAX_REPORT_BYTES,
      config: { permission: 'device' },
      // Before the body is judged: what is wrong with it is for gateways alone to know.
      onRequest: async (request) => {
        await authenticate(request.headers.authorization);
      },
      schema: {
        tags: ['gateways'],
        summary: 'Report how the gateway is: its links, faults, clock, rules, and what waits',
        description: 'The last report is kept. A gateway reports every minute, and at once when something changes.',
        security: [{ device: [] }],
        body: GatewayReport,
        response: {
          200: GatewayReportAnswer,
          ...deviceProblems(),
        },
      },
    },
    async (request) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      return await takeReport(services, { gatewayId, report: request.body });
    },
  );

  app.post(
    '/api/v1/gateways/:gatewayId/enrolment-codes',
    {
      config: manage,
      schema: {
        tags: ['administration'],
        summary: 'Make a one-time code for a gateway of the register; it is shown this once',
        description: 'An earlier code that was not used serves no more.',
        params,
        body: z.strictObject({ hours: z.int().min(1).max(LONGEST_CODE_HOURS).default(72) }),
        response: {
          201: z.object({ gatewayId: Slug, code: z.string(), expiresAtMs: EpochMs }),
          ...peopleProblems('device.not-found', 'device.invalid'),
        },
      },
    },
    async (request, reply) => {
      const { gatewayId } = request.params;
      const made = await makeEnrolmentCode(services, await ask(request), { gatewayId, ...request.body });
      return await reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ gatewayId, ...made });
    },
  );

  app.post(
    '/api/v1/gateways/:gatewayId/revoke',
    {
      config: manage,
      schema: {
        tags: ['administration'],
        summary: 'Revoke the key of a gateway, at once',
        description:
          'Whatever comes with it from then on is refused. Packages that were taken in before stay. The gateway comes back with a new code and a new key.',
        params,
        body: z.strictObject({ reason: z.string().trim().min(4).max(300) }),
        response: {
          200: z.object({ revoked: z.int().min(0).describe('0: it had no key in use'), revokedAtMs: EpochMs }),
          ...peopleProblems('device.not-found'),
        },
      },
    },
    async (request) => {
      const { gatewayId } = request.params;
      const done = await revokeGateway(services, await ask(request), { gatewayId, ...request.body });
      if (done.revoked > 0) log.warn({ gatewayId, revoked: done.revoked }, 'key of a gateway revoked');
      return done;
    },
  );
}
