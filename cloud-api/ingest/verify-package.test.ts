import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildManifest,
  createTestGateway,
  defaultFiles,
  sealEntries,
  writePackage,
  writeZip,
  type TestEntry,
  type TestPackage,
} from '../testing/sealed-package.js';
import { toCanonicalJson } from './canonical-json.js';
import { verifyPackage, type VerifyOptions, type VerifyResult } from './verify-package.js';

const gateway = createTestGateway('pole-001');
const stranger = createTestGateway('pole-002');
const files = defaultFiles();
const manifest = buildManifest({ gatewayId: 'pole-001', files });
const sealed = sealEntries(gateway, manifest, files);

let folder: string;
let good: TestPackage;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-verify-'));
  good = await writePackage(join(folder, 'good.zip'), gateway);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function findKey(keyId: string): ReturnType<VerifyOptions['findKey']> {
  const found = [gateway, stranger].find((candidate) => candidate.keyId === keyId);
  return Promise.resolve(found === undefined ? null : { gatewayId: found.gatewayId, publicKey: found.publicKeyObject });
}

async function verifyEntries(
  entries: readonly TestEntry[],
  options: Partial<VerifyOptions> = {},
): Promise<VerifyResult> {
  const file = join(folder, 'case.zip');
  await writeZip(file, entries);
  return await verifyPackage({ file, findKey, ...options });
}

function replaced(name: string, change: (bytes: Buffer) => Buffer): TestEntry[] {
  return sealed.map((entry) => (entry.name === name ? { name, bytes: change(entry.bytes) } : entry));
}

function flipped(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}

/** The name in the ZIP's headers is overwritten: writers refuse such names. */
async function verifyRenamed(from: string, to: string): Promise<VerifyResult> {
  const file = join(folder, 'renamed.zip');
  await writeZip(file, [...sealed, { name: from, bytes: Buffer.from('x') }]);
  const text = readFileSync(file).toString('latin1').replaceAll(from, to);
  writeFileSync(file, Buffer.from(text, 'latin1'));
  return await verifyPackage({ file, findKey });
}

test('a sealed package is verified', async () => {
  const { file, digest } = good;
  const result = await verifyPackage({ file, findKey, digest, gatewayId: 'pole-001' });
  expect(result).toMatchObject({ status: 'verified', digest, manifest: good.manifest });
});

test('a deflated package is verified too', async () => {
  const deflated = sealed.map((entry) => ({ ...entry, isDeflated: true }));
  expect(await verifyEntries(deflated)).toMatchObject({ status: 'verified' });
});

