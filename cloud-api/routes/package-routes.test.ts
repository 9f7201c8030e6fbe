import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CasePage } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { AuditPage } from '../audit/read-audit.js';
import { storedFile } from '../evidence-store/adopt-on-disk.js';
import { writePackage } from '../testing/sealed-package.js';
import { readProblem, startTestCloud, uploadPackage, withReason } from '../testing/test-cloud.js';
import { inspectPackage } from '../verification/inspect-package.js';

test('a package is given back as it was sealed, to people alone who say why, and that is logged', async () => {
  const cloud = await startTestCloud();
  try {
    const gateway = await cloud.enrol('pole-001');
    const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway, { sequence: 7 });
    await uploadPackage(cloud.url, gateway, sent);
    const answer = await cloud.read(withReason(`/api/v1/packages/${sent.digest}`));
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const file = join(cloud.folder, 'given-back.zip');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const { place, findings } = await inspectPackage(file, null);
    expect(findings).toEqual([]);
    expect(place).toMatchObject({ digest: sent.digest, sequence: 7 });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const log = AuditPage.parse(await (await cloud.read('/api/v1/audit')).json());
    const opened = log.lines.map(({ entry }) => entry).filter(({ action }) => action === 'original.read');
    expect(opened).toMatchObject([
      { outcome: 'done', subject: { kind: 'case' }, what: { package: sent.digest }, why: 'test of the cloud' },
    ]);
    const silent = await cloud.read(`/api/v1/packages/${sent.digest}`);
    expect((await readProblem(silent)).code).toBe('access.reason-needed');
    expect((await cloud.read(withReason(`/api/v1/packages/${'0'.repeat(64)}`))).status).toBe(404);
    expect((await fetch(`${cloud.url}/api/v1/packages/${sent.digest}`)).status).toBe(401);
  } finally {
    await cloud.close();
    cloud.remove();
  }
});

test('a file that the store lost is told by name, wherever it is asked for', async () => {
  const cloud = await startTestCloud();
  try {
    const gateway = await cloud.enrol('pole-001');
    const still = Buffer.from([0xff, 0xd8, 0xff, 1]);
    const files = { 'media/still-1.jpg': still, 'media/readings.json': Buffer.from('{}') };
    const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway, { sequence: 1, files });
    await uploadPackage(cloud.url, gateway, sent);
    const { cases } = CasePage.parse(await (await cloud.read('/api/v1/cases')).json());
    const sha256 = createHash('sha256').update(still).digest('hex');
    rmSync(storedFile(join(cloud.dataFolder, 'evidence'), sha256));
    for (const path of [`packages/${sent.digest}`, `cases/${cases[0]?.caseId ?? ''}/files/still-1.jpg`]) {
      const problem = await readProblem(await cloud.read(withReason(`/api/v1/${path}`)));
      expect(problem).toMatchObject({ code: 'service.evidence-lost', status: 500 });
      expect(problem.detail).toContain(sha256);
    }
  } finally {
    await cloud.close();
    cloud.remove();
  }
});
