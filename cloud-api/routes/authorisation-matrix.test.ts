import { join } from 'node:path';
import { CasePage } from '@lamppost/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { PERMISSIONS, type Permission } from '../access/permissions.js';
import { PersonRole, type Role } from '../access/roles.js';
import { TOKEN_PREFIX } from '../sessions/session-store.js';
import { readOperations } from '../testing/fuzz/read-operations.js';
import { requestOf } from '../testing/fuzz/request-of.js';
import { writePackage } from '../testing/sealed-package.js';
import { readProblem, startTestCloud, uploadPackage, type TestCloud } from '../testing/test-cloud.js';
import { openTestPeople, type TestPeople, type TestPerson } from '../testing/test-people.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
const Parameter = z.object({ in: z.string(), name: z.string() });
const Operation = z.object({
  'x-permission': z.enum([
    ...(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]),
    ...(['signed-in', 'device', 'metrics', 'public'] as const),
  ]),
  parameters: z.array(Parameter).optional(),
  requestBody: z.unknown().optional(),
});
const Description = z.object({ paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), Operation)) });

interface Route {
  readonly method: string;
  readonly template: string;
  readonly permission: z.infer<typeof Operation>['x-permission'];
  readonly hasBody: boolean;
}

let cloud: TestCloud;
let people: TestPeople;
let routes: Route[];
/** A case of each bureau. */
const cases: Record<string, { caseId: string; digest: string; still: string }> = {};
const roles = new Map<PersonRole, Record<string, TestPerson>>();

beforeAll(async () => {
  cloud = await startTestCloud({ metricsToken: 'a token for the scraper' });
  people = await openTestPeople(cloud);
  const { database } = people;
  for (const bureauId of ['one', 'two']) {
    await database.insertInto('bureaus').values({ bureau_id: bureauId, name_zh: bureauId, name_en: null }).execute();
    const gateway = await cloud.enrol(`pole-${bureauId}`);
    await uploadPackage(cloud.url, gateway, await writePackage(join(cloud.folder, 'sent.zip'), gateway));
    const { case_id: caseId } = await database
      .updateTable('cases')
      .set({ bureau_id: bureauId, area_id: `area-${bureauId}` })
      .where('gateway_id', '=', `pole-${bureauId}`)
      .returning('case_id')
      .executeTakeFirstOrThrow();
    const Files = z.object({ digest: z.string(), files: z.array(z.object({ role: z.string(), url: z.string() })) });
    const { digest, files } = Files.parse(await (await cloud.read(`/api/v1/cases/${caseId}`)).json());
    cases[bureauId] = { caseId, digest, still: files.find(({ role }) => role === 'still')?.url ?? '' };
  }
  for (const role of PersonRole.options)
    roles.set(role, {
      town: await people.make([role]),
      one: await people.make([role], { bureauId: 'one' }),
      two: await people.make([role], { bureauId: 'two' }),
      area: await people.make([role], { bureauId: 'one', areaIds: ['elsewhere'] }),
    });
  const { paths } = Description.parse(await (await fetch(`${cloud.url}/openapi.json`)).json());
  routes = Object.entries(paths).flatMap(([template, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (operation === undefined) return [];
      return [
        {
          method: method.toUpperCase(),
          template,
          permission: operation['x-permission'],
          hasBody: operation.requestBody !== undefined,
        },
      ];
    }),
  );
});
afterAll(async () => {
  await people.close();
  await cloud.close();
  cloud.remove();
});

const VALUES: Readonly<Record<string, string>> = {
  ...{
    accountId: `acc-${'0'.repeat(18)}`,
    areaId: 'area-one',
    digest: '0'.repeat(64),
    name: 'a.jpg',
    id: 'x',
    gatewayId: 'pole-one',
    deviceId: 'pole-one.camera-1',
  },
  caseId: 'LP-20260101-999999',
  webhookId: `wh-${'0'.repeat(18)}`,
};
/** The address of a route, with something for each of its parameters. */
function addressOf(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? '1');
}
function holds(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}
function isPermission(permission: Route['permission']): permission is Permission {
  return permission in PERMISSIONS;
}

