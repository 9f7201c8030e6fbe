import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Account, AccountChange, AccountPage, NewAccount } from '../accounts/account.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';

const params = z.object({ accountId: z.string().regex(/^acc-[0-9a-f]{18}$/, 'an ID of an account') });
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
const OneTimePassword = z.object({
  /** Shown this once; it serves 72 hours, for choosing a password of one's own. */
  oneTimePassword: z.string(),
});
const permission = 'account.manage';
const config = { permission } as const;

/** Administration of accounts; an administrator of one bureau sees and makes accounts of that bureau alone. */
export function addAccountRoutes(app: CloudApp, { access, accounts }: CloudServices): void {
  const ask = async (request: FastifyRequest) => ({
    actor: await access.requireActor(request, permission),
    from: request.ip,
  });

  app.get(
    '/api/v1/accounts',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Accounts, the newest first',
        querystring: ListQuery,
        response: { 200: AccountPage, ...peopleProblems() },
      },
    },
    async (request) => {
      const { actor } = await ask(request);
      return await accounts.list(actor, { limit: request.query.limit, cursor: request.query.cursor });
    },
  );

  app.post(
    '/api/v1/accounts',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Make an account; the answer has its one-time password',
        body: NewAccount,
        response: {
          201: OneTimePassword.extend({ account: Account }),
          ...peopleProblems('account.name-taken', 'bureau.not-found', 'area.not-found', 'service.busy'),
        },
      },
    },
    async (request, reply) =>
      await reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await accounts.create(await ask(request), request.body)),
  );

  app.get(
    '/api/v1/accounts/:accountId',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'One account',
        params,
        response: { 200: Account, ...peopleProblems('account.not-found') },
      },
    },
    async (request) => await accounts.read((await ask(request)).actor, request.params.accountId),
  );

  app.patch(
    '/api/v1/accounts/:accountId',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Change an account, disable it or enable it again',
        description: 'What is left out stays. An account that is disabled is signed out everywhere at once.',
        params,
        body: AccountChange,
        response: {
          200: Account,
          ...peopleProblems('account.not-found', 'account.last-administrator', 'bureau.not-found', 'area.not-found'),
        },
      },
    },
    async (request) => await accounts.change(await ask(request), request.params.accountId, request.body),
  );

  app.post(
    '/api/v1/accounts/:accountId/password-reset',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Give an account a one-time password, and sign it out',
        params,
        response: {
          200: OneTimePassword,
          ...peopleProblems('account.not-found', 'account.no-password', 'service.busy'),
        },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return await accounts.resetPassword(await ask(request), request.params.accountId);
    },
  );

  app.delete(
    '/api/v1/accounts/:accountId/sessions',
    {
      config,
      schema: {
        tags: ['administration'],
        summary: 'Sign an account out everywhere',
        params,
        response: { 204: z.undefined().describe('Signed out'), ...peopleProblems('account.not-found') },
      },
    },
    async (request, reply) => {
      await accounts.signOutEverywhere(await ask(request), request.params.accountId);
      return await reply.code(204).send();
    },
  );
}
