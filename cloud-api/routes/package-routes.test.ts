import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePackage } from '../testing/sealed-package.js';
import { startTestCloud, uploadPackage } from '../testing/test-cloud.js';
import { inspectPackage } from '../verification/inspect-package.js';

test('a package is given back as it was sealed, to people alone', async () => {
  const cloud = await startTestCloud();
  try {
    const gateway = await cloud.enrol('pole-001');
    const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway, { sequence: 7 });
    await uploadPackage(cloud.url, gateway, sent);
    const answer = await cloud.read(`/api/v1/packages/${sent.digest}`);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const file = join(cloud.folder, 'given-back.zip');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const { place, findings } = await inspectPackage(file, null);
    expect(findings).toEqual([]);
    expect(place).toMatchObject({ digest: sent.digest, sequence: 7 });
    expect((await cloud.read(`/api/v1/packages/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await fetch(`${cloud.url}/api/v1/packages/${sent.digest}`)).status).toBe(401);
  } finally {
    await cloud.close();
    cloud.remove();
  }
});
