import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CasePage, GatewayKeys, Problem } from '@lamppost/contracts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import { ConfigError } from '../config/config-error.js';
import { openDatabase } from '../database/open-database.js';
import { decodePublicKey } from '../devices/public-key.js';
import { requireReceiptKey } from '../ingest/receipt-keys.js';
import { openReceiptSigner } from '../ingest/receipt-signer.js';
import { describeInTypeScript } from '../openapi/types/describe-in-typescript.js';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.js';
import { writePackage } from '../testing/sealed-package.js';
import {
  databaseUrl,
  fetchReceipt,
  postJson,
  startReplica,
  startTestCloud,
  TEST_ACCESS_CODE,
  uploadPackage,
  type TestCloud,
} from '../testing/test-cloud.js';

const METRICS_TOKEN = 'a token for the scraper';
let clock: FakeClock;
let cloud: TestCloud;
beforeAll(async () => {
  clock = createFakeClock(systemClock.nowMs());
  cloud = await startTestCloud({ clock, metricsToken: METRICS_TOKEN, publicUrl: 'https://lamppost.example.cn/' });
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});
afterEach(() => {
  clock.advance(61_000); // so that failed attempts of one test are forgotten in the next
});

async function signIn(accessCode = TEST_ACCESS_CODE): Promise<Response> {
  return await postJson(`${cloud.url}/api/v1/session`, { accessCode });
}
async function readGatewayKeys(): Promise<GatewayKeys> {
  return GatewayKeys.parse(await (await cloud.read('/api/v1/gateways/keys')).json());
}
async function listWith(headers: Record<string, string>): Promise<Response> {
  return await fetch(`${cloud.url}/api/v1/cases`, { headers });
}
async function readCode(response: Response): Promise<string> {
  return Problem.parse(await response.json()).code;
}

describe('signing in', () => {
  test('gives a cookie that scripts and other sites do not get, and that opens the list', async () => {
    const response = await signIn();
    expect(response.status).toBe(204);
    const cookie = response.headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/', 'Max-Age=43200'])
      expect(cookie).toContain(attribute);
    const [pair = ''] = cookie.split(';');
    const listed = await listWith({ cookie: pair });
    expect(CasePage.parse(await listed.json())).toEqual({ cases: [], nextCursor: null });
  });

  test('lasts 12 hours, and ends when signing out', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async () => (await signIn()).headers.get('set-cookie')?.split(';')[0] ?? ''),
    );
    await fetch(`${cloud.url}/api/v1/session`, { method: 'DELETE', headers: { cookie: first ?? '' } });
    expect((await listWith({ cookie: first ?? '' })).status).toBe(401);
    clock.advance(12 * 3_600_000 - 1_000);
    expect((await listWith({ cookie: second ?? '' })).status).toBe(200);
    clock.advance(2_000);
    expect(await readCode(await listWith({ cookie: second ?? '' }))).toBe('access.sign-in-needed');
  });

  test("a cookie of one's own making opens nothing", async () => {
    const cookie = (await signIn()).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await listWith({ cookie: `${cookie.slice(0, -1)}x` })).status).toBe(401);
    expect((await listWith({ cookie: 'lamppost_session=abc' })).status).toBe(401);
  });

  test('nothing is shown without it, whatever the address', async () => {
    for (const path of ['cases', 'summary', 'cases/LP-20260101-000001', 'cases/LP-20260101-000001/files/a.jpg']) {
      const response = await fetch(`${cloud.url}/api/v1/${path}`, { headers: { 'accept-language': 'zh-CN' } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(Problem.parse(await response.json())).toMatchObject({ code: 'access.sign-in-needed', title: '请先登录' });
    }
  });

  test('guessing is stopped, by form and by header alike; the right code waits too', async () => {
    for (let count = 0; count < 5; count += 1) {
      expect(await readCode(await signIn('a wrong code'))).toBe('access.code-wrong');
      expect(await readCode(await listWith({ authorization: 'Bearer wrong' }))).toBe('access.code-wrong');
    }
    const blocked = await signIn();
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await cloud.read('/api/v1/cases')).status).toBe(429);
    clock.advance(61_000);
    expect((await signIn()).status).toBe(204);
  });

  test("enrolment codes can't be guessed either", async () => {
    const request = { gatewayId: 'pole-x', code: 'guess-guess-guess', publicKey: Buffer.alloc(44).toString('base64') };
    const codes: string[] = [];
    for (let count = 0; count < 11; count += 1)
      codes.push(await readCode(await postJson(`${cloud.url}/api/v1/gateways/enrol`, request)));
    expect(new Set(codes.slice(0, 10))).toEqual(new Set(['enrolment.key-invalid']));
    expect(codes[10]).toBe('access.too-many-failures');
  });
});

