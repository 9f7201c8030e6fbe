import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { DeliveryPage, DeliveryState } from '../webhooks/delivery.js';
import {
  addWebhook,
  changeWebhook,
  listDeliveries,
  listWebhooks,
  renewSecret,
  retryDead,
  testWebhook,
  WebhookChange,
  WebhookEntry,
  WebhookRequest,
} from '../webhooks/manage-webhooks.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';

const config = { permission: 'webhook.manage' } as const;
const params = z.object({ webhookId: z.string().regex(/^wh-[0-9a-f]{18}$/, 'the ID of a webhook') });
const limit = z.coerce.number().int().min(1).max(100).default(50);
const secret = z.string().describe('Shown this once: `whsec_` and base64, as Standard Webhooks writes it');

/** Webhooks that are told what happens to the cases and devices of a bureau, and their dead letters. */
export function addWebhookRoutes(app: CloudApp, services: CloudServices): void {
  const { access } = services;
  const ask = async (request: FastifyRequest): Promise<Asker> => ({
    actor: await access.requireActor(request, 'webhook.manage'),
    requestId: request.id,
    client: request.ip,
  });

  app.post(
    '/api/v1/webhooks',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Have events told to an address: CloudEvents 1.0, signed as Standard Webhooks does',
        body: WebhookRequest,
        response: {
          201: z.object({ webhook: WebhookEntry, secret }),
          ...peopleProblems('bureau.not-found', 'webhook.address-refused', 'webhook.too-many'),
        },
      },
    },
    async (request, reply) => {
      const made = await addWebhook(services, await ask(request), request.body);
      return await reply.code(201).header('cache-control', 'no-store').send(made);
    },
  );

  app.get(
    '/api/v1/webhooks',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Webhooks; one who is limited to a bureau sees those of the bureau',
        querystring: z.strictObject({ limit, cursor: z.string().max(64).optional() }),
        response: {
          200: z.object({ webhooks: z.array(WebhookEntry), nextCursor: z.string().nullable() }),
          ...peopleProblems(),
        },
      },
    },
    async (request) => {
      const { limit: most, cursor: after = '' } = request.query;
      return await listWebhooks(services, await ask(request), { limit: most, after });
    },
  );

  app.patch(
    '/api/v1/webhooks/:webhookId',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Change or disable a webhook; what waits for it then is put among its dead letters',
        params,
        body: WebhookChange,
        response: { 200: WebhookEntry, ...peopleProblems('webhook.not-found', 'webhook.address-refused') },
      },
    },
    async (request) => await changeWebhook(services, await ask(request), { ...request.params, ...request.body }),
  );

  app.post(
    '/api/v1/webhooks/:webhookId/secret',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'A new secret; events are signed with it from now on',
        params,
        response: { 200: z.object({ secret }), ...peopleProblems('webhook.not-found') },
      },
    },
    async (request, reply) => {
      const renewed = await renewSecret(services, await ask(request), request.params.webhookId);
      return await reply.header('cache-control', 'no-store').send({ secret: renewed });
    },
  );

  app.get(
    '/api/v1/webhooks/:webhookId/deliveries',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Events of a webhook, newest first: its dead letters, unless another state is asked for',
        params,
        querystring: z.strictObject({
          limit,
          cursor: z.string().max(200).optional(),
          state: DeliveryState.default('dead'),
        }),
        response: { 200: DeliveryPage, ...peopleProblems('webhook.not-found') },
      },
    },
    async (request) => {
      const { limit: most, cursor, state } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const page = { ...request.params, state, limit: most, before };
      return await listDeliveries(services, await ask(request), page);
    },
  );

  app.post(
    '/api/v1/webhooks/:webhookId/retry',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Try all dead letters of a webhook again, for a day more',
        params,
        response: {
          200: z.object({ retried: z.int().min(0) }),
          ...peopleProblems('webhook.not-found', 'webhook.disabled'),
        },
      },
    },
    async (request) => ({ retried: await retryDead(services, await ask(request), request.params.webhookId) }),
  );

  app.post(
    '/api/v1/webhooks/:webhookId/test',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Tell a webhook a test event, whatever it asks for; its deliveries say what became of it',
        params,
        response: {
          202: z.object({ eventId: z.string() }),
          ...peopleProblems('webhook.not-found', 'webhook.disabled'),
        },
      },
    },
    async (request, reply) => {
      const eventId = await testWebhook(services, await ask(request), request.params.webhookId);
      return await reply.code(202).send({ eventId });
    },
  );
}