const seal = (content: unknown) => sealEntries(gateway, content, files);
const withoutSignature = sealed.filter((entry) => entry.name !== 'manifest.sig');
const table: readonly [string, readonly TestEntry[], string, RegExp][] = [
  [
    'a flipped byte in a file',
    replaced('media/still-1.jpg', (b) => flipped(b, 99)),
    'evidence.file-altered',
    /still-1\.jpg has another SHA-256/,
  ],
  [
    'a file cut short',
    replaced('media/still-1.jpg', (b) => b.subarray(1)),
    'evidence.file-altered',
    /still-1\.jpg has \d+ bytes/,
  ],
  [
    'a wrong SM3',
    seal({ ...manifest, files: manifest.files.map((file) => ({ ...file, sm3: '00'.repeat(32) })) }),
    'evidence.file-altered',
    /another SM3/,
  ],
  [
    'a plate read in a file that is not there',
    seal({
      ...manifest,
      plate: {
        status: 'read',
        text: '皖A195K9',
        colour: 'blue',
        characters: Array.from('皖A195K9', (character) => ({ character, confidence: 1 })),
        confidence: 1,
        box: { x1: 0, y1: 0, x2: 1, y2: 1 },
        still: 'media/still-9.jpg',
        agreed: { stills: 1, of: 1 },
      },
    }),
    'evidence.manifest-invalid',
    /plate\.still/,
  ],
  [
    'a missing file',
    sealed.filter((entry) => entry.name !== 'media/readings.json'),
    'evidence.file-missing',
    /readings\.json/,
  ],
  [
    'an extra file',
    [...sealed, { name: 'media/more.jpg', bytes: Buffer.from('x') }],
    'evidence.file-unlisted',
    /more\.jpg/,
  ],
  ['a file outside media', [...sealed, { name: 'run.sh', bytes: Buffer.from('x') }], 'evidence.entry-name', /run\.sh/],
  [
    'a name in Chinese',
    [...sealed, { name: 'media/图.jpg', bytes: Buffer.from('x') }],
    'evidence.entry-name',
    /the entry/,
  ],
  [
    'a file twice',
    [...sealed, { name: 'media/still-1.jpg', bytes: Buffer.from('x') }],
    'evidence.entry-name',
    /comes twice/,
  ],
  ['no manifest', sealed.slice(1), 'evidence.manifest-missing', /manifest\.json/],
  [
    'a manifest that is not JSON',
    replaced('manifest.json', (b) => b.subarray(1)),
    'evidence.manifest-invalid',
    /not JSON/,
  ],
  [
    'a manifest that is not UTF-8',
    replaced('manifest.json', () => Buffer.from([0x22, 0xff, 0x22])),
    'evidence.manifest-invalid',
    /not JSON/,
  ],
  [
    'a manifest with spaces',
    replaced('manifest.json', (b) => Buffer.from(JSON.stringify(JSON.parse(b.toString()), null, 1))),
    'evidence.manifest-not-canonical',
    /another form/,
  ],
  [
    'a manifest with a key twice',
    replaced('manifest.json', (b) => Buffer.from(b.toString().replace('"clock":', '"sequence":9,"clock":'))),
    'evidence.manifest-not-canonical',
    /another form/,
  ],
  ['a manifest with a field too many', seal({ ...manifest, verdict: 'guilty' }), 'evidence.manifest-invalid', /root/],
  ['another format', seal({ ...manifest, schema: 'lamppost.evidence/2' }), 'evidence.manifest-invalid', /schema/],
  [
    'a violation of another gateway',
    seal({ ...manifest, violation: { ...manifest.violation, gatewayId: 'pole-009' } }),
    'evidence.manifest-invalid',
    /violation\.gatewayId/,
  ],
  [
    'a chain without its beginning',
    seal({ ...manifest, previousDigest: 'ab'.repeat(32) }),
    'evidence.manifest-invalid',
    /previousDigest/,
  ],
  [
    'a path twice',
    seal({ ...manifest, files: [...manifest.files, manifest.files[0]] }),
    'evidence.manifest-invalid',
    /twice/,
  ],
  [
    'a derived file without its original',
    seal({ ...manifest, files: manifest.files.map((file) => ({ ...file, derivedFrom: 'media/none.jpg' })) }),
    'evidence.manifest-invalid',
    /derived/,
  ],
  ['no signature', withoutSignature, 'evidence.signature-missing', /manifest\.sig/],
  [
    'a signature that is none',
    replaced('manifest.sig', () => Buffer.from('{}')),
    'evidence.signature-invalid',
    /not a signature/,
  ],
  [
    'a signature of another manifest',
    [...sealed.slice(0, 1), ...sealEntries(gateway, { ...manifest, sequence: 2 }, files).slice(1)],
    'evidence.signature-invalid',
    /over manifest\.json/,
  ],
  [
    'a key that is not enrolled',
    sealEntries(createTestGateway('pole-001'), manifest, files),
    'evidence.key-unknown',
    /keyId/,
  ],
  ['a key of another gateway', sealEntries(stranger, manifest, files), 'evidence.wrong-gateway', /belongs to pole-002/],
  ['nothing at all', [], 'evidence.manifest-missing', /manifest\.json/],
];

test.each(table)('%s is refused', async (_name, entries, code, detail) => {
  const result = await verifyEntries(entries);
  expect(result).toMatchObject({ status: 'refused', code });
  expect((result as { detail: string }).detail).toMatch(detail);
});

