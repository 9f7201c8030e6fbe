import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import type { CaseScope } from '../cases/list-cases.js';
import { ProblemError } from '../errors/problem-error.js';
import { Inspection, InspectionPage, InspectionState, InspectionStepRequest } from '../inspections/inspection.js';
import { proposeVisits } from '../inspections/propose-visits.js';
import { listInspections, readInspection } from '../inspections/read-inspections.js';
import { takeInspectionStep } from '../inspections/take-inspection-step.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const params = z.object({ inspectionId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  state: InspectionState.optional(),
});
const Found = z.object({
  proposed: z.int().min(0),
  stale: z.int().min(0).describe('Proposals whose cases are no longer as they were'),
  isCut: z.boolean().describe('There are more open cases than are looked through'),
});

/** One visit for several matters (综合查一次): open cases at one place or of one party, over bureaus. */
export function addInspectionRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database } = services;
  const ask = async (request: FastifyRequest): Promise<Asker> => ({
    actor: await access.requireActor(request, 'case.read'),
    requestId: request.id,
    client: request.ip,
  });
  const tell = async (scope: CaseScope, inspectionId: number): Promise<Inspection> => {
    const visit = await readInspection(database, scope, inspectionId);
    if (visit === null) throw new ProblemError('inspection.not-found', `There is no visit ${inspectionId}`);
    return visit;
  };

  app.get(
    '/api/v1/inspections',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Visits for several cases at once, proposed and planned, newest first',
        description: 'A bureau sees those that one of its cases is part of.',
        querystring: ListQuery,
        response: { 200: InspectionPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, state } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const { actor: scope } = await ask(request);
      return await sendTagged(request, reply, await listInspections(database, { limit, before, state, scope }));
    },
  );

  app.post(
    '/api/v1/inspections',
    {
      config: { permission: 'case.dispatch' },
      schema: {
        tags: ['people'],
        summary: 'Look for cases that one visit can settle now; the cloud does so every ten minutes by itself',
        response: { 200: Found, ...peopleProblems() },
      },
    },
    async () => await proposeVisits(services),
  );

  app.get(
    '/api/v1/inspections/:inspectionId',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'One visit: why it is proposed, its cases, and what was found',
        params,
        response: { 200: Inspection, ...peopleProblems('inspection.not-found') },
      },
    },
    async (request, reply) => {
      const visit = await tell((await ask(request)).actor, request.params.inspectionId);
      return await sendTagged(request, reply, visit, `v${visit.version}`);
    },
  );

  app.post(
    '/api/v1/inspections/:inspectionId/steps',
    {
      config: { permission: 'case.dispatch' },
      schema: {
        tags: ['people'],
        summary: 'Take a step with a visit: accept, decline, join, stay out, cancel',
        description: 'Send the ETag of the visit, or `"v1"` for version 1, as `If-Match`.',
        params,
        headers: z.object({ 'if-match': z.string().max(200).optional() }),
        body: InspectionStepRequest,
        response: {
          201: Inspection,
          ...peopleProblems(
            'inspection.not-found',
            'inspection.changed',
            'inspection.step-not-allowed',
            'inspection.nothing-left',
            'inspection.not-asked',
            'dispatch.no-patrol',
            'request.version-needed',
          ),
        },
      },
    },
    async (request, reply) => {
      const { inspectionId } = request.params;
      const version = readVersion(request.headers['if-match'], 'the visit');
      const asker = await ask(request);
      await takeInspectionStep(services, asker, { inspectionId, version, said: request.body });
      const visit = await tell(asker.actor, inspectionId);
      void reply.header('etag', `"v${visit.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(visit);
    },
  );
}
