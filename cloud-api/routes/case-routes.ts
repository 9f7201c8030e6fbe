import { CaseDetail, CaseId, CasePage, Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { decodePosition, readCursor } from '../cases/cursor.js';
import { CaseFilter, listCases } from '../cases/list-cases.js';
import { findCaseFile, readCase } from '../cases/read-case.js';
import { FILE_GUARDS, showsPlate } from '../cases/sealed-files.js';
import { countWaiting, Waiting } from '../cases/count-waiting.js';
import { CloudSummary, summarise } from '../cases/summary.js';
import { ProblemError } from '../errors/problem-error.js';
import { openKept } from '../evidence-store/open-kept.js';
import { openGuarded, Reason } from './open-guarded.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { matchesTag, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
const ListQuery = CaseFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
const notModified = { 304: z.undefined().describe('As the If-None-Match header says') };
const fileContent = {
  description: 'The bytes of the file',
  content: { 'image/jpeg': { schema: z.unknown() }, 'application/json': { schema: z.unknown() } },
};

/** What people read: cases, their files, and how many there are. */
export function addCaseRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, clock, database, store } = services;
  app.get(
    '/api/v1/cases',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Cases, filtered and sorted',
        description: 'A cursor goes with the filter and the sorting that it was given for.',
        querystring: ListQuery,
        response: { 200: CasePage, ...notModified, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filter } = request.query;
      const scope = await access.requireActor(request, 'case.read');
      const after = readCursor(cursor, decodePosition);
      return await sendTagged(request, reply, await listCases(database, { limit, after, filter, scope }));
    },
  );

  app.get(
    '/api/v1/waiting',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'How much waits for you, by board',
        response: { 200: Waiting, ...peopleProblems() },
      },
    },
    async (request) => await countWaiting(database, await access.requireActor(request, 'case.read'), clock.nowMs()),
  );

  app.get(
    '/api/v1/cases/:caseId',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'One case with all that its packages say, and what was done with it',
        description: 'The entity tag begins with the version: send it as `If-Match` to take a step with the case.',
        params: z.object({ caseId: CaseId }),
        response: { 200: CaseDetail, ...notModified, ...peopleProblems('case.not-found') },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const actor = await access.requireActor(request, 'case.read');
      const detail = await readCase(database, actor, caseId);
      if (detail === null) throw new ProblemError('case.not-found', `There is no case ${caseId}`);
      const answer = await sendTagged(request, reply, detail, `v${detail.version}`);
      if (reply.statusCode !== 304 && showsPlate(detail.plate))
        await audit.record({
          action: 'plate.read',
          ...{ who: actor, from: request.ip, subject: { kind: 'case', id: caseId }, what: {} },
        });
      return answer;
    },
  );

  app.get(
    '/api/v1/cases/:caseId/files/:name',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A file of a case, as it was sealed',
        description:
          'The entity tag is the SHA-256 of the file. `package` names a package that joined the case later. Stills and clips are sealed originals: they open with `original.read` and a `reason`; pictures of a plate with `plate.read`. Either is logged.',
        params: z.object({ caseId: CaseId, name: FileName }),
        querystring: z.strictObject({ package: Sha256Hex.optional(), reason: Reason.optional() }),
        response: {
          200: fileContent,
          ...notModified,
          ...peopleProblems('case.file-not-found', 'access.reason-needed', 'service.evidence-lost'),
        },
      },
    },
    async (request, reply) => {
      const { caseId, name } = request.params;
      const actor = await access.requireActor(request, 'case.read');
      const file = await findCaseFile(database, actor, { caseId, name, digest: request.query.package ?? null });
      if (file === null) throw new ProblemError('case.file-not-found', `The case ${caseId} has no file ${name}`);
      const guard = FILE_GUARDS[file.role];
      if (guard !== null) {
        const { reason } = request.query;
        const { role, sha256, subject } = file;
        const what = { name, role, sha256 };
        await openGuarded(services, { actor, from: request.ip, reason, caseId, subject, name, what, guard });
      }
      const tag = `"${file.sha256}"`;
      // What is logged each time it is opened is kept nowhere.
      const caching = guard === null ? 'private, max-age=31536000, immutable' : 'private, no-store';
      void reply.header('etag', tag).header('cache-control', caching);
      if (matchesTag(request.headers['if-none-match'], tag)) return await reply.code(304).send();
      const stored = await openKept(store, file.sha256);
      return await reply.type(file.mediaType).header('content-length', stored.sizeBytes).send(stored.stream);
    },
  );

  app.get(
    '/api/v1/summary',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'How many cases and packages there are',
        response: { 200: CloudSummary, ...notModified, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'case.read');
      return await sendTagged(request, reply, await summarise(database, actor));
    },
  );
}
