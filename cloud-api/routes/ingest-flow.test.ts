import { createPublicKey, verify } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { CaseDetail, EnrolmentResponse, SignedReceipt } from '@lamppost/contracts';
import { Upload, type HttpRequest } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countStoredFiles } from '../evidence-store/disk-store.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { defaultFiles, writePackage, type ManifestOptions, type TestGateway } from '../testing/sealed-package.js';
import {
  enrolmentCode,
  fetchReceipt,
  postJson,
  readCounter,
  readProblem,
  readReceipt,
  readSummary,
  startTestCloud,
  uploadPackage,
  withReason,
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

let nextSequence = 1;
function packageFile(name: string): string {
  return join(cloud.folder, `${name}.zip`);
}

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
      // An original is never shown: everyone uninvolved is to be seen in it.
      expect(detail.pictureUrl).toBeNull();
      for (const file of detail.files) {
        const got = await cloud.read(withReason(file.url));
        expect(got.headers.get('etag')).toBe(`"${file.sha256}"`);
        expect(got.headers.get('content-type')).toBe(file.mediaType);
        expect(Buffer.from(await got.arrayBuffer()).equals(sent.files[file.path] ?? Buffer.alloc(0))).toBe(true);
        expect((await cloud.read(withReason(file.url), { 'if-none-match': `"${file.sha256}"` })).status).toBe(304);
      }
      expect(readdirSync(join(cloud.dataFolder, 'uploads'))).toEqual([]);
    },
  );

  test('tells what a machine made of the plate; an older one, which does not say, is taken as well', async () => {
    const characters = Array.from('皖A195K9', (character) => ({ character, confidence: 0.99 }));
    const plate = {
      status: 'read' as const,
      text: '皖A195K9',
      colour: 'blue' as const,
      characters,
      confidence: 0.93,
      box: { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.5 },
      still: 'media/still-1.jpg',
      agreed: { stills: 2, of: 2 },
    };
    const masked = { 'media/masked-1.jpg': Buffer.from('first'), 'media/masked-2.jpg': Buffer.from('last') };
    const files = { ...defaultFiles('plate'), 'media/plate.jpg': Buffer.from('plate'), ...masked };
    const readDetail = async (options: Partial<ManifestOptions>) => {
      const sequence = nextSequence++;
      const sent = await writePackage(packageFile(`plate-${sequence}`), gateway, { sequence, ...options });
      await uploadPackage(cloud.url, gateway, sent);
      const { receipt } = await readReceipt(cloud.url, gateway, sent.digest);
      return CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${receipt.caseId}`)).json());
    };
    const detail = await readDetail({ files, plate });
    expect(detail.plate).toEqual(plate);
    expect(detail.pictureUrl).toContain('masked-2.jpg');
    expect((await readDetail({})).plate).toBeNull();
    const none = { status: 'none', reason: 'unreadable' } as const;
    expect((await readDetail({ plate: none })).plate).toEqual(none);
  });

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
    const before = await readSummary(cloud);
    await Promise.all([1, 2, 3, 4].map(() => uploadPackage(cloud.url, gateway, sent)));
    await uploadPackage(cloud.url, gateway, sent);
    const after = await readSummary(cloud);
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
    const opened = await readCounter(cloud, 'lamppost_cloud_cases_opened_total{matter="burning"}');
    await Promise.all(packages.map((sent) => uploadPackage(cloud.url, gateway, sent)));
    expect(await readCounter(cloud, 'lamppost_cloud_cases_opened_total{matter="burning"}')).toBe(opened + 1);
    const receipts = await Promise.all(
      packages.map(async ({ digest }) => await readReceipt(cloud.url, gateway, digest)),
    );
    const [caseId, ...others] = new Set(receipts.map(({ receipt }) => receipt.caseId));
    expect(others).toEqual([]);
    const detail = CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${caseId ?? ''}`)).json());
    expect(detail.files).toHaveLength(4);
    for (const file of detail.files) {
      const bytes = Buffer.from(await (await cloud.read(withReason(file.url))).arrayBuffer());
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
      sealedAtMs: third.manifest.sealedAtMs + 86_400_000,
      violation: { violationId: 'e'.repeat(32) },
    });
    const questions: string[] = [];
    for (const sent of [first, third, second, fork]) {
      await uploadPackage(cloud.url, box, sent);
      const { receipt } = await readReceipt(cloud.url, box, sent.digest);
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
    const before = await readSummary(cloud);
    const counted = await readCounter(cloud, 'lamppost_cloud_packages_refused_total{code="evidence.file-altered"}');
    await uploadPackage(cloud.url, gateway, sent);
    const problem = await readProblem(await fetchReceipt(cloud.url, gateway, sent.digest));
    expect(problem).toMatchObject({ status: 422, code: 'evidence.file-altered' });
    expect(problem.detail).toContain('media/still-1.jpg');
    expect((await readSummary(cloud)).packages.refused - before.packages.refused).toBe(1);
    expect((await readSummary(cloud)).cases.total).toBe(before.cases.total);
    expect(await readCounter(cloud, 'lamppost_cloud_packages_refused_total{code="evidence.file-altered"}')).toBe(
      counted + 1,
    );
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
