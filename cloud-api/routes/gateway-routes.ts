import { EnrolmentRequest, EnrolmentResponse, GatewayKeys, Sha256Hex, SignedReceipt } from '@lamppost/contracts';
import { z } from 'zod';
import { listDeviceKeys } from '../devices/device-keys.js';
import { enrolGateway } from '../devices/enrol-gateway.js';
import { ProblemError } from '../errors/problem-error.js';
import { listReceiptKeys } from '../ingest/receipt-keys.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { deviceProblems, peopleProblems, problemResponses } from './problem-responses.js';

const Verifying = z.object({ status: z.literal('verifying') });

/** What gateways ask beside uploads, to be enrolled and for their receipts; and the keys that they sign with. */
export function addGatewayRoutes(app: CloudApp, services: CloudServices): void {
  const { enrolmentFailures, enrolmentCodes, signer, ingest, authenticate, database } = services;

  app.post(
    '/api/v1/gateways/enrol',
    {
      config: { permission: 'public' },
      bodyLimit: 4096,
      schema: {
        tags: ['gateways'],
        summary: 'Enrol a gateway with its one-time code',
        body: EnrolmentRequest,
        response: {
          200: EnrolmentResponse,
          ...problemResponses(
            'enrolment.code-wrong',
            'enrolment.code-used',
            'enrolment.key-invalid',
            'enrolment.key-in-use',
            'access.too-many-failures',
          ),
        },
      },
    },
    async (request) => {
      const retryAfterSeconds = enrolmentFailures.blockedSeconds(request.ip);
      if (retryAfterSeconds > 0)
        throw new ProblemError('access.too-many-failures', 'Enrolment failed too often', { retryAfterSeconds });
      await enrolmentCodes.refresh();
      const result = await enrolGateway(services, request.body);
      if (result.status === 'refused') {
        enrolmentFailures.recordFailure(request.ip);
        throw new ProblemError(result.code, `Enrolment of ${request.body.gatewayId} was refused`);
      }
      return { gatewayId: request.body.gatewayId, receiptKey: signer.publicKey };
    },
  );

  app.get(
    '/api/v1/packages/:digest/receipt',
    {
      config: { permission: 'device' },
      schema: {
        tags: ['gateways'],
        summary: 'Receipt of a package',
        description:
          'A package that was refused answers 422 with the reason, which is any code that begins with `evidence.`.',
        security: [{ device: [] }],
        params: z.object({ digest: Sha256Hex }),
        response: {
          200: SignedReceipt,
          202: Verifying,
          ...deviceProblems('evidence.unknown', 'evidence.not-a-zip'),
        },
      },
    },
    async (request, reply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const { digest } = request.params;
      const state = await ingest.findState(gatewayId, digest);
      switch (state.status) {
        case 'accepted':
          return state.receipt;
        case 'verifying':
          return await reply.code(202).header('retry-after', 1).send({ status: 'verifying' });
        case 'refused':
          throw new ProblemError(state.code, `The package ${digest} was refused: ${state.detail}`);
        case 'unknown':
          throw new ProblemError('evidence.unknown', `There is no package ${digest}`);
      }
    },
  );

  app.get(
    '/api/v1/gateways/keys',
    {
      config: { permission: 'device.read' },
      schema: {
        tags: ['people'],
        summary: 'Public keys of all gateways, to verify packages with',
        response: { 200: GatewayKeys, ...peopleProblems() },
      },
    },
    async () => ({
      schema: 'lamppost.gateway-keys/1' as const,
      keys: await listDeviceKeys(database),
      receiptKeys: await listReceiptKeys(database),
    }),
  );
}
