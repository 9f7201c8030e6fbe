import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { EvidenceManifest, ManifestSignature } from '@lamppost/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { canonicalJson } from './canonical-json.js';
import { loadOrCreateDeviceKey, type DeviceKey } from './device-key.js';
import { sealPackage, type PackageMedia, type SealRequest } from './seal-package.js';

let directory: string;
let key: DeviceKey;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seal-'));
  key = await loadOrCreateDeviceKey(join(directory, 'device.pem'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const still: PackageMedia = {
  name: 'still-1.jpg',
  role: 'still',
  mediaType: 'image/jpeg',
  bytes: Buffer.from('a picture'),
  capturedAtMs: 1_780_000_060_000,
  derivedFrom: null,
};
const overlay: PackageMedia = { ...still, name: 'overlay-1.jpg', role: 'overlay', derivedFrom: 'still-1.jpg' };

function request(change: Partial<SealRequest> = {}): SealRequest {
  return {
    gatewayId: 'pole-1',
    link: { sequence: 2, previousDigest: 'e'.repeat(64) },
    violation: sampleViolation(1),
    device: sampleDevice,
    media: [still, overlay],
    models: [{ name: 'nanodet.onnx', sha256: 'b'.repeat(64) }],
    rules: { name: 'rules.yaml', sha256: 'c'.repeat(64) },
    clock: { source: 'unknown', synchronised: null },
    software: { name: 'lamppost-gateway', version: '0.1.0' },
    key,
    nowMs: 1_780_000_070_000,
    ...change,
  };
}

async function unzip(zip: Buffer): Promise<{ name: string; method: number; bytes: Buffer }[]> {
  const entries = [];
  const file = await fromBufferPromise(zip);
  for await (const entry of file.eachEntry())
    entries.push({
      name: entry.fileName,
      method: entry.compressionMethod,
      bytes: await buffer(await file.openReadStreamPromise(entry)),
    });
  return entries;
}

test('a package holds the signed canonical manifest and each file, stored', async () => {
  const { digest, manifest, zip } = await sealPackage(request());
  const entries = await unzip(zip);
  expect(entries.map(({ name }) => name)).toEqual([
    'manifest.json',
    'manifest.sig',
    'media/still-1.jpg',
    'media/overlay-1.jpg',
  ]);
  expect(entries.every(({ method }) => method === 0)).toBe(true);
  const [manifestBytes, signatureBytes, stillBytes] = entries.map(({ bytes }) => bytes);
  expect(
    createHash('sha256')
      .update(manifestBytes ?? '')
      .digest('hex'),
  ).toBe(digest);
  const parsed = EvidenceManifest.parse(JSON.parse(String(manifestBytes)));
  expect(parsed).toEqual(manifest);
  expect(canonicalJson(parsed).equals(manifestBytes ?? Buffer.alloc(0))).toBe(true);

  const signature = ManifestSignature.parse(JSON.parse(String(signatureBytes)));
  expect(signature.keyId).toBe(key.keyId);
  const publicKey = createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' });
  const signed = Buffer.from(signature.signature, 'base64');
  expect(verify(null, manifestBytes ?? Buffer.alloc(0), publicKey, signed)).toBe(true);

  expect(stillBytes).toEqual(still.bytes);
  expect(parsed.files).toEqual([
    {
      path: 'media/still-1.jpg',
      role: 'still',
      mediaType: 'image/jpeg',
      sizeBytes: 9,
      sha256: createHash('sha256').update('a picture').digest('hex'),
      sm3: createHash('sm3').update('a picture').digest('hex'),
      capturedAtMs: 1_780_000_060_000,
      derivedFrom: null,
    },
    expect.objectContaining({ path: 'media/overlay-1.jpg', derivedFrom: 'media/still-1.jpg' }),
  ]);
});

test('SM3 is that of GB/T 32905', async () => {
  // GB/T 32905-2016, annex A.1: SM3("abc")
  const { manifest } = await sealPackage(request({ media: [{ ...still, bytes: Buffer.from('abc') }] }));
  expect(manifest.files[0]?.sm3).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
});

test('sealing again gives the same bytes, in any time zone', async () => {
  const zone = process.env.TZ;
  try {
    process.env.TZ = 'Asia/Shanghai';
    const east = await sealPackage(request());
    process.env.TZ = 'America/Los_Angeles';
    const west = await sealPackage(request());
    expect(west.digest).toBe(east.digest);
    expect(west.zip.equals(east.zip)).toBe(true);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test.each<[string, Partial<SealRequest>, RegExp]>([
  ['without files', { media: [] }, /files/],
  ['with an empty file', { media: [{ ...still, bytes: Buffer.alloc(0) }] }, /sizeBytes/],
  ['with a name that leaves media/', { media: [{ ...still, name: '../x.jpg' }] }, /plain file name/],
  ['with two files of one name', { media: [still, still] }, /same name/],
  ['with a source that is not in it', { media: [overlay] }, /derived from still-1\.jpg/],
  ['first in the chain with one before it', { link: { sequence: 1, previousDigest: 'e'.repeat(64) } }, /chain link/],
  ['later in the chain with none before it', { link: { sequence: 2, previousDigest: null } }, /chain link/],
  ['of a gateway without a proper name', { gatewayId: 'pole 1' }, /gatewayId/],
])('a package %s is never sealed', async (_, change, reason) => {
  await expect(sealPackage(request(change))).rejects.toThrow(reason);
});
