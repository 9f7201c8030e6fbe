import {
  AlarmKind,
  CaseAlarmPage,
  CaseId,
  CaseState,
  CaseStep,
  CaseStepName,
  CaseStepRequest,
  Matter,
} from '@lamppost/contracts';
import { z } from 'zod';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { listAlarms } from '../cases/deadlines/list-alarms.js';
import { findMergeTargets, MergeTargets } from '../cases/joining/find-merge-targets.js';
import { REJECTION_REASONS, type RejectionReason } from '../cases/life/rejection-reasons.js';
import { allowedSteps, STATES, STEPS, type StepDefinition } from '../cases/life/steps.js';
import { requireSeenCase } from '../cases/life/require-seen-case.js';
import { takeStep, type StepOutcome } from '../cases/life/take-step.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const words = { zh: z.string(), en: z.string() };

/** The life of a case as data, for pages and programs that show or take steps. */
const CaseLife = z.object({
  states: z.array(z.object({ state: CaseState, isOpen: z.boolean(), ...words })),
  steps: z.array(
    z.object({
      step: CaseStepName,
      from: z.array(CaseState),
      to: CaseState,
      permission: z.string().nullable().describe('Who may take it; null: the program alone'),
      ...words,
    }),
  ),
  rejectionReasons: z.array(
    z.object({
      code: z.string(),
      ...words,
      matters: z.array(Matter),
      law: z.string().nullable().describe('The law that names it, which speaks of vehicles; null: a reason of our own'),
      deleteWithinDays: z.int().nullable().describe('Working days within which that law wants the record deleted'),
      verdict: z.enum(['rejected', 'excused']).describe('Whether it speaks against the rule that found it'),
      needsNote: z.boolean(),
    }),
  ),
});

const LIFE: z.infer<typeof CaseLife> = {
  states: CaseState.options.map((state) => ({ state, ...STATES[state] })),
  steps: CaseStepName.options.map((step) => {
    const { from, ...rest }: StepDefinition = STEPS[step];
    return { step, from: [...from], ...rest };
  }),
  rejectionReasons: Object.entries(REJECTION_REASONS).map(
    ([code, { matters, ...rest }]: [string, RejectionReason]) => ({
      code,
      matters: [...matters],
      ...rest,
    }),
  ),
};

const TakenStep = z.object({ step: CaseStep, allowedSteps: z.array(CaseStepName) });
const AlarmQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  kind: AlarmKind.optional(),
});

function refuse(caseId: string, said: CaseStepRequest, outcome: Exclude<StepOutcome, { status: 'taken' }>): never {
  switch (outcome.status) {
    case 'no-such-case':
      throw new ProblemError('case.not-found', `There is no case ${caseId}`);
    case 'not-permitted':
      throw new ProblemError('access.not-allowed', `${said.step} of ${caseId} is for another role or bureau`);
    case 'changed':
      throw new ProblemError('case.changed', `${caseId} is ${outcome.state} by now, in version ${outcome.version}`);
    case 'not-allowed':
      throw new ProblemError(
        'case.step-not-allowed',
        `${caseId} is ${outcome.state}, which does not allow ${said.step}; it allows ${outcome.allowed.join(', ') || 'nothing'}`,
      );
    case 'refused':
      throw new ProblemError('case.step-incomplete', `${said.step} of ${caseId}: ${outcome.detail}`);
  }
}

/** What people do with cases, and what reminds them to. */
export function addCaseStepRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database } = services;

  app.post(
    '/api/v1/cases/:caseId/steps',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Take a step with a case: review, reject, transfer, accept, ...',
        description:
          'Send the ETag of the case, or `"v3"` for version 3, as `If-Match`. Of several who decide at one time the first wins; the others get 412, and nothing of theirs happens.',
        params: z.object({ caseId: CaseId }),
        headers: z.object({ 'if-match': z.string().max(200).optional() }),
        body: CaseStepRequest,
        response: {
          201: TakenStep,
          ...peopleProblems(
            'case.not-found',
            'request.version-needed',
            'case.changed',
            'case.step-not-allowed',
            'case.step-incomplete',
          ),
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const version = readVersion(request.headers['if-match'], caseId);
      const actor = await access.requireActor(request, 'case.read');
      const said = request.body;
      const { id: requestId, ip: client } = request;
      const outcome = await takeStep(services, { caseId, version, said, actor, requestId, client });
      if (outcome.status !== 'taken') refuse(caseId, said, outcome);
      const { step } = outcome;
      void reply.header('etag', `"v${step.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send({ step, allowedSteps: allowedSteps(step.to) });
    },
  );

  app.get(
    '/api/v1/cases/:caseId/merge-targets',
    {
      config: { permission: 'case.review' },
      schema: {
        tags: ['people'],
        summary: 'Cases that this one may be merged into, the likeliest first',
        description:
          'At most nine: open or accepted, of the same matter within a day, and near by (300 m), of the same source, or of the same plate; those of the same plate first, then those nearest in time.',
        params: z.object({ caseId: CaseId }),
        response: { 200: MergeTargets, ...peopleProblems('case.not-found') },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'case.review');
      const row = await requireSeenCase(database, actor, request.params.caseId);
      void reply.header('cache-control', 'no-store');
      return { targets: await findMergeTargets(database, actor, row) };
    },
  );

  app.get(
    '/api/v1/case-life',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'States and steps in the life of a case, and reasons to reject one',
        response: { 200: CaseLife, ...peopleProblems() },
      },
    },
    async (request, reply) => await sendTagged(request, reply, LIFE),
  );

  app.get(
    '/api/v1/alarms',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Reminders that deadlines are near or have passed, newest first',
        querystring: AlarmQuery,
        response: { 200: CaseAlarmPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, kind } = request.query;
      const scope = await access.requireActor(request, 'case.read');
      const before = readCursor(cursor, decodeCursor);
      return await sendTagged(request, reply, await listAlarms(database, { limit, before, kind, scope }));
    },
  );
}
