import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Account } from '../accounts/account.js';
import { AuditHead, AuditPage } from '../audit/read-audit.js';
import { createAuditLog } from '../audit/audit-log.js';
import { systemClock } from '../clock.js';
import { openDatabase } from '../database/open-database.js';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.js';
import { startIdentityProvider, type IdentityProvider } from '../testing/identity-provider.js';
import { databaseUrl, readProblem, startReplica, startTestCloud, type TestCloud } from '../testing/test-cloud.js';

const PASSWORD = 'Lantern-over-street-9';
const ADMIN = { loginName: 'Admin.One', password: 'Under-the-lantern-7' };
const Created = z.object({ account: Account, oneTimePassword: z.string() });

let folder: string;
let clock: FakeClock;
let provider: IdentityProvider;
let cloud: TestCloud;
let replica: TestCloud;
let admin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-access-'));
  clock = createFakeClock(systemClock.nowMs());
  provider = await startIdentityProvider();
  const secret = join(folder, 'secret');
  const oidcFile = join(folder, 'oidc.yaml');
  writeFileSync(secret, provider.clientSecret);
  writeFileSync(
    oidcFile,
    [
      `issuer: ${provider.issuer}`,
      `clientId: ${provider.clientId}`,
      `clientSecretFile: ${secret}`,
      'groups:',
      '  - { group: auditors, roles: [auditor] }',
      '  - { group: desk, roles: [reviewer] }',
    ].join('\n'),
  );
  const options = { clock, accessCode: null, oidcFile, publicUrl: 'http://127.0.0.1:9' };
  cloud = await startTestCloud(options);
  replica = await startReplica(cloud, options);
});
afterAll(async () => {
  await replica.close();
  await cloud.close();
  await provider.close();
  for (const one of [replica, cloud]) one.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function send(method: string, path: string, options: { cookie?: string; body?: unknown; at?: TestCloud } = {}) {
  const { cookie = '', body, at = cloud } = options;
  return await fetch(`${at.url}/api/v1/${path}`, {
    method,
    redirect: 'manual',
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const cookieOf = (response: Response, name = 'lamppost_session') =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(';')[0] ?? '';
const codeOf = async (response: Response) => (await readProblem(response)).code;
const signIn = async (loginName: string, password: string, at = cloud) =>
  await send('POST', 'session', { body: { loginName, password }, at });

/** Makes an account and gives it its own password; gives its ID and cookie. */
async function makePerson(loginName: string, over: object = {}) {
  const body = { loginName, displayName: loginName, roles: ['reviewer'], bureauId: null, areaIds: null, ...over };
  const created = Created.parse(await (await send('POST', 'accounts', { cookie: admin, body })).json());
  const first = cookieOf(await signIn(loginName, created.oneTimePassword));
  const changed = await send('PUT', 'me/password', {
    cookie: first,
    body: { current: created.oneTimePassword, next: PASSWORD },
  });
  return { accountId: created.account.accountId, first, cookie: cookieOf(changed), status: changed.status };
}

describe('a cloud without an access code', () => {
  test('is set up once, by the code on the disk of any replica', async () => {
    const file = join(cloud.dataFolder, 'keys', 'setup-code');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const code = readFileSync(file, 'utf8');
    expect(code).not.toBe(readFileSync(join(replica.dataFolder, 'keys', 'setup-code'), 'utf8'));
    const body = { ...ADMIN, displayName: '管理员', code };
    const ask = async (over: object) => await send('POST', 'setup', { body: { ...body, ...over } });
    expect(await codeOf(await ask({ code: 'guessed' }))).toBe('account.setup-code-wrong');
    expect(await codeOf(await ask({ password: 'administrator' }))).toBe('account.password-weak');
    const [one, other] = await Promise.all([ask({}), ask({ loginName: 'admin.two' })]);
    expect([one.status, other.status].sort()).toEqual([204, 403]);
    admin = cookieOf(one.status === 204 ? one : other);
    if (one.status !== 204) ADMIN.loginName = 'admin.two';
    expect(() => statSync(file)).toThrow('ENOENT');
    expect(await codeOf(await ask({ loginName: 'admin.three' }))).toBe('account.setup-code-wrong');
    expect(await (await send('GET', 'me', { cookie: admin })).json()).toMatchObject({
      ...{ roles: ['administrator'], bureauId: null },
    });
  });

  test('knows no access code at all', async () => {
    expect(await codeOf(await send('POST', 'session', { body: { accessCode: 'twelve lamps and more' } }))).toBe(
      'access.code-wrong',
    );
  });
});

describe('an account', () => {
  test('begins with a one-time password that opens nothing but the way to change it', async () => {
    const { first, cookie, status } = await makePerson('wang.li');
    expect(status).toBe(204);
    expect((await send('GET', 'cases', { cookie: first })).status).toBe(401);
    expect((await send('GET', 'cases', { cookie })).status).toBe(200);
    // Signed in at one replica, it is at each.
    expect((await send('GET', 'cases', { cookie, at: replica })).status).toBe(200);
    const body = { loginName: 'li.na', displayName: '李娜', roles: ['officer'], bureauId: null, areaIds: null };
    const made = Created.parse(await (await send('POST', 'accounts', { cookie: admin, body })).json());
    const early = cookieOf(await signIn('li.na', made.oneTimePassword));
    expect(await codeOf(await send('GET', 'cases', { cookie: early }))).toBe('access.password-change-needed');
    const change = async (next: string) =>
      await send('PUT', 'me/password', { cookie: early, body: { current: made.oneTimePassword, next } });
    expect(await codeOf(await change('short'))).toBe('account.password-weak');
    expect(await codeOf(await change(made.oneTimePassword))).toBe('account.password-weak');
    clock.advance(72 * 3_600_000);
    expect(await codeOf(await signIn('li.na', made.oneTimePassword))).toBe('access.sign-in-wrong');
    admin = cookieOf(await signIn(ADMIN.loginName, ADMIN.password));
  });

  test('may not be doubled, and no hash or password ever leaves', async () => {
    const body = { loginName: 'WANG.LI', displayName: 'x', roles: ['officer'], bureauId: null, areaIds: null };
    expect(await codeOf(await send('POST', 'accounts', { cookie: admin, body }))).toBe('account.name-taken');
    const unknown = { ...body, loginName: 'new', bureauId: 'nowhere' };
    expect(await codeOf(await send('POST', 'accounts', { cookie: admin, body: unknown }))).toBe('bureau.not-found');
    expect(await (await send('GET', 'accounts', { cookie: admin })).text()).not.toMatch(/argon2|password_hash/);
  });

  test('that is disabled is out at once, everywhere, and comes in no more', async () => {
    const { accountId, cookie } = await makePerson('sun.wei');
    const { token } = z.object({ token: z.string() }).parse(await (await send('POST', 'tokens', { cookie })).json());
    const byToken = async () =>
      (await fetch(`${replica.url}/api/v1/cases`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await byToken()).toBe(200);
    const set = async (isDisabled: boolean) =>
      await send('PATCH', `accounts/${accountId}`, { cookie: admin, body: { isDisabled } });
    expect((await set(true)).status).toBe(200);
    expect((await send('GET', 'cases', { cookie })).status).toBe(401);
    expect(await byToken()).toBe(401);
    expect(await codeOf(await signIn('sun.wei', PASSWORD))).toBe('access.sign-in-wrong');
    await set(false);
    expect((await signIn('sun.wei', PASSWORD)).status).toBe(204);
    expect((await send('GET', 'cases', { cookie })).status).toBe(401);
  });

  test('that changes its roles is judged by the new ones in the next request', async () => {
    const { accountId, cookie } = await makePerson('zhou.jie', { roles: ['auditor'] });
    expect((await send('GET', 'audit', { cookie })).status).toBe(200);
    await send('PATCH', `accounts/${accountId}`, { cookie: admin, body: { roles: ['operator'] } });
    expect(await codeOf(await send('GET', 'audit', { cookie }))).toBe('access.not-allowed');
  });

  test('ends its sessions by a reset, by time, and by resting', async () => {
    const { accountId, cookie } = await makePerson('zhao.min');
    clock.advance(29 * 60_000);
    expect((await send('GET', 'cases', { cookie })).status).toBe(200);
    clock.advance(29 * 60_000);
    expect((await send('GET', 'cases', { cookie })).status).toBe(200);
    clock.advance(31 * 60_000);
    expect((await send('GET', 'cases', { cookie })).status).toBe(401);
    const again = cookieOf(await signIn('zhao.min', PASSWORD));
    const { token } = z
      .object({ token: z.string() })
      .parse(await (await send('POST', 'tokens', { cookie: again })).json());
    const byToken = async () =>
      (await fetch(`${cloud.url}/api/v1/cases`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await byToken()).toBe(200);
    clock.advance(15 * 60_000);
    expect(await byToken()).toBe(401);
    admin = cookieOf(await signIn(ADMIN.loginName, ADMIN.password));
    expect((await send('POST', `accounts/${accountId}/password-reset`, { cookie: admin })).status).toBe(200);
    expect((await send('GET', 'cases', { cookie: again })).status).toBe(401);
    expect(await codeOf(await signIn('zhao.min', PASSWORD))).toBe('access.sign-in-wrong');
  });

  test('is locked for a while after five wrong passwords, over all replicas, known or not', async () => {
    for (const name of ['wang.li', 'nobody-there']) {
      const codes: string[] = [];
      for (let count = 0; count < 6; count += 1)
        codes.push(await codeOf(await signIn(name, `wrong ${count}`, count % 2 === 0 ? cloud : replica)));
      expect(codes).toEqual([...Array<string>(5).fill('access.sign-in-wrong'), 'access.too-many-failures']);
    }
    const locked = await signIn('Wang.Li', PASSWORD);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    clock.advance(15 * 60_000);
    expect((await signIn('wang.li', PASSWORD)).status).toBe(204);
  });

  test('guesses at once count as many', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('wang.li', 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    clock.advance(15 * 60_000);
    admin = cookieOf(await signIn(ADMIN.loginName, ADMIN.password));
  });

  test('of the last administrator stays', async () => {
    const me = z.object({ accountId: z.string() }).parse(await (await send('GET', 'me', { cookie: admin })).json());
    const change = async (body: object) => await send('PATCH', `accounts/${me.accountId}`, { cookie: admin, body });
    expect(await codeOf(await change({ isDisabled: true }))).toBe('account.last-administrator');
    expect(await codeOf(await change({ roles: ['officer'] }))).toBe('account.last-administrator');
    expect((await change({ displayName: '新名' })).status).toBe(200);
  });
});

describe('an identity provider', () => {
  /** Goes the way of a browser, and gives the last answer. */
  const visit = async () => {
    const begun = await send('GET', 'session/oidc');
    const flow = cookieOf(begun, 'lamppost_oidc');
    const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
    const back = new URL(there.headers.get('location') ?? '');
    expect(back.pathname).toBe('/api/v1/session/oidc/callback');
    const path = `session/oidc/callback${back.search}`;
    return { answer: await send('GET', path, { cookie: flow, at: replica }), path, flow };
  };

  test('signs people in with the roles that their groups grant now', async () => {
    provider.signIn({ sub: 'u-1', name: '陈晨', groups: ['desk', 'choir'] });
    const { answer, path, flow } = await visit();
    expect(answer.status).toBe(200);
    const me = async (cookie: string) => await (await send('GET', 'me', { cookie })).json();
    const first = (await me(cookieOf(answer))) as { accountId: string };
    expect(first).toMatchObject({ displayName: '陈晨', roles: ['reviewer'] });
    // A code serves once, and in the browser that began.
    expect(await codeOf(await send('GET', path, { cookie: flow }))).toBe('access.provider-refused');
    provider.signIn({ sub: 'u-1', name: '陈晨', groups: ['auditors'] });
    expect(await me(cookieOf((await visit()).answer))).toMatchObject({
      ...{ accountId: first.accountId },
      roles: ['auditor'],
    });
    const body = { isDisabled: true };
    await send('PATCH', `accounts/${first.accountId}`, { cookie: admin, body });
    expect(await codeOf((await visit()).answer)).toBe('access.not-allowed');
    const reset = await send('POST', `accounts/${first.accountId}/password-reset`, { cookie: admin });
    expect(await codeOf(reset)).toBe('account.no-password');
  });

  test('is told of to whoever is to sign in', async () => {
    expect(await (await send('GET', 'session/ways')).json()).toEqual({
      hasAccessCode: false,
      hasIdentityProvider: true,
    });
  });

  test('lets nobody in without a group that grants anything', async () => {
    provider.signIn({ sub: 'u-2', groups: ['choir'] });
    expect(await codeOf((await visit()).answer)).toBe('access.not-allowed');
  });

  test.each(['nonce', 'audience', 'key'] as const)('is not believed with a wrong %s', async (how) => {
    provider.signIn({ sub: 'u-3', groups: ['desk'] });
    provider.spoil(how);
    expect(await codeOf((await visit()).answer)).toBe('access.provider-refused');
    provider.spoil(null);
  });

  test('sends a browser that is not let in to the page, which says why', async () => {
    const answer = await fetch(`${cloud.url}/api/v1/session/oidc/callback?code=abc`, {
      redirect: 'manual',
      headers: { accept: 'text/html,*/*' },
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/?refused=access.provider-refused']);
  });

  test('is of no use to somebody who did not begin there', async () => {
    const path = 'session/oidc/callback?code=abc&state=abc';
    expect(await codeOf(await send('GET', path))).toBe('access.provider-refused');
    expect(await codeOf(await send('GET', path, { cookie: 'lamppost_oidc=bm8.no' }))).toBe('access.provider-refused');
  });
});

describe('the audit log', () => {
  const verify = (...args: string[]) => {
    const main = new URL('../dist/verification/main.js', import.meta.url).pathname;
    const { status, stdout } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    return { status, stdout };
  };

  test('is one chain, whichever replica writes, also when many write at once', async () => {
    const databases = await Promise.all(
      Array.from({ length: 2 }, () => openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) })),
    );
    const event = { action: 'case.step' as const, who: null, from: null, subject: null };
    await Promise.all(
      databases.flatMap((database, replicaNumber) => {
        const audit = createAuditLog({ database, clock });
        return Array.from({ length: 40 }, (_, count) => audit.record({ ...event, what: { replicaNumber, count } }));
      }),
    );
    const [database] = databases;
    if (database === undefined) throw new Error('no database');
    for (const statement of ['update audit_log set hash = hash', 'delete from audit_log', 'truncate audit_log'])
      await expect(sql.raw(statement).execute(database)).rejects.toThrow('the audit log only grows');
    await Promise.all(databases.map((one) => one.destroy()));
  });

  test('holds what was done, for auditors, and proves itself outside', async () => {
    const { cookie } = await makePerson('auditor.one', { roles: ['auditor'] });
    const actions = new Set<string>();
    let before: number | null = null;
    do {
      const query: string = before === null ? '' : `&before=${before}`;
      const answer = await send('GET', `audit?limit=100${query}`, { cookie });
      const page: AuditPage = AuditPage.parse(await answer.json());
      for (const { entry } of page.lines) actions.add(entry.action);
      before = page.nextBefore;
    } while (before !== null);
    for (const action of ['account.set-up', 'account.create', 'account.disable', 'session.begin', 'session.refused'])
      expect([...actions]).toContain(action);
    const ask = async (query: string) =>
      AuditPage.parse(await (await send('GET', `audit?${query}`, { cookie })).json()).lines.map(({ entry }) => entry);
    const [latest, ...earlier] = await ask('action=account.create');
    expect(new Set(earlier.map(({ action }) => action))).toEqual(new Set(['account.create']));
    const atMs = latest?.atMs ?? 0;
    expect(await ask(`action=account.create&fromMs=${atMs}&toMs=${atMs + 1}`)).toContainEqual(latest);
    expect(await ask(`fromMs=${atMs + 1}`)).not.toContainEqual(latest);
    expect(await ask(`toMs=${atMs}`)).not.toContainEqual(latest);
    expect((await send('GET', 'audit?action=no.such', { cookie })).status).toBe(400);

    const exported = await send('GET', 'audit/export', { cookie });
    const text = await exported.text();
    const head = AuditHead.parse(await (await send('GET', 'audit/head', { cookie })).json());
    expect(text).not.toContain(PASSWORD);
    expect(text.trimEnd().split('\n')).toHaveLength(head.number);
    const file = join(folder, 'audit.jsonl');
    writeFileSync(file, text);
    expect(verify('--audit', file, '--head', head.hash)).toMatchObject({ status: 0 });
    expect(verify('--audit', file).status).toBe(3);
    const lines = text.split('\n');
    writeFileSync(file, lines.with(4, lines[4]?.replace(/"atMs":\d/, '"atMs":9') ?? '').join('\n'));
    const wrong = verify('--audit', file);
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toContain('line 5: audit.hash-wrong');
    writeFileSync(file, lines.slice(0, -2).join('\n'));
    expect(verify('--audit', file, '--head', head.hash)).toMatchObject({ status: 1 });
    expect(verify('--audit', join(folder, 'none')).status).toBe(2);
  });
});
