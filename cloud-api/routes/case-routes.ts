import { CaseDetail, CasePage, Matter, Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { decodeCursor } from '../cases/cursor.js';
import { listCases } from '../cases/list-cases.js';
import { findCaseFile, readCase } from '../cases/read-case.js';
import { CloudSummary, summarise } from '../cases/summary.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { matchesTag, sendTagged } from './entity-tag.js';
import { problemResponses } from './problem-responses.js';

const CaseId = z.string().regex(/^LP-\d{8}-\d{6,}$/, 'a case ID, as in LP-20260301-000001');
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  matter: Matter.optional(),
});
const ACCESS = ['access.sign-in-needed', 'access.code-wrong', 'access.too-many-failures'] as const;
const security = [{ session: [] }, { accessCode: [] }];
const notModified = { 304: z.undefined().describe('As the If-None-Match header says') };
const fileContent = {
  description: 'The bytes of the file',
  content: { 'image/jpeg': { schema: z.unknown() }, 'application/json': { schema: z.unknown() } },
};

/** What people read: cases, their files, and how many there are. */
export function addCaseRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database, store } = services;
  const onRequest = async (request: Parameters<typeof access.admit>[0]) => {
    await access.admit(request);
  };

  app.get(
    '/api/v1/cases',
    {
      onRequest,
      schema: {
        tags: ['people'],
        summary: 'Candidate cases, newest first',
        security,
        querystring: ListQuery,
        response: { 200: CasePage, ...notModified, ...problemResponses(...ACCESS) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, matter = null } = request.query;
      const before = cursor === undefined ? null : decodeCursor(cursor);
      if (cursor !== undefined && before === null)
        throw new ProblemError('request.invalid', 'cursor is not one that a list gave');
      return await sendTagged(request, reply, await listCases(database, { limit, before, matter }));
    },
  );

  app.get(
    '/api/v1/cases/:caseId',
    {
      onRequest,
      schema: {
        tags: ['people'],
        summary: 'One candidate case with all that its packages say',
        security,
        params: z.object({ caseId: CaseId }),
        response: { 200: CaseDetail, ...notModified, ...problemResponses(...ACCESS, 'case.not-found') },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const detail = await readCase(database, caseId);
      if (detail === null) throw new ProblemError('case.not-found', `There is no case ${caseId}`);
      return await sendTagged(request, reply, detail);
    },
  );

  app.get(
    '/api/v1/cases/:caseId/files/:name',
    {
      onRequest,
      schema: {
        tags: ['people'],
        summary: 'A file of a case, as it was sealed',
        description: 'The entity tag is the SHA-256 of the file. `package` names a package that joined the case later.',
        security,
        params: z.object({ caseId: CaseId, name: FileName }),
        querystring: z.strictObject({ package: Sha256Hex.optional() }),
        response: { 200: fileContent, ...notModified, ...problemResponses(...ACCESS, 'case.file-not-found') },
      },
    },
    async (request, reply) => {
      const { caseId, name } = request.params;
      const file = await findCaseFile(database, { caseId, name, digest: request.query.package ?? null });
      if (file === null) throw new ProblemError('case.file-not-found', `The case ${caseId} has no file ${name}`);
      const tag = `"${file.sha256}"`;
      void reply.header('etag', tag).header('cache-control', 'private, max-age=31536000, immutable');
      if (matchesTag(request.headers['if-none-match'], tag)) return await reply.code(304).send();
      const stored = await store.open(file.sha256);
      if (stored === null) throw new Error(`the evidence store lost ${file.sha256}`);
      return await reply.type(file.mediaType).header('content-length', stored.sizeBytes).send(stored.stream);
    },
  );

  app.get(
    '/api/v1/summary',
    {
      onRequest,
      schema: {
        tags: ['people'],
        summary: 'How many cases and packages there are',
        security,
        response: { 200: CloudSummary, ...notModified, ...problemResponses(...ACCESS) },
      },
    },
    async (request, reply) => await sendTagged(request, reply, await summarise(database)),
  );
}
