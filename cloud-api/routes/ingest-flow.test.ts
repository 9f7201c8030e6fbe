import { generateKeyPairSync, createPublicKey, verify } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { CaseDetail, CasePage, EnrolmentResponse, Problem, SignedReceipt } from '@lamppost/contracts';
import { Upload, type HttpRequest } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CloudSummary } from '../cases/summary.js';
import { countStoredFiles } from '../evidence-store/evidence-store.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { createTestGateway, defaultFiles, writePackage, type TestGateway } from '../testing/sealed-package.js';
import {
  enrolmentCode,
  fetchReceipt,
  postJson,
  startTestCloud,
  uploadPackage,
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

async function readSummary(): Promise<CloudSummary> {
  return CloudSummary.parse(await (await cloud.read('/api/v1/summary')).json());
}
async function readProblem(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}
async function readCounter(line: string): Promise<number> {
  const text = await (await fetch(`${cloud.url}/metrics`)).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.split(' ')[1] ?? 0);
}
let nextSequence = 1;
function packageFile(name: string): string {
  return join(cloud.folder, `${name}.zip`);
}

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

describe('a package', () => {
  test.each([{ uploadDataDuringCreation: false }, { uploadDataDuringCreation: true }])(
    'is verified, opens its case and gets a signed receipt (%o)',
    async (options) => {
      const sequence = nextSequence++;
      const sent = await writePackage(packageFile(`whole-${sequence}`), gateway, { sequence });
      expect((await fetchReceipt(cloud.url, gateway, sent.digest)).status).toBe(404);
      await uploadPackage(cloud.url, gateway, sent, options);
      const response = await fetchReceipt(cloud.url, gateway, sent.digest);
      expect(response.status).toBe(200);
      const { receipt, signature } = SignedReceipt.parse(await response.json());
      expect(receipt).toMatchObject({ digest: sent.digest, gatewayId: 'pole-001', sequence });
      expect(receipt.caseId).toMatch(/^LP-\d{8}-\d{6}$/);

      const enrolment = { gatewayId: 'pole-001', code: enrolmentCode('pole-001'), publicKey: gateway.publicKey };
      const enrolled = await postJson(`${cloud.url}/api/v1/gateways/enrol`, enrolment);
      const { receiptKey } = EnrolmentResponse.parse(await enrolled.json());
      const key = createPublicKey({ key: Buffer.from(receiptKey, 'base64'), format: 'der', type: 'spki' });
      expect(verify(null, toCanonicalJson(receipt), key, Buffer.from(signature, 'base64'))).toBe(true);

      const detail = CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${receipt.caseId}`)).json());
      expect(detail).toMatchObject({ digest: sent.digest, sequence, placeName: '文三路 12 号灯杆', matter: 'parking' });
      expect(detail.timeline.map((event) => event.kind)).toEqual(['started', 'triggered', 'sealed', 'opened']);
      expect(detail.pictureUrl).toBe(`/api/v1/cases/${receipt.caseId}/files/still-1.jpg`);
      for (const file of detail.files) {
        const got = await cloud.read(file.url);
        expect(got.headers.get('etag')).toBe(`"${file.sha256}"`);
        expect(got.headers.get('content-type')).toBe(file.mediaType);
        expect(Buffer.from(await got.arrayBuffer()).equals(sent.files[file.path] ?? Buffer.alloc(0))).toBe(true);
        expect((await cloud.read(file.url, { 'if-none-match': `"${file.sha256}"` })).status).toBe(304);
      }
      expect(readdirSync(join(cloud.dataFolder, 'uploads'))).toEqual([]);
    },
  );

  test('whose upload is cut off goes on where it stopped', async () => {
    const sequence = nextSequence++;
    const files = { 'media/still-1.jpg': Buffer.alloc(3_000_000, 7) };
    const sent = await writePackage(packageFile('cut'), gateway, { sequence, files });
    const token = await gateway.signToken();
    const common = {
      endpoint: `${cloud.url}/api/v1/uploads`,
      metadata: { digest: sent.digest, gatewayId: 'pole-001' },
      headers: { authorization: `Bearer ${token}` },
      retryDelays: null,
      chunkSize: 1_000_000,
    };
    const uploadUrl = await new Promise<string>((resolve, reject) => {
      const upload = new Upload(readFileSync(sent.file), {
        ...common,
        onChunkComplete: () => {
          void upload.abort().then(() => {
            resolve(upload.url ?? '');
          });
        },
        onSuccess: () => {
          reject(new Error('it was not cut off'));
        },
        onError: reject,
      });
      upload.start();
    });
    expect((await fetchReceipt(cloud.url, gateway, sent.digest)).status).toBe(404);
    const offsets: number[] = [];
    await new Promise<void>((resolve, reject) => {
      new Upload(readFileSync(sent.file), {
        ...common,
        uploadUrl,
        onBeforeRequest: (request: HttpRequest) => {
          const offset = request.getHeader('Upload-Offset');
          if (offset !== undefined) offsets.push(Number(offset));
        },
        onSuccess: () => {
          resolve();
        },
        onError: reject,
      }).start();
    });
    expect(offsets[0]).toBeGreaterThanOrEqual(1_000_000);
    expect((await fetchReceipt(cloud.url, gateway, sent.digest)).status).toBe(200);
  });

  test('whose connection breaks in the middle keeps the bytes that arrived', async () => {
    const sequence = nextSequence++;
    const files = { 'media/still-1.jpg': Buffer.alloc(2_000_000, 9) };
    const sent = await writePackage(packageFile('broken'), gateway, { sequence, files });
    const bytes = readFileSync(sent.file);
    const authorization = `Bearer ${await gateway.signToken()}`;
    const tus = { authorization, 'tus-resumable': '1.0.0' };
    const metadata = Object.entries({ digest: sent.digest, gatewayId: 'pole-001' });
    const created = await fetch(`${cloud.url}/api/v1/uploads`, {
      method: 'POST',
      headers: {
        ...tus,
        'upload-length': `${bytes.length}`,
        'upload-metadata': metadata.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(','),
      },
    });
    const address = `${cloud.url}${created.headers.get('location') ?? ''}`;
    const { hostname, port, pathname } = new URL(address);
    await new Promise<void>((resolve, reject) => {
      const socket = createConnection({ host: hostname, port: Number(port) }, () => {
        const head = [
          `PATCH ${pathname} HTTP/1.1`,
          `host: ${hostname}`,
          `authorization: ${authorization}`,
          'tus-resumable: 1.0.0',
          'upload-offset: 0',
          'content-type: application/offset+octet-stream',
          `content-length: ${bytes.length}`,
        ];
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        socket.write(bytes.subarray(0, 1_000_000), () => {
          socket.destroy();
          resolve();
        });
      });
      socket.once('error', reject);
    });
    await expect
      .poll(async () => Number((await fetch(address, { method: 'HEAD', headers: tus })).headers.get('upload-offset')))
      .toBeGreaterThan(0);
    const offset = Number((await fetch(address, { method: 'HEAD', headers: tus })).headers.get('upload-offset'));
    expect(offset).toBeLessThan(bytes.length);
    const patched = await fetch(address, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
      body: bytes.subarray(offset),
    });
    expect(patched.status).toBe(204);
    expect((await fetchReceipt(cloud.url, gateway, sent.digest)).status).toBe(200);
  });

  test('that is sent again, and four times at once, opens one case', async () => {
    const sequence = nextSequence++;
    const sent = await writePackage(packageFile('again'), gateway, { sequence });
    const before = await readSummary();
    await Promise.all([1, 2, 3, 4].map(() => uploadPackage(cloud.url, gateway, sent)));
    await uploadPackage(cloud.url, gateway, sent);
    const after = await readSummary();
    expect(after.cases.total - before.cases.total).toBe(1);
    expect(after.packages.accepted - before.packages.accepted).toBe(1);
    expect(after.packages.resent - before.packages.resent).toBe(4);
  });

  test('of a violation that has a case joins it, though both come at once', async () => {
    const violation = { violationId: 'f'.repeat(32), matter: 'burning' as const };
    const packages = await Promise.all(
      [nextSequence++, nextSequence++].map((sequence) =>
        writePackage(packageFile(`join-${sequence}`), gateway, { sequence, violation }),
      ),
    );
    const opened = await readCounter('lamppost_cloud_cases_opened_total{matter="burning"}');
    await Promise.all(packages.map((sent) => uploadPackage(cloud.url, gateway, sent)));
    expect(await readCounter('lamppost_cloud_cases_opened_total{matter="burning"}')).toBe(opened + 1);
    const receipts = await Promise.all(
      packages.map(async ({ digest }) =>
        SignedReceipt.parse(await (await fetchReceipt(cloud.url, gateway, digest)).json()),
      ),
    );
    const [caseId, ...others] = new Set(receipts.map(({ receipt }) => receipt.caseId));
    expect(others).toEqual([]);
    const detail = CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${caseId ?? ''}`)).json());
    expect(detail.files).toHaveLength(4);
    for (const file of detail.files) {
      const bytes = Buffer.from(await (await cloud.read(file.url)).arrayBuffer());
      expect(bytes.length).toBe(file.sizeBytes);
    }
    expect(detail.timeline.filter((event) => event.kind === 'sealed')).toHaveLength(2);
  });

  test('that shares files with another stores them once', async () => {
    const files = defaultFiles('shared');
    const stored = await countStoredFiles(join(cloud.dataFolder, 'evidence'));
    for (const sequence of [nextSequence++, nextSequence++])
      await uploadPackage(
        cloud.url,
        gateway,
        await writePackage(packageFile(`s-${sequence}`), gateway, { sequence, files }),
      );
    expect((await countStoredFiles(join(cloud.dataFolder, 'evidence'))) - stored).toBe(2);
  });

  test('that does not fit the chain is taken in with a question', async () => {
    const box = await cloud.enrol('pole-chain');
    const first = await writePackage(packageFile('chain-1'), box, { sequence: 1 });
    const third = await writePackage(packageFile('chain-3'), box, { sequence: 3 });
    const second = await writePackage(packageFile('chain-2'), box, { sequence: 2, previousDigest: first.digest });
    const fork = await writePackage(packageFile('chain-2b'), box, {
      sequence: 2,
      previousDigest: first.digest,
      violation: { violationId: 'e'.repeat(32) },
    });
    const questions: string[] = [];
    for (const sent of [first, third, second, fork]) {
      await uploadPackage(cloud.url, box, sent);
      const { receipt } = SignedReceipt.parse(await (await fetchReceipt(cloud.url, box, sent.digest)).json());
      const detail = CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${receipt.caseId}`)).json());
      const sealings = detail.timeline.filter((event) => event.kind === 'sealed').map((event) => event.detail);
      questions.push(sealings.find((text) => text.includes('chain question')) ?? 'none');
    }
    expect(questions).toEqual([
      'none',
      'none',
      expect.stringContaining('sequence 3'),
      expect.stringContaining('sequence 2 is also that of'),
    ]);
  });
});

describe('a package that is not what it says', () => {
  test('is refused, kept in quarantine and counted; the good one is still taken after', async () => {
    const sequence = nextSequence++;
    const sent = await writePackage(packageFile('altered'), gateway, { sequence });
    const good = readFileSync(sent.file);
    const bad = Buffer.from(good);
    const at = bad.indexOf(Buffer.from('picture'));
    bad.writeUInt8(bad.readUInt8(at) ^ 1, at);
    writeFileSync(sent.file, bad);
    const before = await readSummary();
    const counted = await readCounter('lamppost_cloud_packages_refused_total{code="evidence.file-altered"}');
    await uploadPackage(cloud.url, gateway, sent);
    const problem = await readProblem(await fetchReceipt(cloud.url, gateway, sent.digest));
    expect(problem).toMatchObject({ status: 422, code: 'evidence.file-altered' });
    expect(problem.detail).toContain('media/still-1.jpg');
    expect((await readSummary()).packages.refused - before.packages.refused).toBe(1);
    expect((await readSummary()).cases.total).toBe(before.cases.total);
    expect(await readCounter('lamppost_cloud_packages_refused_total{code="evidence.file-altered"}')).toBe(counted + 1);
    const kept = readdirSync(join(cloud.dataFolder, 'quarantine')).filter((name) =>
      name.includes(sent.digest.slice(0, 12)),
    );
    expect(kept.map((name) => name.slice(-4)).sort()).toEqual(['.zip', 'json']);
    for (const name of kept) {
      const bytes = readFileSync(join(cloud.dataFolder, 'quarantine', name));
      if (name.endsWith('.zip')) expect(bytes.equals(bad)).toBe(true);
      else expect(JSON.parse(bytes.toString())).toMatchObject({ gatewayId: 'pole-001', code: 'evidence.file-altered' });
    }
    writeFileSync(sent.file, good);
    await uploadPackage(cloud.url, gateway, sent);
    expect((await fetchReceipt(cloud.url, gateway, sent.digest)).status).toBe(200);
  });

  test('is refused when another gateway sealed it', async () => {
    const other = await cloud.enrol('pole-other');
    const sent = await writePackage(packageFile('stolen'), other, { sequence: 1 });
    await uploadPackage(cloud.url, gateway, sent);
    const problem = await readProblem(await fetchReceipt(cloud.url, gateway, sent.digest));
    expect(problem.code).toBe('evidence.wrong-gateway');
    expect((await fetchReceipt(cloud.url, other, sent.digest)).status).toBe(404);
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
    expect(await readCounter('lamppost_cloud_uploads_dropped_total{reason="too-many"}')).toBe(1);
  });
});

describe('the list', () => {
  test('goes through all cases once, newest first, by pages', async () => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: CasePage = CasePage.parse(await (await cloud.read(`/api/v1/cases?limit=2${query}`)).json());
      ids.push(...page.cases.map((found) => found.caseId));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength((await readSummary()).cases.total);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  test('can be of one matter', async () => {
    const page = CasePage.parse(await (await cloud.read('/api/v1/cases?matter=burning')).json());
    expect(page.cases.map((found) => found.matter)).toEqual(['burning']);
  });

  test('is not sent again when it has not changed', async () => {
    const first = await cloud.read('/api/v1/cases');
    const tag = first.headers.get('etag') ?? '';
    expect((await cloud.read('/api/v1/cases', { 'if-none-match': tag })).status).toBe(304);
  });

  test.each(['/api/v1/cases?cursor=abc', '/api/v1/cases?limit=0', '/api/v1/cases?matter=noise', '/api/v1/cases/LP-1'])(
    '%s is told what is wrong',
    async (path) => {
      expect((await readProblem(await cloud.read(path))).code).toBe('request.invalid');
    },
  );

  test.each([
    ['/api/v1/cases/LP-20260101-999999', 'case.not-found'],
    ['/api/v1/cases/LP-20260101-999999/files/a.jpg', 'case.file-not-found'],
    ['/api/v2/cases', 'request.no-such-address'],
  ])('%s answers %s', async (path, code) => {
    expect((await readProblem(await cloud.read(path))).code).toBe(code);
  });
});

test('a key that is no Ed25519 key is refused', async () => {
  const { publicKey } = generateKeyPairSync('x25519');
  const encoded = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const request = { gatewayId: 'pole-001', code: enrolmentCode('pole-001'), publicKey: encoded };
  const response = await postJson(`${cloud.url}/api/v1/gateways/enrol`, request);
  expect((await readProblem(response)).code).toBe('enrolment.key-invalid');
});
