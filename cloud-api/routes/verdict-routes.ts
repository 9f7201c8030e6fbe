import { Slug } from '@lamppost/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { readCursor } from '../cases/cursor.js';
import type { CaseScope } from '../cases/list-cases.js';
import { LabelledViolation, listVerdicts } from '../cases/verdicts/list-verdicts.js';
import { decodePrecisionCursor, PrecisionFilter, PrecisionPage, readPrecision } from '../cases/verdicts/precision.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { sendTagged } from './entity-tag.js';
import { deviceProblems, peopleProblems } from './problem-responses.js';

const page = { limit: z.coerce.number().int().min(1).max(100).default(50), cursor: z.string().max(1_000).optional() };
const PrecisionQuery = PrecisionFilter.extend(page);
const OwnPrecisionQuery = PrecisionFilter.omit({ gatewayId: true }).extend(page);
const OwnVerdictsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  after: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .describe('The last violation of the page before'),
});
const VerdictsQuery = OwnVerdictsQuery.extend({ gatewayId: Slug });
const labels = {
  200: z.array(LabelledViolation).describe('A list that `npm run backtest -- --labels` reads'),
  304: z.undefined().describe('As the If-None-Match header says'),
};
const LABELS_WORDS =
  'Verdicts by the IDs of the violations. Cases that were excused, expired or wait are not in it. When there are more, `Link` with `rel="next"` names the next page.';

/** A gateway asks for its own, whichever bureau they went to. */
const EVERYTHING: CaseScope = { bureauId: null, areaIds: null };

/** What people made of what rules found: for those who tune them, and for the gateways. */
export function addVerdictRoutes(app: CloudApp, services: CloudServices): void {
  const { access, authenticate, database } = services;

  const answerPrecision = async (scope: CaseScope, { limit, cursor, ...filter }: z.infer<typeof PrecisionQuery>) => {
    const after = readCursor(cursor, decodePrecisionCursor);
    return await readPrecision(database, { filter, after, limit, scope });
  };
  const answerVerdicts = async (
    reply: FastifyReply,
    scope: CaseScope,
    path: string,
    { gatewayId, limit, after = '' }: z.infer<typeof VerdictsQuery>,
  ) => {
    const found = await listVerdicts(database, { gatewayId, afterId: after, limit, scope });
    if (found.nextId !== null) void reply.header('link', `<${path}limit=${limit}&after=${found.nextId}>; rel="next"`);
    return found.labels;
  };

  app.get(
    '/api/v1/precision',
    {
      config: { permission: 'statistics.read' },
      schema: {
        tags: ['people'],
        summary: 'How often rules were right, by version and camera or sensor',
        querystring: PrecisionQuery,
        response: { 200: PrecisionPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const scope = await access.requireActor(request, 'statistics.read');
      return await sendTagged(request, reply, await answerPrecision(scope, request.query));
    },
  );

  app.get(
    '/api/v1/verdicts',
    {
      config: { permission: 'statistics.read' },
      schema: {
        tags: ['people'],
        summary: 'Verdicts on the violations of a gateway, to try rules with',
        description: LABELS_WORDS,
        querystring: VerdictsQuery,
        response: { ...labels, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const scope = await access.requireActor(request, 'statistics.read');
      const path = `/api/v1/verdicts?gatewayId=${request.query.gatewayId}&`;
      return await sendTagged(request, reply, await answerVerdicts(reply, scope, path, request.query));
    },
  );

  app.get(
    '/api/v1/gateways/precision',
    {
      config: { permission: 'device' },
      schema: {
        tags: ['gateways'],
        summary: 'How often the rules of the gateway that asks were right',
        security: [{ device: [] }],
        querystring: OwnPrecisionQuery,
        response: { 200: PrecisionPage, ...deviceProblems() },
      },
    },
    async (request, reply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      return await sendTagged(request, reply, await answerPrecision(EVERYTHING, { ...request.query, gatewayId }));
    },
  );

  app.get(
    '/api/v1/gateways/verdicts',
    {
      config: { permission: 'device' },
      schema: {
        tags: ['gateways'],
        summary: 'Verdicts on the violations of the gateway that asks',
        description: LABELS_WORDS,
        security: [{ device: [] }],
        querystring: OwnVerdictsQuery,
        response: { ...labels, ...deviceProblems() },
      },
    },
    async (request, reply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const path = '/api/v1/gateways/verdicts?';
      return await sendTagged(
        request,
        reply,
        await answerVerdicts(reply, EVERYTHING, path, { ...request.query, gatewayId }),
      );
    },
  );
}
