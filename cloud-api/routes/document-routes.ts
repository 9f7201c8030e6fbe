import { DocumentKind, MAX_DOCUMENT_BYTES, Slug } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { listDocuments, listVersions, NewDocument, publishDocument, readDocument } from '../rollout/documents.js';
import { DocumentPage, DocumentText, DocumentVersion } from '../rollout/rollout.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

/** A character of the text may be six in JSON. */
const BODY_LIMIT = 6 * MAX_DOCUMENT_BYTES + 16_384;
const page = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
};
const line = z.object({ kind: DocumentKind, name: Slug });
const Version = z.coerce.number().int().min(1).max(1_000_000);

/** Rules and configuration for gateways, version by version. */
export function addDocumentRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database } = services;
  const ask = async (request: FastifyRequest, permission: 'rules.read' | 'rules.publish'): Promise<Asker> => ({
    actor: await access.requireActor(request, permission),
    requestId: request.id,
    client: request.ip,
  });

  app.post(
    '/api/v1/documents',
    {
      config: { permission: 'rules.publish' },
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['administration'],
        summary: 'Publish the next version of a document; no gateway gets it before it is rolled out',
        description:
          'Send the newest version that you saw as `If-Match`, `"v0"` for a new document. Configuration asks for `configuration.publish` besides. The newest text, sent again, answers 200 with its version.',
        headers: z.object({ 'if-match': z.string().max(200).optional() }),
        body: NewDocument,
        response: {
          200: DocumentVersion,
          201: DocumentVersion,
          ...peopleProblems(
            'bureau.not-found',
            'document.not-usable',
            'document.changed',
            'request.version-needed',
            'request.too-large',
          ),
        },
      },
    },
    async (request, reply) => {
      const asker = await ask(request, 'rules.publish');
      const after = readVersion(request.headers['if-match'], 'the document');
      const { document, isNew } = await publishDocument(services, asker, { ...request.body, after });
      void reply.header('etag', `"v${document.version}"`).header('cache-control', 'no-store');
      return await reply.code(isNew ? 201 : 200).send(document);
    },
  );

  app.get(
    '/api/v1/documents',
    {
      config: { permission: 'rules.read' },
      schema: {
        tags: ['administration'],
        summary: 'The newest version of each document, those of the town and of one’s own bureau',
        querystring: z.strictObject({ ...page, kind: DocumentKind.optional() }),
        response: { 200: DocumentPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, kind } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const { actor } = await ask(request, 'rules.read');
      return await sendTagged(request, reply, await listDocuments(database, actor, { limit, before, kind }));
    },
  );

  app.get(
    '/api/v1/documents/:kind/:name/versions',
    {
      config: { permission: 'rules.read' },
      schema: {
        tags: ['administration'],
        summary: 'Versions of a document, newest first',
        params: line,
        querystring: z.strictObject(page),
        response: { 200: DocumentPage, ...peopleProblems('document.not-found') },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const { actor } = await ask(request, 'rules.read');
      const found = await listVersions(database, actor, { ...request.params, limit, before });
      return await sendTagged(request, reply, found);
    },
  );

  app.get(
    '/api/v1/documents/:kind/:name/versions/:version',
    {
      config: { permission: 'rules.read' },
      schema: {
        tags: ['administration'],
        summary: 'One version of a document, with its text',
        params: line.extend({ version: Version }),
        response: { 200: DocumentText, ...peopleProblems('document.not-found') },
      },
    },
    async (request, reply) => {
      const { actor } = await ask(request, 'rules.read');
      const found = await readDocument(database, actor, request.params);
      return await sendTagged(request, reply, found, `v${found.version}`);
    },
  );
}
