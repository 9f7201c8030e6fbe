import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { buffer } from 'node:stream/consumers';
import { buildManifest, createTestGateway, defaultFiles, sealEntries } from '../testing/sealed-package.js';
import type { TestEntry, TestGateway } from '../testing/sealed-package.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { inspectPackage } from './inspect-package.js';
import type { RingKey } from './key-ring.js';
import { readKeys } from './read-keys.js';
import { verifyPaths } from './verify-paths.js';

const gateway = createTestGateway('pole-001');
const keys = new Map([[gateway.keyId, ringKey(gateway)]]);
const context = { signers: { gateways: keys, cloud: null }, tsaRoots: null };

function ringKey({ gatewayId, publicKeyObject: publicKey }: TestGateway): RingKey {
  return { gatewayId, publicKey, previousKeyId: null };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-verify-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Packed as gateways pack. */
async function pack(entries: readonly TestEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  const mtime = new Date(2000, 0, 1);
  for (const { name, bytes } of entries)
    zip.addBuffer(bytes, name, { mtime, mode: 0o100644, compress: false, forceDosTimestamp: true });
  zip.end();
  return await buffer(zip.outputStream);
}

interface Sealed {
  readonly digest: string;
  readonly bytes: Buffer;
}

async function seal(
  sequence: number,
  previousDigest: string | null,
  over: { by?: TestGateway; salt?: string; ms?: number } = {},
): Promise<Sealed> {
  const by = over.by ?? gateway;
  const files = defaultFiles(over.salt ?? `${sequence}`);
  const sealedAtMs = over.ms ?? 1_772_323_260_000 + sequence * 60_000;
  const manifest = buildManifest({ gatewayId: by.gatewayId, files, sequence, previousDigest, sealedAtMs });
  const digest = createHash('sha256').update(toCanonicalJson(manifest)).digest('hex');
  return { digest, bytes: await pack(sealEntries(by, manifest, files)) };
}

/** A chain of so many packages, written as 1.zip, 2.zip, ... */
async function writeChain(length: number): Promise<Sealed[]> {
  const chain: Sealed[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const sealed = await seal(sequence, chain.at(-1)?.digest ?? null);
    writeFileSync(join(folder, `${sequence}.zip`), sealed.bytes);
    chain.push(sealed);
  }
  return chain;
}

async function inspectBytes(bytes: Buffer) {
  const file = join(folder, 'one.zip');
  writeFileSync(file, bytes);
  return await inspectPackage(file, keys);
}

const codes = async (paths = [folder]) => {
  const { chain, packages } = await verifyPaths(paths, context);
  return [...packages.flatMap(({ findings }) => findings), ...chain].map(({ code }) => code);
};

test('an untouched chain proves itself; without keys it stays unproven', async () => {
  await writeChain(4);
  expect(await verifyPaths([folder], context)).toMatchObject({ outcome: 'proven', chain: [] });
  expect((await verifyPaths([folder], { signers: null, tsaRoots: null })).outcome).toBe('unproven');
});

describe('one package', () => {
  test('a change of any byte is found, and an untouched one never fails', async () => {
    const { bytes } = await seal(1, null);
    expect((await inspectBytes(bytes)).findings).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (index, bits) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(index) ^ bits, index);
        expect((await inspectBytes(changed)).findings).not.toEqual([]);
      }),
      { numRuns: 400, seed: 20261122 },
    );
  });

  test('bytes cut off, put in or left over are found', async () => {
    const { bytes } = await seal(1, null);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (at, count, isCut) => {
          const middle = isCut ? Buffer.alloc(0) : Buffer.alloc(count, 0x50);
          const changed = Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(isCut ? at + count : at)]);
          fc.pre(changed.length !== bytes.length);
          expect((await inspectBytes(changed)).findings).not.toEqual([]);
        },
      ),
      { numRuns: 200, seed: 20261122 },
    );
  });

  test('a file that was altered is named', async () => {
    const { bytes } = await seal(1, null);
    const changed = Buffer.from(bytes);
    const at = changed.indexOf('picture 1picture');
    changed.write('PICTURE', at);
    const { findings } = await inspectBytes(changed);
    expect(findings[0]).toEqual({ code: 'evidence.file-altered', detail: 'media/still-1.jpg has another SHA-256' });
    expect(findings[1]?.code).toBe('package.form');
  });

  test('a package that another key signed anew is told by that', async () => {
    const thief = { ...createTestGateway('pole-001'), gatewayId: 'pole-001' };
    const { bytes } = await seal(1, null, { by: thief });
    expect(await inspectBytes(bytes)).toMatchObject({ signature: 'bad', findings: [{ code: 'evidence.key-unknown' }] });
  });

  test('entries in another order are not in the form of a package', async () => {
    const files = defaultFiles();
    const entries = sealEntries(gateway, buildManifest({ gatewayId: 'pole-001', files }), files);
    const { findings } = await inspectBytes(await pack(entries.toReversed()));
    expect(findings).toEqual([{ code: 'package.form', detail: 'the entries are not in their order' }]);
  });

  test('entries that are deflated are not in the form of a package', async () => {
    const files = defaultFiles();
    const entries = sealEntries(gateway, buildManifest({ gatewayId: 'pole-001', files }), files);
    const zip = new ZipFile();
    for (const { name, bytes } of entries) zip.addBuffer(bytes, name, { compress: true });
    zip.end();
    const { findings, signature } = await inspectBytes(await buffer(zip.outputStream));
    expect(signature).toBe('good');
    expect(findings.map(({ code }) => code)).toEqual(['package.form']);
  });
});

