import { DocumentKind, Slug } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { addGroup, changeGroup, GroupChange, listGroups, NewGroup, readGroup } from '../rollout/groups.js';
import { decodeGatewayCursor, listGroupGateways } from '../rollout/list-group-gateways.js';
import { listRollouts, readRollout } from '../rollout/read-rollouts.js';
import {
  GatewayGroup,
  GatewayGroupPage,
  GroupGatewayPage,
  NewRollout,
  RolloutHistory,
  RolloutPage,
  RolloutState,
  RolloutStepRequest,
  Standing,
} from '../rollout/rollout.js';
import { startRollout, takeRolloutStep } from '../rollout/take-rollout-step.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const page = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
};
const groupParams = z.object({ groupId: Slug });
const rolloutParams = z.object({ rolloutId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const headers = z.object({ 'if-match': z.string().max(200).optional() });
const read = { permission: 'rules.read' } as const;
const publish = { permission: 'rules.publish' } as const;

type Ask = (request: FastifyRequest, permission: 'rules.read' | 'rules.publish') => Promise<Asker>;

function addGroupRoutes(app: CloudApp, services: CloudServices, ask: Ask): void {
  const { database, clock } = services;

  app.get(
    '/api/v1/gateway-groups',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'Groups of gateways, newest first',
        querystring: z.strictObject({ ...page, kind: DocumentKind.optional() }),
        response: { 200: GatewayGroupPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, kind } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const { actor } = await ask(request, 'rules.read');
      return await sendTagged(request, reply, await listGroups(database, actor, { limit, before, kind }));
    },
  );

  app.post(
    '/api/v1/gateway-groups',
    {
      config: publish,
      schema: {
        tags: ['administration'],
        summary: 'Make a group of gateways for one kind of document',
        description: 'For those who are limited to no bureau.',
        body: NewGroup,
        response: { 201: GatewayGroup, ...peopleProblems('bureau.not-found', 'group.id-taken') },
      },
    },
    async (request, reply) => {
      const made = await addGroup(services, await ask(request, 'rules.publish'), request.body);
      void reply.header('etag', `"v${made.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(made);
    },
  );

  app.get(
    '/api/v1/gateway-groups/:groupId',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'One group of gateways, and what it goes by',
        params: groupParams,
        response: { 200: GatewayGroup, ...peopleProblems('group.not-found') },
      },
    },
    async (request, reply) => {
      const { actor } = await ask(request, 'rules.read');
      const group = await readGroup(database, actor, request.params.groupId);
      return await sendTagged(request, reply, group, `v${group.version}`);
    },
  );

  app.patch(
    '/api/v1/gateway-groups/:groupId',
    {
      config: publish,
      schema: {
        tags: ['administration'],
        summary: 'Rename a group, and change which gateways are in it',
        description:
          'For those who are limited to no bureau. Send the ETag of the group as `If-Match`. Gateways that come get what the group goes by; those that go return to the files on their boxes.',
        params: groupParams,
        headers,
        body: GroupChange,
        response: {
          200: GatewayGroup,
          ...peopleProblems(
            'group.not-found',
            'group.changed',
            'group.gateway-unknown',
            'group.gateway-taken',
            'request.version-needed',
          ),
        },
      },
    },
    async (request, reply) => {
      const asker = await ask(request, 'rules.publish');
      const version = readVersion(request.headers['if-match'], 'the group');
      const changed = await changeGroup(services, asker, { ...request.params, version, change: request.body });
      void reply.header('etag', `"v${changed.version}"`).header('cache-control', 'no-store');
      return changed;
    },
  );

  app.get(
    '/api/v1/gateway-groups/:groupId/gateways',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'Gateways of a group: what each is to go by, and what it made of it',
        params: groupParams,
        querystring: z.strictObject({ ...page, standing: Standing.optional() }),
        response: { 200: GroupGatewayPage, ...peopleProblems('group.not-found') },
      },
    },
    async (request, reply) => {
      const { limit, cursor, standing } = request.query;
      const after = readCursor(cursor, decodeGatewayCursor);
      const { actor } = await ask(request, 'rules.read');
      const asked = { ...request.params, limit, after, standing, nowMs: clock.nowMs() };
      return await sendTagged(request, reply, await listGroupGateways(database, actor, asked));
    },
  );
}

/** Groups of gateways, and how versions of documents come to them step by step. */
export function addRolloutRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database, clock } = services;
  const ask: Ask = async (request, permission) => ({
    actor: await access.requireActor(request, permission),
    requestId: request.id,
    client: request.ip,
  });
  addGroupRoutes(app, services, ask);

  app.post(
    '/api/v1/rollouts',
    {
      config: publish,
      schema: {
        tags: ['administration'],
        summary: 'Begin to roll a version of a document out to a group, the first share of it',
        description: 'Configuration asks for `configuration.publish` besides.',
        body: NewRollout,
        response: {
          201: RolloutHistory,
          ...peopleProblems('group.not-found', 'document.not-found', 'rollout.under-way', 'rollout.nothing-new'),
        },
      },
    },
    async (request, reply) => {
      const asker = await ask(request, 'rules.publish');
      const rolloutId = await startRollout(services, asker, request.body);
      const begun = await readRollout(database, asker.actor, { rolloutId, nowMs: clock.nowMs() });
      void reply.header('etag', `"v${begun.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(begun);
    },
  );

  app.get(
    '/api/v1/rollouts',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'Roll-outs with their counts, newest first',
        querystring: z.strictObject({ ...page, state: RolloutState.optional(), groupId: Slug.optional() }),
        response: { 200: RolloutPage, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { limit, cursor, state, groupId } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const { actor } = await ask(request, 'rules.read');
      const asked = { limit, before, state, groupId, nowMs: clock.nowMs() };
      return await sendTagged(request, reply, await listRollouts(database, actor, asked));
    },
  );

  app.get(
    '/api/v1/rollouts/:rolloutId',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'One roll-out: how many gateways stand where, and what was done with it',
        params: rolloutParams,
        response: { 200: RolloutHistory, ...peopleProblems('rollout.not-found') },
      },
    },
    async (request, reply) => {
      const { actor } = await ask(request, 'rules.read');
      const found = await readRollout(database, actor, { ...request.params, nowMs: clock.nowMs() });
      return await sendTagged(request, reply, found, `v${found.version}`);
    },
  );

  app.post(
    '/api/v1/rollouts/:rolloutId/steps',
    {
      config: publish,
      schema: {
        tags: ['administration'],
        summary: 'Take a step with a roll-out: advance, pause, resume, retry, roll back',
        description:
          'Send the ETag of the roll-out, or `"v1"` for version 1, as `If-Match`. Advanced beyond its last share it is finished, and the group goes by the document for good. A finished one can be rolled back until the next begins.',
        params: rolloutParams,
        headers,
        body: RolloutStepRequest,
        response: {
          201: RolloutHistory,
          ...peopleProblems(
            'rollout.not-found',
            'rollout.changed',
            'rollout.step-not-allowed',
            'rollout.under-way',
            'request.version-needed',
          ),
        },
      },
    },
    async (request, reply) => {
      const asker = await ask(request, 'rules.publish');
      const version = readVersion(request.headers['if-match'], 'the roll-out');
      const { rolloutId } = request.params;
      await takeRolloutStep(services, asker, { rolloutId, version, said: request.body });
      const after = await readRollout(database, asker.actor, { rolloutId, nowMs: clock.nowMs() });
      void reply.header('etag', `"v${after.version}"`).header('cache-control', 'no-store');
      return await reply.code(201).send(after);
    },
  );
}