test('every route says what it asks of those who call it', () => {
  // Parsing would have failed at a route without; the list is looked at so that none becomes public unnoticed.
  const open = routes
    .filter(({ permission }) => permission === 'public')
    .map(({ method, template }) => `${method} ${template}`);
  expect(open.sort()).toEqual([
    'DELETE /api/v1/session',
    'GET /api/v1/public/devices',
    'GET /api/v1/session/oidc',
    'GET /api/v1/session/oidc/callback',
    'GET /api/v1/session/ways',
    'GET /healthz',
    'GET /readyz',
    'POST /api/v1/gateways/enrol',
    'POST /api/v1/session',
    'POST /api/v1/setup',
  ]);
  expect(routes.length).toBeGreaterThan(30);
});

test('nothing opens without signing in, nor to a token of nobody', async () => {
  for (const { method, template, permission } of routes) {
    if (permission === 'public') continue;
    for (const authorization of ['', `Bearer ${TOKEN_PREFIX}nobody`]) {
      const headers = { 'tus-resumable': '1.0.0', ...(authorization === '' ? {} : { authorization }) };
      const { status } = await fetch(`${cloud.url}${addressOf(template)}`, { method, headers });
      expect([method, template, status]).toEqual([method, template, 401]);
    }
  }
});

test('each role gets past the door of each route that its permissions open, and of no other', async () => {
  for (const { method, template, permission, hasBody } of routes) {
    if (!isPermission(permission)) continue;
    for (const [role, { town }] of roles) {
      // A body that no route takes: whoever is let in is told so, and nothing is done.
      const answer = await town?.ask(method, addressOf(template), hasBody ? '"no body"' : undefined);
      if (answer === undefined) throw new Error(`nobody is ${role}`);
      const isRefused = answer.status === 403 && (await readProblem(answer)).code === 'access.not-allowed';
      expect([method, template, role, !isRefused]).toEqual([method, template, role, holds(role, permission)]);
      expect(answer.status).toBeLessThan(500);
      if (!answer.bodyUsed) await answer.arrayBuffer();
    }
  }
});

test('a gateway gets into nothing that is for people, nor people into what is for gateways', async () => {
  const gateway = await cloud.enrol('pole-matrix');
  const { town: administrator } = roles.get('administrator') ?? {};
  for (const { method, template, permission } of routes) {
    if (permission === 'public' || permission === 'metrics') continue;
    const headers = { authorization: `Bearer ${await gateway.signToken()}`, 'tus-resumable': '1.0.0' };
    const answer =
      permission === 'device'
        ? await administrator?.ask(method, addressOf(template), undefined, { 'tus-resumable': '1.0.0' })
        : await fetch(`${cloud.url}${addressOf(template)}`, { method, headers });
    // Each wrong bearer counts as a guess of the access code.
    expect([method, template, answer?.status === 401 || answer?.status === 429]).toEqual([method, template, true]);
  }
});

