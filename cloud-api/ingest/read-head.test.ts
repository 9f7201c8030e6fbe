import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestGateway, defaultFiles, writePackage, type TestPackage } from '../testing/sealed-package.js';
import { type ReadHead, readHead } from './read-head.js';

/** Of a local header of a ZIP, without the name. */
const LOCAL_HEADER_BYTES = 30;
const gateway = createTestGateway('pole-001');
let folder: string;
let sealed: TestPackage;
let bytes: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-head-'));
  const files = { ...defaultFiles(), 'media/masked-1.jpg': Buffer.alloc(3_000, 1) };
  sealed = await writePackage(join(folder, 'whole.zip'), gateway, { files });
  bytes = readFileSync(sealed.file);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Where the bytes of a file begin; its name stands in the manifest and in the directory, too. */
function beginOf(name: string): number {
  const content = sealed.files[name] ?? Buffer.alloc(0);
  return bytes.indexOf(Buffer.concat([Buffer.from(name), content])) + name.length;
}

async function read(part: Buffer, digest = sealed.digest): Promise<ReadHead> {
  const file = join(folder, 'part');
  writeFileSync(file, part);
  return readHead({
    ...{ file, gatewayId: gateway.gatewayId, digest, arrivedBytes: part.length },
    findKey: (keyId) =>
      Promise.resolve(
        keyId === gateway.keyId ? { gatewayId: gateway.gatewayId, publicKey: gateway.publicKeyObject } : null,
      ),
  });
}

test('of a package that was cut anywhere, what has arrived whole is proven, and nothing else', async () => {
  const names = Object.keys(sealed.files);
  const ends = names.map((name) => beginOf(name) + (sealed.files[name]?.length ?? 0));
  const first = beginOf(names[0] ?? '') - LOCAL_HEADER_BYTES - (names[0] ?? '').length;
  for (const [index, end] of ends.entries()) {
    for (const [cut, count] of [
      [end - 1, index],
      [end, index + 1],
    ] as const) {
      const head = await read(bytes.subarray(0, cut));
      expect(head).toMatchObject({ status: 'proven', manifest: { gatewayId: 'pole-001' } });
      if (head.status === 'proven') expect(head.files.map(({ file }) => file.path)).toEqual(names.slice(0, count));
    }
  }
  expect(await read(bytes.subarray(0, bytes.indexOf('manifest.sig')))).toMatchObject({ status: 'refused' });
  expect(await read(bytes.subarray(0, first))).toMatchObject({ status: 'proven', files: [] });
  expect(await read(Buffer.alloc(0))).toMatchObject({ status: 'refused', code: 'evidence.manifest-missing' });
});

test('another digest, another key and another byte are refused', async () => {
  expect(await read(bytes, '0'.repeat(64))).toMatchObject({ status: 'refused', code: 'evidence.digest-mismatch' });
  const other = await writePackage(join(folder, 'other.zip'), createTestGateway('pole-001'), { files: sealed.files });
  expect(await read(readFileSync(other.file), other.digest)).toMatchObject({ code: 'evidence.key-unknown' });
  const altered = Buffer.from(bytes);
  const at = beginOf('media/still-1.jpg') + 100;
  altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
  expect(await read(altered)).toMatchObject({ status: 'refused', code: 'evidence.file-altered' });
});

test('whatever byte is another, no file is shown that is not as it was sealed', async () => {
  const property = fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(at) ^ change, at);
    const head = await read(altered);
    if (head.status === 'refused') return;
    for (const { file, at: begin } of head.files)
      expect(altered.subarray(begin, begin + file.sizeBytes).equals(sealed.files[file.path] ?? Buffer.alloc(0))).toBe(
        true,
      );
  });
  await fc.assert(property, { numRuns: 200, seed: 7 });
});
