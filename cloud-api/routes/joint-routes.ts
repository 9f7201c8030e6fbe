import { CaseId } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { requireSeenCase } from '../cases/life/require-seen-case.js';
import { ProblemError } from '../errors/problem-error.js';
import { askForSupport, decideJointly, takeSupportStep } from '../joint/handle-jointly.js';
import { listSupports, readSupport, readSupports } from '../joint/read-supports.js';
import {
  CaseSupport,
  JointDecision,
  SupportPage,
  SupportRequest,
  SupportState,
  SupportStepRequest,
} from '../joint/support.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const ofCase = z.object({ caseId: CaseId });
const ofSupport = z.object({ supportId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  state: SupportState.optional(),
});

/** Joint handling (1+X): the bureau that has a case leads, others support it, the lead decides. */
export function addJointRoutes(app: CloudApp, services: CloudServices): void {
  const { access, clock, database } = services;
  const ask = async (request: FastifyRequest): Promise<Asker> => ({
    actor: await access.requireActor(request, 'case.read'),
    requestId: request.id,
    client: request.ip,
  });
  const tell = async (supportId: number): Promise<CaseSupport> => {
    const support = await readSupport(database, supportId, clock.nowMs());
    if (support === null) throw new ProblemError('joint.not-found', `There is no support ${supportId}`);
    return support;
  };

  app.post(
    '/api/v1/cases/:caseId/supports',
    {
      config: { permission: 'case.transfer' },
      schema: {
        tags: ['people'],
        summary: 'Ask a bureau to support yours with a case',
        description: 'It may read the case from now on, and opens originals once it accepted.',
        params: ofCase,
        body: SupportRequest,
        response: {
          201: CaseSupport,
          ...peopleProblems(
            'case.not-found',
            'bureau.not-found',
            'joint.no-lead',
            'joint.not-now',
            'joint.already-asked',
          ),
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const supportId = await askForSupport(services, await ask(request), { caseId, ...request.body });
      void reply.header('etag', '"v1"').header('cache-control', 'no-store');
      return await reply.code(201).send(await tell(supportId));
    },
  );

  app.get(
    '/api/v1/cases/:caseId/supports',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Bureaus that were asked to support a case, and what they say',
        params: ofCase,
        response: { 200: z.array(CaseSupport), ...peopleProblems('case.not-found') },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const { actor } = await ask(request);
      await requireSeenCase(database, actor, caseId);
      return await sendTagged(request, reply, await readSupports(database, caseId, clock.nowMs()));
    },
  );

  app.post(
    '/api/v1/cases/:caseId/supports/decision',
    {
      config: { permission: 'case.transfer' },
      schema: {
        tags: ['people'],
        summary: 'Decide as the lead, which ends joint handling',
        description: 'The supporting bureaus see the case no longer; what they said stays with it.',
        params: ofCase,
        body: JointDecision,
        response: {
          200: z.array(CaseSupport),
          ...peopleProblems('case.not-found', 'joint.no-lead', 'joint.nobody'),
        },
      },
    },
    async (request) => {
      const { caseId } = request.params;
      await decideJointly(services, await ask(request), { caseId, ...request.body });
      return await readSupports(database, caseId, clock.nowMs());
    },
  );

  app.get(
    '/api/v1/supports',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Supports that your bureau gives or asked for, newest first',
        querystring: ListQuery,
        response: { 200: SupportPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, state } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const { actor: scope } = await ask(request);
      const page = { limit, before, state, scope, nowMs: clock.nowMs() };
      return await sendTagged(request, reply, await listSupports(database, page));
    },
  );

  app.post(
    '/api/v1/supports/:supportId/steps',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Take a step with a support: accept, refuse, opine, withdraw',
        description: 'Send `"v1"` for version 1 as `If-Match`.',
        params: ofSupport,
        headers: z.object({ 'if-match': z.string().max(200).optional() }),
        body: SupportStepRequest,
        response: {
          201: CaseSupport,
          ...peopleProblems('joint.not-found', 'joint.changed', 'joint.step-not-allowed', 'request.version-needed'),
        },
      },
    },
    async (request, reply) => {
      const { supportId } = request.params;
      const version = readVersion(request.headers['if-match'], 'the support');
      await takeSupportStep(services, await ask(request), { supportId, version, said: request.body });
      const support = await tell(supportId);
      void reply.header('etag', `"v${support.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(support);
    },
  );
}
