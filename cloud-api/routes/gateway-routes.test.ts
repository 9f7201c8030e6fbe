import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnrolmentResponse, GatewayKeys } from '@lamppost/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestGateway } from '../testing/sealed-package.js';
import {
  enrolmentCode,
  fetchReceipt,
  postJson,
  readCounter,
  readProblem,
  startTestCloud,
  type TestCloud,
} from '../testing/test-cloud.js';

let cloud: TestCloud;
let gateway: TestGateway;
beforeAll(async () => {
  cloud = await startTestCloud({ maxPackageBytes: 8 * 1024 * 1024 });
  gateway = await cloud.enrol('pole-001');
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

test('people read the public keys of all gateways, and nobody else does', async () => {
  expect((await fetch(`${cloud.url}/api/v1/gateways/keys`)).status).toBe(401);
  const { keys } = GatewayKeys.parse(await (await cloud.read('/api/v1/gateways/keys')).json());
  expect(keys).toContainEqual(
    expect.objectContaining({ gatewayId: 'pole-001', publicKey: gateway.publicKey, revokedAtMs: null }),
  );
});

describe('enrolment', () => {
  test('the same gateway, code and key get the same answer again', async () => {
    const request = { gatewayId: 'pole-001', code: enrolmentCode('pole-001'), publicKey: gateway.publicKey };
    const answers = await Promise.all([1, 2].map(() => postJson(`${cloud.url}/api/v1/gateways/enrol`, request)));
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect(EnrolmentResponse.parse(first)).toEqual(second);
  });

  test.each([
    [
      'another key with a used code',
      'enrolment.code-used',
      409,
      () => ({ publicKey: createTestGateway('x').publicKey }),
    ],
    ['a wrong code', 'enrolment.code-wrong', 403, () => ({ code: 'not-the-code-0123456789' })],
    ['the code of another gateway', 'enrolment.code-wrong', 403, () => ({ gatewayId: 'pole-002' })],
    ['a key that is no key', 'enrolment.key-invalid', 400, () => ({ publicKey: Buffer.alloc(44).toString('base64') })],
    ['a body that is none', 'request.invalid', 400, () => ({ publicKey: 7 })],
  ])('%s is refused with %s', async (_name, code, status, change) => {
    const request = {
      gatewayId: 'pole-001',
      code: enrolmentCode('pole-001'),
      publicKey: gateway.publicKey,
      ...change(),
    };
    const response = await postJson(`${cloud.url}/api/v1/gateways/enrol`, request);
    expect(response.status).toBe(status);
    expect((await readProblem(response)).code).toBe(code);
  });

  test('two boxes that use one code at once: one is enrolled', async () => {
    const boxes = [createTestGateway('pole-race'), createTestGateway('pole-race')];
    const winner = cloud.enrol('pole-race').then(
      () => 200,
      () => 409,
    );
    const others = boxes.map(async ({ publicKey }) => {
      const code = enrolmentCode('pole-race');
      return (await postJson(`${cloud.url}/api/v1/gateways/enrol`, { gatewayId: 'pole-race', code, publicKey })).status;
    });
    const statuses = await Promise.all([winner, ...others]);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  test('a new code replaces the key of a gateway, and the old key is told so', async () => {
    const old = await cloud.enrol('pole-swap');
    const text = readFileSync(cloud.enrolmentFile, 'utf8');
    writeFileSync(cloud.enrolmentFile, `${text}- { gatewayId: pole-swap, code: "second-code-of-pole-swap" }\n`);
    const fresh = createTestGateway('pole-swap');
    const answer = await postJson(`${cloud.url}/api/v1/gateways/enrol`, {
      gatewayId: 'pole-swap',
      code: 'second-code-of-pole-swap',
      publicKey: fresh.publicKey,
    });
    expect(answer.status).toBe(200);
    expect((await readProblem(await fetchReceipt(cloud.url, old, '00'.repeat(32)))).code).toBe('device.key-revoked');
    expect((await readProblem(await fetchReceipt(cloud.url, fresh, '00'.repeat(32)))).code).toBe('evidence.unknown');
  });

  test('the database holds no code', () => {
    const files = readdirSync(cloud.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const secret = Buffer.from(enrolmentCode('pole-001'));
    const holders = files.filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(secret));
    expect(holders.map((entry) => entry.name)).toEqual([]);
  });
});

test('a key that is no Ed25519 key is refused', async () => {
  const { publicKey } = generateKeyPairSync('x25519');
  const encoded = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const request = { gatewayId: 'pole-001', code: enrolmentCode('pole-001'), publicKey: encoded };
  const response = await postJson(`${cloud.url}/api/v1/gateways/enrol`, request);
  expect((await readProblem(response)).code).toBe('enrolment.key-invalid');
});

describe('device tokens', () => {
  const minutes = (count: number) => count * 60_000;
  test.each([
    ['lives too long', { lifeS: 301 }, 'device.token-invalid'],
    ['is for another audience', { audience: 'elsewhere' }, 'device.token-invalid'],
    ['names another issuer', { issuer: 'pole-002' }, 'device.token-invalid'],
    ['is too old', { nowMs: Date.now() - minutes(13) }, 'device.token-invalid'],
    ['is from the future', { nowMs: Date.now() + minutes(6) }, 'device.token-invalid'],
    ['names a key that is not enrolled', { keyId: '0'.repeat(32) }, 'device.key-unknown'],
    ['is fine though the clock is 4 minutes slow', { nowMs: Date.now() - minutes(4) }, 'evidence.unknown'],
    ['is fine though the clock is 4 minutes fast', { nowMs: Date.now() + minutes(4) }, 'evidence.unknown'],
  ])('a token that %s', async (_name, options, code) => {
    const headers = { authorization: `Bearer ${await gateway.signToken(options)}` };
    const response = await fetch(`${cloud.url}/api/v1/packages/${'00'.repeat(32)}/receipt`, { headers });
    expect((await readProblem(response)).code).toBe(code);
  });

  test('a token signed by another key is refused', async () => {
    const forged = await createTestGateway('pole-001').signToken({ keyId: gateway.keyId });
    const headers = { authorization: `Bearer ${forged}` };
    const response = await fetch(`${cloud.url}/api/v1/packages/${'00'.repeat(32)}/receipt`, { headers });
    expect((await readProblem(response)).code).toBe('device.token-invalid');
  });

  test.each(['', 'Bearer', 'Bearer a.b.c', 'Basic Zm9v'])('%j is no token', async (authorization) => {
    const response = await fetch(`${cloud.url}/api/v1/uploads`, { method: 'POST', headers: { authorization } });
    expect(response.status).toBe(401);
    expect((await readProblem(response)).code).toMatch(/^device\.token-/);
  });
});

describe('uploads', () => {
  async function create(headers: Record<string, string>, sender = gateway): Promise<Response> {
    const authorization = `Bearer ${await sender.signToken()}`;
    return await fetch(`${cloud.url}/api/v1/uploads`, {
      method: 'POST',
      headers: { authorization, 'tus-resumable': '1.0.0', ...headers },
    });
  }
  const metadata = (gatewayId: string, digest = 'ab'.repeat(32)) =>
    `digest ${Buffer.from(digest).toString('base64')},gatewayId ${Buffer.from(gatewayId).toString('base64')}`;

  test.each([
    [
      'without a digest',
      { 'upload-length': '9', 'upload-metadata': 'gatewayId cG9sZS0wMDE=' },
      400,
      'upload.metadata-invalid',
    ],
    [
      'for another gateway',
      { 'upload-length': '9', 'upload-metadata': metadata('pole-002') },
      400,
      'upload.metadata-invalid',
    ],
    [
      'that is too large',
      { 'upload-length': '99999999', 'upload-metadata': metadata('pole-001') },
      413,
      'upload.too-large',
    ],
    ['without a length', { 'upload-metadata': metadata('pole-001') }, 400, 'upload.protocol'],
    ['of another tus', { 'tus-resumable': '0.2.0' }, 400, 'upload.protocol'],
  ])('%s are refused', async (_name, headers, status, code) => {
    const response = await create(headers);
    expect(response.status).toBe(status);
    expect((await readProblem(response)).code).toBe(code);
  });

  test('of another gateway are not there', async () => {
    const created = await create({ 'upload-length': '9', 'upload-metadata': metadata('pole-001') });
    expect(created.status).toBe(201);
    expect(created.headers.get('access-control-allow-origin')).toBeNull();
    const other = await cloud.enrol('pole-thief');
    for (const method of ['PATCH', 'DELETE']) {
      const response = await fetch(`${cloud.url}${created.headers.get('location') ?? ''}`, {
        method,
        headers: {
          authorization: `Bearer ${await other.signToken()}`,
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          ...(method === 'PATCH' ? { 'content-type': 'application/offset+octet-stream' } : {}),
        },
        ...(method === 'PATCH' ? { body: 'x' } : {}),
      });
      expect((await readProblem(response)).code).toBe('upload.not-found');
    }
  });

  test('of one gateway are bounded: the oldest goes', async () => {
    const box = await cloud.enrol('pole-many');
    const addresses: string[] = [];
    for (let count = 0; count < 9; count += 1) {
      const created = await create({ 'upload-length': '9', 'upload-metadata': metadata('pole-many') }, box);
      addresses.push(created.headers.get('location') ?? '');
      await new Promise((resolve) => setTimeout(resolve, 2)); // creation times differ by a millisecond at least
    }
    const headers = { authorization: `Bearer ${await box.signToken()}`, 'tus-resumable': '1.0.0' };
    const statuses = await Promise.all(
      addresses.map(async (address) => (await fetch(`${cloud.url}${address}`, { method: 'HEAD', headers })).status),
    );
    expect(statuses).toEqual([404, 200, 200, 200, 200, 200, 200, 200, 200]);
    expect(await readCounter(cloud, 'lamppost_cloud_uploads_dropped_total{reason="too-many"}')).toBe(1);
  });
});
