import { expect, test } from 'vitest';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { clipsLast } from './clips-last.js';
import { createDeviceKey } from './device-key.js';
import { headBytesOf } from './head-bytes.js';
import { type PackageMedia, sealPackage } from './seal-package.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const file = (name: string, role: PackageMedia['role'], mediaType: PackageMedia['mediaType']): PackageMedia => ({
  ...{ name, role, mediaType, bytes: Buffer.from(name), capturedAtMs: null, derivedFrom: null },
});
const CLIP = file('clip-1.mp4', 'clip', 'video/mp4');
const REST = [file('still-1.jpg', 'still', 'image/jpeg'), file('readings.json', 'readings', 'application/json')];

async function seal(media: readonly PackageMedia[]): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'head-'));
  try {
    const { zip } = await sealPackage({
      ...{ gatewayId: 'pole-1', link: { sequence: 1, previousDigest: null }, nowMs: 1_780_000_000_000 },
      ...{ violation: sampleViolation(1), device: sampleDevice, media, models: [] },
      rules: { name: 'rules.yaml', sha256: 'c'.repeat(64) },
      clock: { source: 'unknown', synchronised: null },
      software: { name: 'lamppost-gateway', version: '0.1.0' },
      key: await createDeviceKey(join(directory, 'key.pem'), 'Ed25519'),
    });
    return zip;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test('the part before the clip holds all else, and a package without one is all head', async () => {
  const zip = await seal(clipsLast([CLIP, ...REST]));
  const head = zip.subarray(0, headBytesOf(zip)).toString('latin1');
  for (const { name } of REST) expect(head).toContain(`media/${name}${name}`);
  expect(head.endsWith('readings.json')).toBe(true);
  expect(zip.toString('latin1', head.length + 30)).toMatch(/^media\/clip-1\.mp4clip-1\.mp4/);
  const without = await seal(REST);
  expect(headBytesOf(without)).toBe(without.length);
});

test('what is no package is all head', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('zip 1'), Buffer.alloc(100, 7)])
    expect(headBytesOf(bytes)).toBe(bytes.length);
});
