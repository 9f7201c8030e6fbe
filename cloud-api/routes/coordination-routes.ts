import { CaseId, Slug } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import { requireTownWide } from '../access/require-town-wide.js';
import {
  Coordination,
  decideBureau,
  listUnplaced,
  readCoordination,
  takePosition,
  UnplacedCase,
} from '../jurisdiction/coordination.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';

const params = z.object({ caseId: CaseId });
const Words = z.string().trim().min(4).max(2_000).describe('The reasons, as they are to stand in papers');

const askerOf = (request: FastifyRequest, actor: Actor): Asker => ({
  ...{ actor, requestId: request.id, client: request.ip },
});

/** Cases that several bureaus claim, or none: the queue, what each says, and the decision. */
export function addCoordinationRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database } = services;

  app.get(
    '/api/v1/coordination',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Cases that no bureau has, the newest first',
        description:
          '`overlap`: several bureaus have the power. `none`: no list names one. A bureau sees those that it is among the claimants of.',
        querystring: z.strictObject({
          status: z.enum(['overlap', 'none']).default('overlap'),
          limit: z.coerce.number().int().min(1).max(100).default(50),
          before: z.coerce.number().int().min(1).optional().describe('`nextBefore` of the page before'),
        }),
        response: {
          200: z.object({ cases: z.array(UnplacedCase), nextBefore: z.int().nullable() }),
          ...peopleProblems(),
        },
      },
    },
    async (request) => {
      const actor = await access.requireActor(request, 'case.read');
      const { status, limit, before = null } = request.query;
      return await listUnplaced(database, { actor }, { status, limit, before });
    },
  );

  app.get(
    '/api/v1/cases/:caseId/coordination',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'How a case was routed, what bureaus say of it, and what was decided',
        params,
        response: { 200: Coordination, ...peopleProblems('case.not-found') },
      },
    },
    async (request) => {
      const actor = await access.requireActor(request, 'case.read');
      return await readCoordination(database, { actor, caseId: request.params.caseId });
    },
  );

  app.put(
    '/api/v1/cases/:caseId/coordination/position',
    {
      config: { permission: 'coordination.take-part' },
      schema: {
        tags: ['people'],
        summary: 'Say for your bureau whether the case is yours',
        params,
        body: z.strictObject({ claim: z.enum(['ours', 'not-ours']), words: Words }),
        response: {
          204: z.undefined().describe('Noted'),
          ...peopleProblems('case.not-found', 'coordination.not-yours', 'coordination.decided'),
        },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'coordination.take-part');
      await takePosition(services, { ...askerOf(request, actor), ...request.params, ...request.body });
      return await reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/cases/:caseId/coordination/decision',
    {
      config: { permission: 'coordination.decide' },
      schema: {
        tags: ['people'],
        summary: 'Give a case that several or no bureaus have the power over to one',
        params,
        body: z.strictObject({ bureauId: Slug, words: Words }),
        response: {
          204: z.undefined().describe('Decided'),
          ...peopleProblems('case.not-found', 'bureau.not-found', 'coordination.decided'),
        },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'coordination.decide');
      requireTownWide(actor, 'coordination.decide');
      await decideBureau(services, { ...askerOf(request, actor), ...request.params, ...request.body });
      return await reply.code(204).send();
    },
  );
}
