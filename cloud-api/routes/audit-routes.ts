import { Readable } from 'node:stream';
import { z } from 'zod';
import { requireTownWide } from '../access/require-town-wide.js';
import { ProblemError } from '../errors/problem-error.js';
import { AuditFilter, AuditHead, AuditPage, exportAudit, listAudit, readAuditHead } from '../audit/read-audit.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';

const number = z.coerce.number().int().min(1);
const ListQuery = AuditFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: number.optional(),
});
const permission = 'audit.read';
const config = { permission } as const;

/** The audit log, for auditors. One who is limited to a bureau sees what people of that bureau did, and exports nothing. */
export function addAuditRoutes(app: CloudApp, { access, audit, database }: CloudServices): void {
  app.get(
    '/api/v1/audit',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Entries of the audit log, the newest first',
        description:
          '`before` goes on where the page before ended; who did it, to what, what was done and when narrow it.',
        querystring: ListQuery,
        response: { 200: AuditPage, ...peopleProblems() },
      },
    },
    async (request) => {
      const { bureauId } = await access.requireActor(request, permission);
      const { limit, before = null, ...filter } = request.query;
      return await listAudit(database, { limit, before, filter, bureauId });
    },
  );

  app.get(
    '/api/v1/audit/head',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Number and hash of the last entry: kept elsewhere, they show whether the log was cut off later',
        response: { 200: AuditHead, ...peopleProblems() },
      },
    },
    async () => await readAuditHead(database),
  );

  app.get(
    '/api/v1/audit/export',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'The audit log as JSON lines, for `npm run verify -- --audit FILE`',
        description: 'From `first` on (1 unless told) to the last entry, which is that of this export itself.',
        querystring: z.strictObject({ first: number.default(1) }),
        response: {
          200: { description: 'One entry a line', content: { 'application/x-ndjson': { schema: z.unknown() } } },
          ...peopleProblems('audit.range-empty'),
        },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, permission);
      const { first } = request.query;
      requireTownWide(actor, permission);
      if (first > (await readAuditHead(database)).number)
        throw new ProblemError('audit.range-empty', `The log has no entry ${first}`);
      await audit.record({ action: 'audit.export', who: actor, from: request.ip, subject: null, what: { first } });
      const { number: last } = await readAuditHead(database);
      return await reply
        .type('application/x-ndjson')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="audit-${first}-${last}.jsonl"`)
        .send(Readable.from(exportAudit(database, { first, last })));
    },
  );
}