test('no case, picture or count of one bureau crosses to another', async () => {
  for (const [role, persons] of roles) {
    for (const [scope, person] of Object.entries(persons)) {
      const page = CasePage.parse(await (await person.ask('GET', '/api/v1/cases')).json());
      const mine = Object.entries(cases).filter(([bureauId]) => scope === 'town' || scope === bureauId);
      expect([role, scope, page.cases.map(({ caseId }) => caseId).sort()]).toEqual([
        role,
        scope,
        mine.map(([, { caseId }]) => caseId).sort(),
      ]);
      for (const [bureauId, { caseId, digest, still }] of Object.entries(cases)) {
        const isMine = scope === 'town' || scope === bureauId;
        expect([role, scope, (await person.ask('GET', `/api/v1/cases/${caseId}`)).status]).toEqual([
          role,
          scope,
          isMine ? 200 : 404,
        ]);
        const opened = await person.ask('GET', `${still}?reason=matrix`);
        expect([role, scope, opened.status]).toEqual([
          role,
          scope,
          !isMine ? 404 : holds(role, 'original.read') ? 200 : 403,
        ]);
        await opened.arrayBuffer();
        const sealed = await person.ask('GET', `/api/v1/packages/${digest}?reason=matrix`);
        expect([role, scope, sealed.status]).toEqual([
          role,
          scope,
          !isMine ? 404 : holds(role, 'original.read') ? 200 : 403,
        ]);
        await sealed.arrayBuffer();
        const attempts = await people.database
          .selectFrom('audit_log')
          .select('entry')
          .where('account_id', '=', person.accountId)
          .where('subject_id', '=', caseId)
          .orderBy('audit_number', 'desc')
          .limit(1)
          .execute();
        // Whether it was opened or refused, it is written down.
        expect([role, scope, attempts.map(({ entry }) => entry.includes(`"package":"${digest}"`))]).toEqual([
          role,
          scope,
          [true],
        ]);
        const proof = await person.ask('GET', `/api/v1/packages/${digest}/proof`);
        expect([role, scope, proof.status]).toEqual([role, scope, isMine ? 200 : 404]);
        await proof.arrayBuffer();
      }
    }
  }
});

test('whatever is asked for a case or package of one bureau, people of another get nothing and change nothing', async () => {
  const stranger = await people.make([...PersonRole.options], { bureauId: 'two' });
  const { caseId, digest } = cases.one ?? { caseId: '', digest: '' };
  const ids = { caseId: [caseId], digest: [digest], name: ['still-1.jpg'], 'if-match': ['"v1"'], reason: ['a matrix'] };
  const before = await people.database.selectFrom('cases').selectAll().where('case_id', '=', caseId).execute();
  const asked = readOperations(await (await fetch(`${cloud.url}/openapi.json`)).json()).filter(({ template }) =>
    /\{(caseId|digest)\}/.test(template),
  );
  expect(asked.length).toBeGreaterThan(15);
  for (const operation of asked)
    for (const { path, headers, body } of fc.sample(requestOf(operation, ids), { seed: 1, numRuns: 6 })) {
      const answer = await stranger.ask(operation.method, path, body, headers);
      expect([operation.name, path, answer.ok]).toEqual([operation.name, path, false]);
      expect([operation.name, (await answer.text()).includes('文三路')]).toEqual([operation.name, false]);
    }
  expect(await people.database.selectFrom('cases').selectAll().where('case_id', '=', caseId).execute()).toEqual(before);
});

test('no account of one bureau is seen or changed by the administrator of another', async () => {
  const { one, two, area } = roles.get('administrator') ?? {};
  if (one === undefined || two === undefined || area === undefined) throw new Error('there are no administrators');
  const Accounts = z.object({ accounts: z.array(z.object({ accountId: z.string(), bureauId: z.string() })) });
  const { accounts } = Accounts.parse(await (await one.ask('GET', '/api/v1/accounts')).json());
  expect(accounts.length).toBeGreaterThan(5);
  expect(new Set(accounts.map(({ bureauId }) => bureauId))).toEqual(new Set(['one']));
  expect((await area.ask('GET', '/api/v1/accounts')).status).toBe(403);
  const theirs = `/api/v1/accounts/${two.accountId}`;
  const mine = `/api/v1/accounts/${one.accountId}`;
  const person = { displayName: 'x', roles: ['officer'], areaIds: null };
  for (const [method, path, body] of [
    ['GET', theirs],
    ['PATCH', theirs, { isDisabled: true }],
    ['POST', `${theirs}/password-reset`],
    ['DELETE', `${theirs}/sessions`],
    ['PATCH', mine, { bureauId: null }],
    ['PATCH', mine, { bureauId: 'two' }],
    ['POST', '/api/v1/accounts', { ...person, loginName: 'crossing', bureauId: 'two' }],
    ['POST', '/api/v1/accounts', { ...person, loginName: 'crossing', bureauId: null }],
  ] as const)
    expect([method, path, (await readProblem(await one.ask(method, path, body))).code]).toEqual([
      method,
      path,
      'access.not-allowed',
    ]);
});
