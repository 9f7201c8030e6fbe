import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OperatorStore } from '../operators/operator-store.js';
import { ONE_TIME_LIFE_MS } from '../operators/one-time-password.js';
import { PasswordHasher } from '../operators/password-hasher.js';
import { addSessionRoutes } from './session-routes.js';
import { findRefusal } from './guard.js';
import { answerProblems } from './answer-problems.js';
import type { ConsoleApp } from './console-app.js';
import { addPageRoutes } from './page-routes.js';
import { requireRole } from './require-role.js';
import { Sessions } from './sessions.js';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';

const START = 1_760_000_000_000;
const ONE_TIME = 'abcde-fghjk-mnpqr-stuvw';
const OWN = 'Lantern-Post-2026';
const HOST = { host: 'box.test', origin: 'https://box.test' };
const hasher = new PasswordHasher();
const passwordHash = await hasher.hash(ONE_TIME);

let directory: string;
let nowMs: number;
let app: ConsoleApp;
let operators: OperatorStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lamppost-console-'));
  nowMs = START;
  const clock = { nowMs: () => nowMs };
  operators = new OperatorStore(directory);
  const services = {
    ...{ operators, sessions: new Sessions(clock), hasher, clock },
    ...{ isTls: false, overPlainHttp: false, log: pino({ level: 'silent' }) },
  };
  app = Fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app, services.log);
  await app.register(cookie);
  await app.register(helmet, { enableCSPNonces: true });
  await addPageRoutes(app, services);
  await app.register(async (api) => {
    api.addHook('onRequest', (request, _reply, done) => {
      done(findRefusal(request, services) ?? undefined);
    });
    addSessionRoutes(api, services);
    api.get('/who', (request) => request.operator);
    api.post('/rules', { preHandler: requireRole('operator') }, () => ({ saved: true }));
    await Promise.resolve();
  });
});
afterEach(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

const account = (name: string, role: 'operator' | 'viewer', oneTimeUntilMs: number | null) => ({
  ...{ name, role, passwordHash, oneTimeUntilMs, createdAtMs: START },
});
const signIn = (name: string, password: string, headers: Record<string, string> = HOST) =>
  app.inject({ method: 'POST', url: '/session', headers, payload: { name, password } });
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  /lamppost_operator=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? '';
const codeOf = (answer: { json: () => { code?: string } }) => answer.json().code;

test('without operators there is no console, and its address says what to do', async () => {
  const page = await app.inject('/');
  expect(page.statusCode).toBe(403);
  expect(page.body).toContain('npm run operator -- add NAME');
  expect(codeOf(await signIn('li', ONE_TIME))).toBe('access.no-operators');
});

describe('with operators', () => {
  beforeEach(() =>
    operators.change(() => [
      account('li', 'operator', START + ONE_TIME_LIFE_MS),
      account('wang', 'operator', null),
      account('zhao', 'viewer', null),
    ]),
  );

  test('the accounts are readable by their owner alone', () => {
    expect(statSync(operators.file).mode & 0o777).toBe(0o600);
  });

  test('who is not signed in, or not any more, gets nothing', async () => {
    expect(codeOf(await app.inject('/who'))).toBe('access.sign-in-needed');
    const cookies = cookieOf(await signIn('wang', ONE_TIME));
    expect((await app.inject({ url: '/who', headers: { cookie: cookies } })).json()).toEqual({
      name: 'wang',
      role: 'operator',
    });
    await app.inject({ method: 'DELETE', url: '/session', headers: { ...HOST, cookie: cookies } });
    expect((await app.inject({ url: '/who', headers: { cookie: cookies } })).statusCode).toBe(401);
  });

  test('a session is a cookie of this site alone that no script reads, and ends unused and in the end', async () => {
    const answer = await signIn('WANG', ONE_TIME);
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict/);
    const headers = { cookie: cookieOf(answer) };
    for (let minutes = 0; minutes < 8 * 60; minutes += 29) {
      nowMs = START + minutes * 60_000;
      expect((await app.inject({ url: '/who', headers })).statusCode).toBe(200);
    }
    nowMs = START + 8 * 3_600_000;
    expect((await app.inject({ url: '/who', headers })).statusCode).toBe(401);
    const idle = { cookie: cookieOf(await signIn('wang', ONE_TIME)) };
    nowMs += 30 * 60_000;
    expect((await app.inject({ url: '/who', headers: idle })).statusCode).toBe(401);
  });

  test('a removed account is out at once', async () => {
    const headers = { cookie: cookieOf(await signIn('wang', ONE_TIME)) };
    await operators.change((all) => all.filter(({ name }) => name !== 'wang'));
    expect((await app.inject({ url: '/who', headers })).statusCode).toBe(401);
  });

  test('a one-time password opens nothing but the choice of another, and is over in time', async () => {
    const cookies = cookieOf(await signIn('li', ONE_TIME));
    expect(codeOf(await app.inject({ url: '/who', headers: { cookie: cookies } }))).toBe(
      'access.password-change-needed',
    );
    const change = (next: string) =>
      app.inject({
        method: 'PUT',
        url: '/me/password',
        headers: { ...HOST, cookie: cookies },
        payload: { current: ONE_TIME, next },
      });
    expect(codeOf(await change('li-li-li'))).toBe('account.password-weak');
    const changed = await change(OWN);
    expect(changed.statusCode).toBe(204);
    expect((await app.inject({ url: '/who', headers: { cookie: cookies } })).statusCode).toBe(401);
    expect((await app.inject({ url: '/who', headers: { cookie: cookieOf(changed) } })).json()).toMatchObject({
      name: 'li',
    });
    await operators.change((all) => [...all, account('sun', 'viewer', START + ONE_TIME_LIFE_MS)]);
    nowMs = START + ONE_TIME_LIFE_MS;
    expect(codeOf(await signIn('sun', ONE_TIME))).toBe('access.sign-in-wrong');
  });

  test('guessing is slowed down, for a name that is there and for one that is not', async () => {
    for (const name of ['wang', 'nobody']) {
      nowMs += 60_000;
      for (let tries = 0; tries < 10; tries += 1)
        expect(codeOf(await signIn(name, 'wrong'))).toBe('access.sign-in-wrong');
      const answer = await signIn(name, 'wrong');
      expect(codeOf(answer)).toBe('access.too-many-failures');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  test.each([
    ['of another site', { host: 'box.test', origin: 'https://evil.test' }],
    ['of no page', { host: 'box.test' }],
    ['of a page without an address', { host: 'box.test', origin: 'null' }],
  ])('a write %s is refused', async (_name, headers) => {
    expect(codeOf(await signIn('wang', ONE_TIME, headers as Record<string, string>))).toBe('access.foreign-origin');
  });

  test('a viewer looks alone', async () => {
    const headers = { ...HOST, cookie: cookieOf(await signIn('zhao', ONE_TIME)) };
    expect((await app.inject({ url: '/who', headers })).statusCode).toBe(200);
    expect(codeOf(await app.inject({ method: 'POST', url: '/rules', headers }))).toBe('access.not-allowed');
  });

  test('from another machine it takes TLS', async () => {
    const answer = await app.inject({ url: '/who', remoteAddress: '10.1.2.3' });
    expect(codeOf(answer)).toBe('access.plain-http');
    expect((await app.inject({ url: '/', remoteAddress: '10.1.2.3' })).body).toContain('tls: { certFile');
  });
});