test('another digest than announced is refused', async () => {
  expect(await verifyEntries(sealed, { digest: '12'.repeat(32) })).toMatchObject({ code: 'evidence.digest-mismatch' });
});

test('a package sent by another gateway is refused', async () => {
  expect(await verifyEntries(sealed, { gatewayId: 'pole-002' })).toMatchObject({ code: 'evidence.wrong-gateway' });
});

describe('a ZIP that would harm', () => {
  test.each([
    ['media/..2a.jpg', 'media/../a.jpg'],
    ['media/1b.jpg', '../../1b.jpg'],
    ['tmp/evil.jpg', '/etc/passwd1'],
    ['media/a1b.jpg', 'media\\a1b.jpg'],
    ['media/a1c.jpg', 'media/a\u0000c.jpg'],
  ])('%s written as %j is refused', async (from, to) => {
    expect(await verifyRenamed(from, to)).toMatchObject({ status: 'refused', code: 'evidence.entry-name' });
  });

  test('a bomb is refused by its size, before it is unpacked', async () => {
    const zeros = { name: 'media/still-1.jpg', bytes: Buffer.alloc(2_000_000), isDeflated: true };
    const entries = [...sealed.slice(0, 2), zeros];
    const limits = { maxEntries: 66, maxManifestBytes: 100_000, maxUnpackedBytes: 1_000_000 };
    expect(await verifyEntries(entries, { limits })).toMatchObject({ code: 'evidence.too-large' });
  });

  test('a bomb that lies about its size is not unpacked beyond it', async () => {
    const still = files['media/still-1.jpg'] ?? Buffer.alloc(0);
    const file = join(folder, 'liar.zip');
    const bomb = { name: 'media/still-1.jpg', bytes: Buffer.alloc(50_000_000), isDeflated: true };
    await writeZip(file, [...sealed.slice(0, 2), bomb, ...sealed.slice(3)]);
    const bytes = readFileSync(file);
    const [real, claimed] = [Buffer.alloc(4), Buffer.alloc(4)];
    real.writeUInt32LE(50_000_000);
    claimed.writeUInt32LE(still.length);
    for (let at = bytes.indexOf(real); at >= 0; at = bytes.indexOf(real)) claimed.copy(bytes, at);
    writeFileSync(file, bytes);
    const result = await verifyPackage({ file, findKey });
    expect(result).toMatchObject({ code: 'evidence.file-altered', detail: "media/still-1.jpg can't be unpacked" });
  });

  test('too many entries are refused', async () => {
    const many = Array.from({ length: 70 }, (_, index) => ({ name: `media/${index}.jpg`, bytes: Buffer.from('x') }));
    expect(await verifyEntries(many)).toMatchObject({ code: 'evidence.too-large' });
  });

  test('a manifest beyond its bound is refused', async () => {
    const huge = replaced('manifest.json', () => Buffer.alloc(1_100_000, 0x20));
    expect(await verifyEntries(huge)).toMatchObject({ code: 'evidence.too-large' });
  });
});

test('no single flipped byte of a package changes what it says', async () => {
  const bytes = readFileSync(good.file);
  const file = join(folder, 'flipped.zip');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (index, mask) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(index) ^ mask, index);
      writeFileSync(file, copy);
      const result = await verifyPackage({ file, findKey });
      // Dates and unused header fields of the ZIP are no part of the evidence: then all that is evidence is unchanged.
      if (result.status === 'verified') {
        expect(result.digest).toBe(good.digest);
        expect(toCanonicalJson(result.manifest).toString()).toBe(result.manifestText);
      }
    }),
    { numRuns: 300 },
  );
});

test('any bytes are refused without a throw', async () => {
  const file = join(folder, 'noise.zip');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (noise) => {
      writeFileSync(file, noise);
      expect(await verifyPackage({ file, findKey })).toMatchObject({ status: 'refused', code: 'evidence.not-a-zip' });
    }),
    { numRuns: 100 },
  );
});
