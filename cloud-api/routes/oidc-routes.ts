import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { beginAccountSession } from '../accounts/begin-session.js';
import { OidcFlow } from '../accounts/oidc-sign-in.js';
import { ProblemError } from '../errors/problem-error.js';
import { SESSION_COOKIE } from '../sessions/people-access.js';
import { ACCOUNT_SESSION_LIFE_MS } from '../sessions/session-store.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { problemResponses } from './problem-responses.js';
import { sessionCookie } from './session-cookie.js';

/** Path that the identity provider sends browsers back to. */
export const OIDC_CALLBACK_PATH = '/api/v1/session/oidc/callback';
const FLOW_COOKIE = 'lamppost_oidc';
const FLOW_LIFE_S = 600;
/**
 * A page and no redirect: the session cookie is for this site alone, and a browser that comes from the provider would not send it with the
 * request that a redirect makes.
 */
const LANDING =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="/icon.svg"><meta http-equiv="refresh" content="0;url=/"><a href="/">Lamppost</a>';

const WaysIn = z.object({
  /** Whether the access code of a first look opens it. */
  hasAccessCode: z.boolean(),
  /** Whether there is an identity provider to sign in at (`/api/v1/session/oidc`). */
  hasIdentityProvider: z.boolean(),
});

/** A browser is led to the page, which says why it was not let in; programs are answered with the problem. */
async function orToPage(request: FastifyRequest, reply: FastifyReply, answer: () => Promise<FastifyReply>) {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof ProblemError) || request.headers.accept?.includes('text/html') !== true) throw error;
    return await reply.redirect(`/?refused=${error.code}`);
  }
}

/** Signing in at an identity provider, and whether there is one. */
export function addOidcRoutes(app: CloudApp, services: CloudServices): void {
  const { config, oidc } = services;
  const cookie = sessionCookie(config);
  // The way back comes from another site.
  const flowCookie = { ...cookie, sameSite: 'lax', path: '/api/v1/session/oidc' } as const;
  const requireProvider = () => {
    if (oidc === null) throw new ProblemError('access.no-provider', 'This cloud has no identity provider');
    return oidc;
  };

  app.get(
    '/api/v1/session/ways',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['people'],
        summary: 'By what people may sign in, beside their accounts',
        response: { 200: WaysIn, ...problemResponses() },
      },
    },
    () => ({ hasAccessCode: config.accessCode !== null, hasIdentityProvider: oidc !== null }),
  );

  app.get(
    '/api/v1/session/oidc',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['people'],
        summary: 'Sign in at the identity provider: sends the browser there',
        response: {
          302: z.undefined().describe('To the identity provider; to the page where it cannot be reached'),
          ...problemResponses('access.no-provider', 'access.provider-unreachable'),
        },
      },
    },
    async (request, reply) =>
      await orToPage(request, reply, async () => {
        const { url, flow } = await requireProvider().begin();
        const value = Buffer.from(JSON.stringify(flow)).toString('base64url');
        return await reply
          .setCookie(FLOW_COOKIE, value, { ...flowCookie, signed: true, maxAge: FLOW_LIFE_S })
          .header('cache-control', 'no-store')
          .redirect(url);
      }),
  );

  app.get(
    OIDC_CALLBACK_PATH,
    {
      config: { permission: 'public' },
      schema: {
        tags: ['people'],
        summary: 'Where the identity provider sends the browser back to',
        response: {
          200: { description: 'Signed in', content: { 'text/html': { schema: z.string() } } },
          302: z.undefined().describe('A browser that is not let in: to the page, which says why'),
          ...problemResponses(
            'access.no-provider',
            'access.provider-refused',
            'access.provider-unreachable',
            'access.not-allowed',
          ),
        },
      },
    },
    async (request, reply) =>
      await orToPage(request, reply, async () => {
        const provider = requireProvider();
        const held = request.unsignCookie(request.cookies[FLOW_COOKIE] ?? '').value;
        void reply.clearCookie(FLOW_COOKIE, flowCookie).header('cache-control', 'no-store');
        const flow = held === null ? null : OidcFlow.safeParse(JSON.parse(Buffer.from(held, 'base64url').toString()));
        if (flow?.success !== true)
          throw new ProblemError('access.provider-refused', 'This browser began no sign-in in the last 10 minutes');
        const query = request.url.split('?')[1] ?? '';
        const accountId = await provider.finish({ query, flow: flow.data, from: request.ip });
        const sessionId = await beginAccountSession(services, { accountId, from: request.ip });
        const maxAge = ACCOUNT_SESSION_LIFE_MS / 1_000;
        return await reply
          .setCookie(SESSION_COOKIE, sessionId, { ...cookie, signed: true, maxAge })
          .type('text/html')
          .send(LANDING);
      }),
  );
}