describe('the service', () => {
  test('lives and is ready', async () => {
    for (const path of ['healthz', 'readyz']) expect((await fetch(`${cloud.url}/${path}`)).status).toBe(200);
  });

  test('shows its counters to the token alone', async () => {
    expect(await readCode(await fetch(`${cloud.url}/metrics`))).toBe('access.token-wrong');
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const text = await (await fetch(`${cloud.url}/metrics`, { headers })).text();
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).toMatch(/^lamppost_cloud_http_request_duration_seconds_count\{.*route="\/readyz".*\} 1$/m);
  });

  test('describes itself as valid OpenAPI 3.1, with its problems', async () => {
    const document = (await (await fetch(`${cloud.url}/openapi.json`)).json()) as Record<string, unknown>;
    // npm run openapi writes it anew.
    const published = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(document);
    const client = readFileSync(new URL('../client/interface.ts', import.meta.url), 'utf8');
    expect(await describeInTypeScript(document)).toBe(client);
    const result = await new Validator().validate(document);
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/api/v1/gateways/enrol': { post: { responses: { '409': { content: { 'application/problem+json': {} } } } } },
        '/api/v1/packages/{digest}/receipt': { get: { security: [{ device: [] }] } },
        '/api/v1/uploads/{id}': { patch: {} },
        '/api/v1/cases': { get: { security: [{ session: [] }, { accessCode: [] }] } },
      },
    });
  });

  test('lets a page load nothing from elsewhere', async () => {
    const response = await fetch(`${cloud.url}/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(response.headers.get('strict-transport-security')).not.toBeNull();
  });

  test.each(['/main.ts', '/tsconfig.json', '/main.d.ts', '/../package.json', '/%2e%2e/package.json', '/main.js.map'])(
    'does not give %s away',
    async (path) => {
      expect((await fetch(`${cloud.url}${path}`)).status).toBe(404);
    },
  );

  test("answers what it can't read with a problem", async () => {
    const send = async (body: string, type: string) =>
      await fetch(`${cloud.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(await readCode(await send('{', 'application/json'))).toBe('request.invalid');
    expect(await readCode(await send('a=b', 'application/x-www-form-urlencoded'))).toBe('request.media-type');
    expect(await readCode(await send(`"${'x'.repeat(5_000)}"`, 'application/json'))).toBe('request.too-large');
  });
});

test('uploads are told the public address, and taken there', async () => {
  const gateway = await cloud.enrol('pole-001');
  const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway);
  const token = await gateway.signToken({ nowMs: clock.nowMs() });
  const words = Object.entries({ digest: sent.digest, gatewayId: 'pole-001' });
  const created = await fetch(`${cloud.url}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-length': `${statSync(sent.file).size}`,
      'upload-metadata': words.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(','),
    },
  });
  expect(created.headers.get('location')).toMatch(
    /^https:\/\/lamppost\.example\.cn\/api\/v1\/uploads\/pole-001\.[0-9a-f]{32}$/,
  );
});

test("a cloud on a database of one's own serves two replicas, which open one case", async () => {
  const replica = await startReplica(cloud);
  try {
    const gateway = await replica.enrol('pole-replica');
    const sent = await writePackage(join(replica.folder, 'sent.zip'), gateway);
    await uploadPackage(replica.url, gateway, sent);
    expect((await fetchReceipt(replica.url, gateway, sent.digest)).status).toBe(200);
    const page = CasePage.parse(await (await cloud.read('/api/v1/cases')).json());
    expect(page.cases.map((found) => found.gatewayId)).toEqual(['pole-replica']);
  } finally {
    await replica.close();
    replica.remove();
  }
});

test('a cloud that is older than the tables says so, and how to go back', async () => {
  const url = databaseUrl(cloud);
  const database = await openDatabase({ url, log: pino({ level: 'silent' }) });
  const note = (text: string) => sql.raw(text).execute(database);
  await note("insert into kysely_migration (name, timestamp) values ('9999-to-come', '')");
  try {
    const older = openDatabase({ url, log: pino({ level: 'silent' }) });
    await expect(older).rejects.toThrow(ConfigError);
    await expect(older).rejects.toThrow(/newer version.*9999-to-come.*backup/);
  } finally {
    await note("delete from kysely_migration where name = '9999-to-come'");
    await database.destroy();
  }
});

test('a cloud with another receipt key than its database knows is refused: gateways would take none of its receipts', async () => {
  const restoredWithoutKeys = startTestCloud({ databaseUrl: databaseUrl(cloud) });
  await expect(restoredWithoutKeys).rejects.toThrow(ConfigError);
  await expect(restoredWithoutKeys).rejects.toThrow(/restore keys\/receipt-key\.pem/);
});

test('the public half of an earlier receipt key is still given out when another has taken its place', async () => {
  const { receiptKeys: [lost] = [] } = await readGatewayKeys();
  const other = openReceiptSigner(mkdtempSync(join(cloud.folder, 'keys-')));
  const database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
  const keyId = database.updateTable('shared_secrets').where('name', '=', 'receipt-key-id');
  try {
    await keyId.set({ secret: other.keyId }).execute();
    await requireReceiptKey(database, other, clock.nowMs());
    expect((await readGatewayKeys()).receiptKeys).toEqual([other.publicKey, lost]);
  } finally {
    await keyId.set({ secret: decodePublicKey(lost ?? '')?.keyId ?? '' }).execute();
    await database.destroy();
  }
});
