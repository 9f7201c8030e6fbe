import { CaseId } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import { requireSeenCase } from '../cases/life/require-seen-case.js';
import { subjectOf } from '../cases/life/take-step.js';
import { maskText } from '../cases/sealed-files.js';
import { ProblemError } from '../errors/problem-error.js';
import { draftPaper } from '../papers/draft-paper.js';
import { Paper, PaperEntry, PaperRequest } from '../papers/paper.js';
import { PAPER_POLICY, printPaper } from '../papers/print-paper.js';
import { listPapers, readPaper } from '../papers/read-papers.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const ofCase = z.object({ caseId: CaseId });
const ofPaper = ofCase.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });
const page = { description: 'A page to be printed', content: { 'text/html': { schema: z.unknown() } } };

/** Two-colour paper (双色单): drafts of a reminder or a case file, from the case. */
export function addPaperRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, database } = services;
  const notFound = (caseId: string, version: number) =>
    new ProblemError('paper.not-found', `${caseId} has no draft ${version}`);

  /** The draft as the asker may see it: whoever reads the plate in it is written down. */
  const show = async (request: FastifyRequest, caseId: string, version: number): Promise<Paper> => {
    const actor = await access.requireActor(request, 'case.read');
    const row = await requireSeenCase(database, actor, caseId);
    const paper = await readPaper(database, caseId, version);
    if (paper === null) throw notFound(caseId, version);
    if (paper.plate === null) return paper;
    if (!mayDo(actor, 'plate.read', subjectOf(row))) return { ...paper, plate: maskText(paper.plate) };
    const subject = { kind: 'case', id: caseId };
    await audit.record({ action: 'plate.read', who: actor, from: request.ip, subject, what: { paper: version } });
    return paper;
  };

  app.post(
    '/api/v1/cases/:caseId/papers',
    {
      config: { permission: 'case.draft-paper' },
      schema: {
        tags: ['people'],
        summary: 'Draft the paper that fits a case: a reminder or a case file',
        description:
          'A first or minor offence gets a reminder, a repeat or a refusal a case file. Each draft is a version of its own.',
        params: ofCase,
        body: PaperRequest,
        response: {
          201: PaperEntry,
          ...peopleProblems('case.not-found', 'paper.not-yet', 'paper.reason-needed'),
        },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'case.draft-paper');
      const asker = { actor, requestId: request.id, client: request.ip };
      const paper = await draftPaper(services, asker, { caseId: request.params.caseId, ...request.body });
      const { version, kind, generatedAtMs: atMs, generatedBy } = paper;
      return await reply.code(201).send({ version, kind, atMs, ...generatedBy });
    },
  );

  app.get(
    '/api/v1/cases/:caseId/papers',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Drafts of a case: which, when and by whom',
        params: ofCase,
        response: { 200: z.array(PaperEntry), ...peopleProblems('case.not-found') },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      await requireSeenCase(database, await access.requireActor(request, 'case.read'), caseId);
      return await sendTagged(request, reply, await listPapers(database, caseId));
    },
  );

  app.get(
    '/api/v1/cases/:caseId/papers/:version',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A draft as data; a plate in it is masked for those who may not read plates',
        params: ofPaper,
        response: { 200: Paper, ...peopleProblems('case.not-found', 'paper.not-found') },
      },
    },
    async (request, reply) => {
      const { caseId, version } = request.params;
      void reply.header('cache-control', 'private, no-store');
      return await show(request, caseId, version);
    },
  );

  app.get(
    '/api/v1/cases/:caseId/papers/:version/print',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A draft as a page to be printed, in Chinese or English',
        params: ofPaper,
        querystring: z.strictObject({ lang: z.enum(['zh', 'en']).default('zh') }),
        response: { 200: page, ...peopleProblems('case.not-found', 'paper.not-found') },
      },
    },
    async (request, reply) => {
      const { caseId, version } = request.params;
      const paper = await show(request, caseId, version);
      return await reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'private, no-store')
        .header('content-security-policy', PAPER_POLICY)
        .send(printPaper(paper, request.query.lang));
    },
  );
}
