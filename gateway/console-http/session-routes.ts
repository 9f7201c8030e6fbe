import { MAX_PASSWORD_LENGTH, describePasswordFaults, findPasswordFaults } from '@lamppost/contracts';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import { Me } from '../console-shapes/me.js';
import { OperatorName } from '../operators/operator-account.js';
import type { PasswordHasher } from '../operators/password-hasher.js';
import { Attempts } from './attempts.js';
import type { ConsoleApp } from './console-app.js';
import { ConsoleProblem } from './console-problem.js';
import { type GuardOptions, SESSION_COOKIE, findMe } from './guard.js';
import { SESSION_LIFE_MS } from './sessions.js';

const Password = z
  .string()
  .min(1)
  .max(4 * MAX_PASSWORD_LENGTH);
const SMALL_BODY = 4096;
const ATTEMPTS_OF_ADDRESS = { most: 20, withinMs: 60_000 };
const ATTEMPTS_ON_NAME = { most: 10, withinMs: 300_000 };

/** What signing in works with. */
export interface SessionServices extends GuardOptions {
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Signing in and out, and who one is. */
export function addSessionRoutes(app: ConsoleApp, services: SessionServices): void {
  const { operators, sessions, hasher, clock, log, isTls } = services;
  const byAddress = new Attempts({ clock, ...ATTEMPTS_OF_ADDRESS });
  const byName = new Attempts({ clock, ...ATTEMPTS_ON_NAME });
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: isTls } as const;

  const takeAttempt = (name: string, address: string) => {
    const retryAfterSeconds = Math.max(byAddress.take(address), byName.take(name));
    if (retryAfterSeconds > 0)
      throw new ConsoleProblem('access.too-many-failures', `try again in ${retryAfterSeconds} s`, {
        retryAfterSeconds,
      });
  };
  const check = async (name: string, password: string, address: string) => {
    takeAttempt(name, address);
    const account = operators.find(name);
    const isOver = account?.oneTimeUntilMs != null && account.oneTimeUntilMs <= clock.nowMs();
    const verdict = await hasher.verify(account?.passwordHash ?? null, password);
    if (verdict === 'busy')
      throw new ConsoleProblem('service.busy', 'others sign in at this moment; try again', { retryAfterSeconds: 1 });
    if (account === null || verdict === 'wrong' || isOver) {
      // A name that no account has is not logged: it may be a password that was typed into the wrong field.
      log.warn({ operator: account?.name ?? null, address }, 'sign-in refused');
      throw new ConsoleProblem('access.sign-in-wrong', 'no account of this box has this name and password');
    }
    byAddress.forgive(address);
    byName.forgive(name);
    return account;
  };
  const begin = async (reply: FastifyReply, name: string) =>
    await reply
      .setCookie(SESSION_COOKIE, sessions.begin(name), { ...cookie, maxAge: SESSION_LIFE_MS / 1000 })
      .code(204)
      .send();

  app.post(
    '/session',
    {
      bodyLimit: SMALL_BODY,
      config: { opensTo: 'nobody' },
      schema: { body: z.strictObject({ name: z.string().max(64), password: Password }) },
    },
    async (request, reply) => {
      const { password } = request.body;
      const given = OperatorName.safeParse(request.body.name);
      const { name } = await check(given.success ? given.data : '', password, request.ip);
      log.info({ operator: name, address: request.ip }, 'operator signed in');
      return await begin(reply, name);
    },
  );

  app.delete('/session', { config: { opensTo: 'nobody' } }, async (request, reply) => {
    const sessionId = request.cookies[SESSION_COOKIE];
    if (sessionId !== undefined) sessions.end(sessionId);
    return await reply.clearCookie(SESSION_COOKIE, cookie).code(204).send();
  });

  app.get('/me', { config: { opensTo: 'one-time' }, schema: { response: { 200: Me } } }, (request) => {
    const me = findMe(request, services);
    if (me === null) throw new ConsoleProblem('access.sign-in-needed', 'the session has ended');
    return me;
  });

  app.put(
    '/me/password',
    {
      bodyLimit: SMALL_BODY,
      config: { opensTo: 'one-time' },
      schema: { body: z.strictObject({ current: Password, next: Password }) },
    },
    async (request, reply) => {
      const { current, next } = request.body;
      const { name } = await check(request.operator.name, current, request.ip);
      const faults = findPasswordFaults(next, [name]);
      if (next === current) faults.push('not-new');
      if (faults.length > 0)
        throw new ConsoleProblem('account.password-weak', `not taken: ${describePasswordFaults(faults)}`);
      const passwordHash = await hasher.hash(next);
      await operators.change((accounts) =>
        accounts.map((one) => (one.name === name ? { ...one, passwordHash, oneTimeUntilMs: null } : one)),
      );
      sessions.endAllOf(name);
      log.info({ operator: name, address: request.ip }, 'operator changed the password');
      return await begin(reply, name);
    },
  );
}
