import { AssignmentOutcome, GatewayAssignments, MAX_DOCUMENT_BYTES, Sha256Hex } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProblemError } from '../errors/problem-error.js';
import { readAssignedContent, readAssignments, takeOutcome, type AskedKind } from '../rollout/gateway-assignments.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { matchesTag, sendTagged } from './entity-tag.js';
import { deviceProblems } from './problem-responses.js';

/** Serials are milliseconds of the day, or little above them; more would leave no room to go above it. */
const Serial = z.coerce
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER - 1_000_000);
const AssignmentsQuery = z.strictObject({
  rules: Serial.optional().describe('The last serial that the gateway knows, 0 for none; left out, it takes no rules'),
  configuration: Serial.optional().describe('The same of configuration'),
});

/** What gateways ask to know which rules and configuration they are to go by, and what they tell of it. */
export function addAssignmentRoutes(app: CloudApp, services: CloudServices): void {
  const { authenticate, clock, database, signer, log } = services;
  const config = { permission: 'device' } as const;
  const security = [{ device: [] }];
  const onRequest = async (request: FastifyRequest) => {
    await authenticate(request.headers.authorization);
  };

  app.get(
    '/api/v1/gateways/assignments',
    {
      config,
      onRequest,
      schema: {
        tags: ['gateways'],
        summary: 'What the gateway is to go by, signed by the cloud; 304 while nothing is new',
        description:
          'Each assignment carries the signature of the receipt key over its canonical JSON (RFC 8785). Take none whose serial is not above the last one of its kind.',
        security,
        querystring: AssignmentsQuery,
        response: { 200: GatewayAssignments, ...deviceProblems() },
      },
    },
    async (request, reply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const kinds = (['rules', 'configuration'] as const).flatMap((kind): AskedKind[] => {
        const serial = request.query[kind];
        return serial === undefined ? [] : [{ kind, serial }];
      });
      const assignments = await readAssignments({ database, signer }, { gatewayId, kinds, nowMs: clock.nowMs() });
      return await sendTagged(request, reply, { assignments });
    },
  );

  app.get(
    '/api/v1/gateways/documents/:digest',
    {
      config,
      onRequest,
      schema: {
        tags: ['gateways'],
        summary: 'The text of a document that the gateway is to go by, by its SHA-256',
        security,
        params: z.object({ digest: Sha256Hex }),
        response: {
          200: {
            description: `Byte for byte as it was published, at most ${MAX_DOCUMENT_BYTES} bytes`,
            content: { 'application/yaml': { schema: z.unknown() } },
          },
          304: z.undefined().describe('As the If-None-Match header says'),
          ...deviceProblems('document.not-found'),
        },
      },
    },
    async (request, reply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const { digest: sha256 } = request.params;
      const content = await readAssignedContent(database, { gatewayId, sha256 });
      if (content === null)
        throw new ProblemError('document.not-found', `${gatewayId} is to go by no document with the hash ${sha256}`);
      const tag = `"${sha256}"`;
      void reply.header('etag', tag).header('cache-control', 'private, max-age=31536000, immutable');
      if (matchesTag(request.headers['if-none-match'], tag)) return await reply.code(304).send();
      return await reply.type('application/yaml').send(content);
    },
  );

  app.post(
    '/api/v1/gateways/assignments/outcomes',
    {
      config,
      onRequest,
      bodyLimit: 8_192,
      schema: {
        tags: ['gateways'],
        summary: 'Tell whether the gateway took what it is to go by, or why not',
        description: 'Of an assignment that is not the newest of its kind it is passed over.',
        security,
        body: AssignmentOutcome,
        response: { 204: z.null(), ...deviceProblems() },
      },
    },
    async (request, reply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const halted = await takeOutcome(services, { gatewayId, outcome: request.body });
      if (halted !== null)
        log.warn({ rolloutId: halted, gatewayId }, 'a roll-out halted: too many gateways refused or fell silent');
      return await reply.code(204).send(null);
    },
  );
}
