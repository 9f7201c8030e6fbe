import {
  CaseId,
  DispatchDetail,
  DispatchPage,
  DispatchState,
  DispatchStepRequest,
  GridCode,
  Patrol,
  Slug,
} from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { sendPatrol, takeDispatchStep, type DispatchOutcome } from '../dispatch/command-chain.js';
import { listDispatches, listPatrols, readDispatch, writePatrol } from '../dispatch/dispatch-store.js';
import { readSubject } from '../dispatch/read-subject.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const params = z.object({ dispatchId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const PatrolPage = z.object({ patrols: z.array(Patrol), nextCursor: z.string().nullable() });
const limit = z.coerce.number().int().min(1).max(100).default(50);
const SendRequest = z
  .strictObject({ patrolId: Slug.optional(), grid: GridCode.optional(), note: z.string().trim().max(2_000).optional() })
  .refine(({ patrolId, grid }) => patrolId !== undefined || grid !== undefined, 'name a patrol, a grid, or both');
const ListQuery = z.strictObject({
  limit,
  cursor: z.string().max(200).optional(),
  caseId: CaseId.optional(),
  patrolId: Slug.optional(),
  grid: GridCode.optional(),
  state: DispatchState.optional(),
  overdue: z.enum(['true', 'false']).default('false').describe('true: those alone that are late'),
});

function refuse(outcome: Exclude<DispatchOutcome, { status: 'done' }>): never {
  switch (outcome.status) {
    case 'no-such-case':
      throw new ProblemError('case.not-found', 'There is no such case');
    case 'no-such-dispatch':
      throw new ProblemError('dispatch.not-found', 'There is no such dispatch');
    case 'not-permitted':
      throw new ProblemError('access.not-allowed', 'This is for another role or bureau');
    case 'case-closed':
      throw new ProblemError('case.step-not-allowed', `The case is ${outcome.state}: nobody is sent to it`);
    case 'no-patrol':
      throw new ProblemError('dispatch.no-patrol', 'No patrol fits the name, the grid and the bureau of the case');
    case 'under-way':
      throw new ProblemError('dispatch.under-way', 'A patrol is under way for this case');
    case 'changed':
      throw new ProblemError(
        'dispatch.changed',
        `The dispatch is ${outcome.state} by now, in version ${outcome.version}`,
      );
    case 'not-allowed':
      throw new ProblemError(
        'dispatch.step-not-allowed',
        `The dispatch is ${outcome.state}, which allows ${outcome.allowed.join(', ') || 'nothing'}`,
      );
    case 'no-photo':
      throw new ProblemError('dispatch.photo-missing', `No photo ${outcome.sha256} was sent for this dispatch`);
  }
}

/** Patrols that are sent to look at cases, by grid: sent, taken, reported, closed. */
export function addDispatchRoutes(app: CloudApp, services: CloudServices): void {
  const { access, clock, database } = services;
  const ask = async (request: FastifyRequest): Promise<Asker> => ({
    actor: await access.requireActor(request, 'case.read'),
    requestId: request.id,
    client: request.ip,
  });
  const tell = async (dispatchId: number): Promise<DispatchDetail> => {
    const detail = await readDispatch(database, dispatchId, clock.nowMs());
    if (detail === null) throw new ProblemError('dispatch.not-found', `There is no dispatch ${dispatchId}`);
    return detail;
  };

  app.get(
    '/api/v1/patrols',
    {
      config: { permission: 'jurisdiction.read' },
      schema: {
        tags: ['people'],
        summary: 'Patrols and the grids they go through',
        querystring: z.strictObject({ limit, cursor: Slug.optional() }),
        response: { 200: PatrolPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit: most, cursor: afterId = '' } = request.query;
      return await sendTagged(request, reply, await listPatrols(database, { afterId, limit: most }));
    },
  );

  app.put(
    '/api/v1/patrols/:patrolId',
    {
      config: { permission: 'jurisdiction.manage' },
      schema: {
        tags: ['administration'],
        summary: 'Write a patrol down, or change it',
        params: z.object({ patrolId: Slug }),
        body: Patrol.omit({ patrolId: true }),
        response: { 200: Patrol, ...peopleProblems() },
      },
    },
    async (request) => {
      const patrol = { patrolId: request.params.patrolId, ...request.body };
      await writePatrol(database, patrol);
      return patrol;
    },
  );

  app.post(
    '/api/v1/cases/:caseId/dispatches',
    {
      config: { permission: 'case.dispatch' },
      schema: {
        tags: ['people'],
        summary: 'Send a patrol to look at a case',
        description: 'Of the patrols that go through the grid, the one with least to do is sent.',
        params: z.object({ caseId: CaseId }),
        body: SendRequest,
        response: {
          201: DispatchDetail,
          ...peopleProblems('case.not-found', 'case.step-not-allowed', 'dispatch.no-patrol', 'dispatch.under-way'),
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const outcome = await sendPatrol(services, await ask(request), { caseId, ...request.body });
      if (outcome.status !== 'done') refuse(outcome);
      void reply.header('etag', `"v${outcome.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(await tell(outcome.dispatchId));
    },
  );

  app.get(
    '/api/v1/dispatches',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Patrols that were sent, newest first',
        querystring: ListQuery,
        response: { 200: DispatchPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit: most, cursor, overdue, ...rest } = request.query;
      const filter = { ...rest, overdue: overdue === 'true' };
      const before = readCursor(cursor, decodeCursor);
      const scope = await access.requireActor(request, 'case.read');
      const page = { limit: most, before, filter, scope, nowMs: clock.nowMs() };
      return await sendTagged(request, reply, await listDispatches(database, page));
    },
  );

  app.get(
    '/api/v1/dispatches/:dispatchId',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A patrol that was sent, with all that was done',
        params,
        response: { 200: DispatchDetail, ...peopleProblems('dispatch.not-found') },
      },
    },
    async (request, reply) => {
      const { dispatchId } = request.params;
      await readSubject(database, (await ask(request)).actor, dispatchId);
      const detail = await tell(dispatchId);
      return await sendTagged(request, reply, detail, `v${detail.version}`);
    },
  );

  app.post(
    '/api/v1/dispatches/:dispatchId/steps',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Take a step with a dispatch: take, report, send back, close, withdraw',
        description: 'Send the ETag of the dispatch as `If-Match`. A report names photos that were sent before.',
        params,
        headers: z.object({ 'if-match': z.string().max(200).optional() }),
        body: DispatchStepRequest,
        response: {
          201: DispatchDetail,
          ...peopleProblems(
            'dispatch.not-found',
            'dispatch.changed',
            'dispatch.step-not-allowed',
            'dispatch.photo-missing',
            'request.version-needed',
          ),
        },
      },
    },
    async (request, reply) => {
      const { dispatchId } = request.params;
      const version = readVersion(request.headers['if-match'], 'the dispatch');
      const asked = { dispatchId, version, said: request.body };
      const outcome = await takeDispatchStep(services, await ask(request), asked);
      if (outcome.status !== 'done') refuse(outcome);
      void reply.header('etag', `"v${outcome.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(await tell(dispatchId));
    },
  );
}
