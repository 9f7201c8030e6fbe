import { z } from 'zod';
import { SESSION_COOKIE } from '../sessions/people-access.js';
import { SESSION_LIFE_MS } from '../sessions/session-store.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { problemResponses } from './problem-responses.js';

const SignIn = z.strictObject({ accessCode: z.string().min(1).max(256) });

/** Signing in and out. */
export function addSessionRoutes(app: CloudApp, { access, config }: CloudServices): void {
  const secure = config.secureCookie ?? config.publicUrl?.startsWith('https:') ?? false;
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;

  app.post(
    '/api/v1/session',
    {
      bodyLimit: 4096,
      schema: {
        tags: ['people'],
        summary: 'Sign in with the access code',
        description: 'Sets a session cookie that lasts 12 hours.',
        body: SignIn,
        response: {
          204: z.undefined().describe('Signed in'),
          ...problemResponses('access.code-wrong', 'access.too-many-failures'),
        },
      },
    },
    async (request, reply) => {
      const sessionId = await access.signIn(request, request.body.accessCode);
      void reply.setCookie(SESSION_COOKIE, sessionId, { ...cookie, signed: true, maxAge: SESSION_LIFE_MS / 1_000 });
      return await reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/session',
    {
      schema: {
        tags: ['people'],
        summary: 'Sign out',
        response: { 204: z.undefined().describe('Signed out'), ...problemResponses() },
      },
    },
    async (request, reply) => {
      await access.signOut(request);
      return await reply.clearCookie(SESSION_COOKIE, cookie).code(204).send();
    },
  );
}
