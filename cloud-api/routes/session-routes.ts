import { MAX_PASSWORD_LENGTH } from '@lamppost/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PERMISSIONS, type Permission } from '../access/permissions.js';
import { holdsPermission } from '../access/actor.js';
import { PersonRole } from '../access/roles.js';
import { LoginName } from '../accounts/account.js';
import { beginAccountSession } from '../accounts/begin-session.js';
import { ACCESS_CODE_ID, SESSION_COOKIE } from '../sessions/people-access.js';
import { ACCOUNT_SESSION_LIFE_MS, SESSION_LIFE_MS, TOKEN_LIFE_MS } from '../sessions/session-store.js';
import { sessionCookie } from './session-cookie.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems, problemResponses } from './problem-responses.js';

const Password = z.string().min(1).max(MAX_PASSWORD_LENGTH);
const SignIn = z.union([
  z.strictObject({ accessCode: z.string().min(1).max(256) }),
  z.strictObject({ loginName: LoginName, password: Password }),
]);
const SetUpRequest = z.strictObject({
  code: z.string().min(1).max(128),
  loginName: LoginName,
  displayName: z.string().trim().min(1).max(100),
  password: Password,
});
const Token = z.object({
  /** Send it as `Authorization: Bearer`. */
  token: z.string(),
  expiresAtMs: z.int(),
});
const PermissionName = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]);
const Me = z.object({
  accountId: z.string(),
  displayName: z.string(),
  roles: z.array(PersonRole),
  bureauId: z.string().nullable(),
  areaIds: z.array(z.string()).nullable(),
  /** What the roles allow, within bureau and areas. */
  permissions: z.array(PermissionName),
});
const done = (words: string) => ({ 204: z.undefined().describe(words) });

/** Signing in and out, and who one is. */
export function addSessionRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, clock, config, passwords, sessions, setUp } = services;
  const cookie = sessionCookie(config);

  const begin = async (request: FastifyRequest, reply: FastifyReply, accountId: string) => {
    const sessionId = await beginAccountSession(services, { accountId, from: request.ip });
    const maxAge = ACCOUNT_SESSION_LIFE_MS / 1_000;
    return await reply
      .setCookie(SESSION_COOKIE, sessionId, { ...cookie, signed: true, maxAge })
      .code(204)
      .send();
  };

  app.post(
    '/api/v1/session',
    {
      bodyLimit: 4096,
      config: { permission: 'public' },
      schema: {
        tags: ['people'],
        summary: 'Sign in with name and password, or with the access code',
        description:
          'Sets a session cookie. It lasts 8 hours, unused 30 minutes; one that began with the access code lasts 12 hours.',
        body: SignIn,
        response: {
          ...done('Signed in'),
          ...problemResponses('access.code-wrong', 'access.sign-in-wrong', 'access.too-many-failures', 'service.busy'),
        },
      },
    },
    async (request, reply) => {
      if ('loginName' in request.body)
        return await begin(request, reply, await passwords.check({ ...request.body, from: request.ip }));
      const sessionId = await access.signIn(request, request.body.accessCode);
      const who = { accountId: ACCESS_CODE_ID, displayName: ACCESS_CODE_ID, roles: [], bureauId: null };
      await audit.record({ action: 'session.begin', who, from: request.ip, subject: null, what: {} });
      const maxAge = SESSION_LIFE_MS / 1_000;
      return await reply
        .setCookie(SESSION_COOKIE, sessionId, { ...cookie, signed: true, maxAge })
        .code(204)
        .send();
    },
  );

  app.delete(
    '/api/v1/session',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['people'],
        summary: 'Sign out: ends the session or the token of the request',
        response: { ...done('Signed out'), ...problemResponses() },
      },
    },
    async (request, reply) => {
      await access.signOut(request);
      return await reply.clearCookie(SESSION_COOKIE, cookie).code(204).send();
    },
  );

  app.post(
    '/api/v1/setup',
    {
      bodyLimit: 4096,
      config: { permission: 'public' },
      schema: {
        tags: ['people'],
        summary: 'Make the first administrator, with the code from the disk of the cloud',
        body: SetUpRequest,
        response: {
          ...done('Made, and signed in'),
          ...problemResponses('account.setup-code-wrong', 'account.password-weak', 'service.busy'),
        },
      },
    },
    async (request, reply) => {
      return await begin(request, reply, await setUp.finish({ ...request.body, from: request.ip }));
    },
  );

  app.post(
    '/api/v1/tokens',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags: ['people'],
        summary: 'A bearer token for a program that works for you',
        description:
          'It lasts 15 minutes, and ends at once when you are disabled, change your password, or sign out with it.',
        response: { 201: Token, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const actor = await access.requireSignedIn(request);
      const token = await sessions.beginToken(actor.accountId === ACCESS_CODE_ID ? null : actor.accountId);
      await audit.record({ action: 'token.begin', who: actor, from: request.ip, subject: null, what: {} });
      return await reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ token, expiresAtMs: clock.nowMs() + TOKEN_LIFE_MS });
    },
  );

  app.get(
    '/api/v1/me',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags: ['people'],
        summary: 'Who is signed in, and what that person may do',
        response: { 200: Me, ...peopleProblems() },
      },
    },
    async (request) => {
      const actor = await access.requireSignedIn(request);
      return {
        accountId: actor.accountId,
        displayName: actor.displayName,
        roles: actor.roles.filter((role) => role !== 'device'),
        bureauId: actor.bureauId,
        areaIds: actor.areaIds === null ? null : [...actor.areaIds],
        permissions: PermissionName.options.filter((permission) => holdsPermission(actor, permission)),
      };
    },
  );

  app.put(
    '/api/v1/me/password',
    {
      bodyLimit: 4096,
      config: { permission: 'signed-in' },
      schema: {
        tags: ['people'],
        summary: 'Change your password; all your sessions and tokens end but this one',
        body: z.strictObject({
          current: Password,
          next: z
            .string()
            .min(1)
            .max(4 * MAX_PASSWORD_LENGTH),
        }),
        response: {
          ...done('Changed'),
          ...peopleProblems('access.sign-in-wrong', 'account.password-weak', 'account.no-password', 'service.busy'),
        },
      },
    },
    async (request, reply) => {
      const actor = await access.requireSignedIn(request);
      await passwords.changeOwn({ actor, from: request.ip }, request.body);
      return await begin(request, reply, actor.accountId);
    },
  );
}