describe('a chain', () => {
  test('with a package missing has a gap, named', async () => {
    await writeChain(4);
    rmSync(join(folder, '2.zip'));
    const { chain } = await verifyPaths([folder], context);
    expect(chain).toHaveLength(1);
    expect(chain[0]?.code).toBe('chain.gap');
    expect(chain[0]?.detail).toContain('2 is missing');
  });

  test('with a package that stands in place of another is broken behind it', async () => {
    const [first] = await writeChain(3);
    const { bytes } = await seal(2, first?.digest ?? null, { salt: 'other' });
    writeFileSync(join(folder, '2.zip'), bytes);
    expect(await codes()).toEqual(['chain.link-broken']);
  });

  test('with two packages of one number forks', async () => {
    const [first] = await writeChain(2);
    const { bytes } = await seal(2, first?.digest ?? null, { salt: 'other' });
    writeFileSync(join(folder, '2b.zip'), bytes);
    expect(await codes()).toEqual(['chain.fork']);
  });

  test('with the same package twice has a duplicate', async () => {
    await writeChain(2);
    writeFileSync(join(folder, 'copy.zip'), readFileSync(join(folder, '1.zip')));
    expect(await codes()).toEqual(['chain.duplicate']);
  });

  test('whose clock was set back says so', async () => {
    const [first] = await writeChain(1);
    const { bytes } = await seal(2, first?.digest ?? null, { ms: 1_772_000_000_000 });
    writeFileSync(join(folder, '2.zip'), bytes);
    expect(await codes()).toEqual(['chain.time-backwards']);
  });

  test('may begin anywhere, and that of another gateway is its own', async () => {
    const other = createTestGateway('pole-002');
    keys.set(other.keyId, ringKey(other));
    await writeChain(3);
    rmSync(join(folder, '1.zip'));
    writeFileSync(join(folder, 'other.zip'), (await seal(7, 'ab'.repeat(32), { by: other })).bytes);
    expect((await verifyPaths([folder], context)).outcome).toBe('proven');
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../dist/verification/main.js'), ...args], {
      encoding: 'utf8',
    });

  test('ends with what it found, in words or JSON', async () => {
    await writeChain(2);
    const keysFile = join(folder, 'keys.json');
    const key = { gatewayId: 'pole-001', publicKey: gateway.publicKey, enrolledAtMs: 0, revokedAtMs: null };
    writeFileSync(keysFile, JSON.stringify({ schema: 'lamppost.gateway-keys/1', keys: [key] }));
    expect((await readKeys(keysFile)).gateways.size).toBe(1);
    expect(run(folder, '--keys', keysFile)).toMatchObject({ status: 0, stderr: '' });
    expect(run(folder)).toMatchObject({ status: 3 });
    writeFileSync(join(folder, '2.zip'), 'no package');
    const wrong = run(folder, '--keys', keysFile, '--json');
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ outcome: 'wrong' });
  });

  test.each([
    [[], 'no file'],
    [['/nowhere'], '/nowhere is not there'],
    [['--wrong'], 'wrong'],
  ])('%j cannot be done, and it says why', (args, words) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  });
});
