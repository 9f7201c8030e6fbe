import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { deflatedZeros, type OddEntry, writeOddZip, zip64Size } from '../testing/odd-zip.js';
import {
  buildManifest,
  defaultFiles,
  sealEntries,
  type TestFiles,
  type TestGateway,
} from '../testing/sealed-package.js';
import { fetchReceipt, readProblem, readSummary, startTestCloud, type TestCloud } from '../testing/test-cloud.js';

const MOST_BYTES = 2 * 2 ** 20;
const BOMB_MIB = 1024;
const bomb = deflatedZeros(BOMB_MIB);
const TYPE = { 'content-type': 'application/offset+octet-stream' };

let cloud: TestCloud;
let gateway: TestGateway;
let sequence = 0;
beforeAll(async () => {
  cloud = await startTestCloud({ maxPackageBytes: MOST_BYTES });
  gateway = await cloud.enrol('pole-001');
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

const filesIn = (...path: string[]) =>
  readdirSync(join(cloud.dataFolder, ...path), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

async function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Uint8Array<ArrayBuffer> | ReadableStream,
): Promise<Response> {
  const authorization = `Bearer ${await gateway.signToken()}`;
  const sent = { authorization, 'tus-resumable': '1.0.0', ...headers };
  const init = { method, headers: sent, ...(body === undefined ? {} : { body, duplex: 'half' as const }) };
  return await fetch(`${cloud.url}${path}`, init);
}
async function begin(
  digest: string,
  headers: Record<string, string>,
  body?: Uint8Array<ArrayBuffer> | ReadableStream,
): Promise<{ readonly response: Response; readonly path: string }> {
  const metadata = Object.entries({ digest, gatewayId: gateway.gatewayId });
  const encoded = metadata.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',');
  const response = await ask('POST', '/api/v1/uploads', { 'upload-metadata': encoded, ...headers }, body);
  return { response, path: response.headers.get('location') ?? '' };
}
async function upload(digest: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { response, path } = await begin(digest, { 'upload-length': `${bytes.length}` });
  expect(response.status).toBe(201);
  const appended = bytes.length > 0 ? await ask('PATCH', path, { ...TYPE, 'upload-offset': '0' }, bytes) : response;
  expect(appended.ok).toBe(true);
}

interface Sealed {
  readonly digest: string;
  readonly entries: readonly OddEntry[];
}
function seal(files: TestFiles = defaultFiles('rotten')): Sealed {
  sequence += 1;
  const manifest = buildManifest({ gatewayId: gateway.gatewayId, files, sequence });
  const digest = createHash('sha256').update(toCanonicalJson(manifest)).digest('hex');
  return {
    digest,
    entries: sealEntries(gateway, manifest, files).map(({ name, bytes }) => ({ name, data: bytes })),
  };
}
/** A package whose entry of that name is written otherwise. */
function withEntry(name: string, change: (entry: OddEntry) => Partial<OddEntry>): () => [string, Buffer] {
  return () => {
    const { digest, entries } = seal();
    return [
      digest,
      writeOddZip(entries.map((entry) => (entry.name === name ? { ...entry, ...change(entry) } : entry))),
    ];
  };
}
const whole = (change: (zip: Buffer) => Buffer) => (): [string, Buffer] => {
  const { digest, entries } = seal();
  return [digest, change(writeOddZip(entries))];
};
const STILL = 'media/still-1.jpg';
const same = defaultFiles()[STILL] ?? Buffer.alloc(0);
/** Header and name before the bytes of an entry that lies within another's. */
const inner = writeOddZip([{ name: 'media/b.jpg', data: same }]).subarray(0, 30 + 'media/b.jpg'.length + same.length);

const rotten: readonly [string, () => [digest: string, zip: Buffer], string, RegExp][] = [
  [
    'a picture of 1 GiB that claims its sealed size',
    withEntry(STILL, ({ data }) => ({ data: bomb, isDeflated: true, claimedBytes: data.length })),
    'evidence.file-altered',
    /can't be unpacked/,
  ],
  [
    'a manifest of 1 GiB that claims its sealed size',
    withEntry('manifest.json', ({ data }) => ({ data: bomb, isDeflated: true, claimedBytes: data.length })),
    'evidence.not-a-zip',
    /manifest\.json can't be unpacked/,
  ],
  [
    'a picture of 1 GiB that says so',
    withEntry(STILL, () => ({ data: bomb, isDeflated: true, claimedBytes: BOMB_MIB * 2 ** 20 })),
    'evidence.too-large',
    /1073741824 bytes/,
  ],
  [
    'an entry that claims 4 GB',
    withEntry(STILL, () => ({ claimedBytes: 0xfffffffe })),
    'evidence.too-large',
    /4294967294 bytes/,
  ],
  [
    'an entry that claims a TiB by ZIP64',
    withEntry(STILL, () => ({ isDeflated: true, claimedBytes: 2 ** 40, extra: zip64Size(2n ** 40n) })),
    'evidence.too-large',
    /1099511627776 bytes/,
  ],
  [
    'an entry that claims all that 64 bits can hold',
    withEntry(STILL, () => ({ isDeflated: true, claimedBytes: 2 ** 40, extra: zip64Size(2n ** 64n - 1n) })),
    'evidence.too-large',
    /bytes/,
  ],
  [
    'an entry that refers to ZIP64 and has none',
    withEntry(STILL, () => ({ isDeflated: true, claimedBytes: 2 ** 40 })),
    'evidence.too-large',
    /4294967295 bytes/,
  ],
  [
    'an entry that begins after the end of the file',
    withEntry(STILL, () => ({ claimedOffset: 0x7fffffff })),
    'evidence.file-altered',
    /media\/still-1\.jpg can't be unpacked/,
  ],
  [
    'two entries over the same bytes, each as sealed',
    () => {
      const { digest, entries } = seal({ 'media/a.jpg': same, 'media/b.jpg': same });
      const [manifest, signature, a, b] = entries as [OddEntry, OddEntry, OddEntry, OddEntry];
      const at = manifest.data.length + signature.data.length + 2 * 30 + 'manifest.jsonmanifest.sig'.length;
      return [digest, writeOddZip([manifest, signature, a, { ...b, isListedOnly: true, claimedOffset: at }])];
    },
    'evidence.not-a-zip',
    /media\/a\.jpg and media\/b\.jpg overlap/,
  ],
  [
    'an entry within another, each as sealed',
    () => {
      const { digest, entries } = seal({ 'media/a.jpg': inner, 'media/b.jpg': same });
      const [manifest, signature, a, b] = entries as [OddEntry, OddEntry, OddEntry, OddEntry];
      const before = manifest.data.length + signature.data.length + 2 * 30 + 'manifest.jsonmanifest.sig'.length;
      const at = before + 30 + 'media/a.jpg'.length;
      return [digest, writeOddZip([manifest, signature, a, { ...b, isListedOnly: true, claimedOffset: at }])];
    },
    'evidence.not-a-zip',
    /media\/a\.jpg and media\/b\.jpg overlap/,
  ],
  [
    'a directory outside of the file',
    () => {
      const { digest, entries } = seal();
      return [digest, writeOddZip(entries, { directoryStart: 0x7ffffff0 })];
    },
    'evidence.not-a-zip',
    /./,
  ],
  ['the first half of a ZIP', whole((zip) => zip.subarray(0, zip.length / 2)), 'evidence.not-a-zip', /./],
  ['a ZIP without its last byte', whole((zip) => zip.subarray(0, -1)), 'evidence.not-a-zip', /./],
  ['nothing at all', whole(() => Buffer.alloc(0)), 'evidence.not-a-zip', /./],
];

describe('a package that was put together to harm', () => {
  const residentBytes = () => process.resourceUsage().maxRSS * 1024;

  test.each(rotten)('%s is refused and stands in quarantine', async (_name, make, code, detail) => {
    const [digest, zip] = make();
    const before = residentBytes();
    await upload(digest, Uint8Array.from(zip));
    const problem = await readProblem(await fetchReceipt(cloud.url, gateway, digest));
    expect(problem).toMatchObject({ status: 422, code });
    expect(problem.detail).toMatch(detail);
    const kept = filesIn('quarantine').filter(({ name }) => name.includes(digest.slice(0, 12)));
    const held = kept.find(({ name }) => name.endsWith('.zip'));
    expect(readFileSync(join(held?.parentPath ?? '', held?.name ?? '')).equals(zip)).toBe(true);
    expect(kept).toHaveLength(2);
    expect([...filesIn('uploads'), ...filesIn('evidence')]).toEqual([]);
    // What it unpacks to was never held.
    expect(residentBytes() - before).toBeLessThan((BOMB_MIB / 2) * 2 ** 20);
  });
});

describe('an upload that is not what it declares', () => {
  test.each([
    ['4294967296', 413, 'upload.too-large'],
    ...['NaN', '-1', '1.5', '1e3', '1e21', '0x10', 'Infinity', '9007199254740993'].map(
      (length) => [length, 400, 'upload.protocol'] as const,
    ),
  ] as const)('is not begun with a length of %s', async (length, status, code) => {
    const { response } = await begin('ab'.repeat(32), { 'upload-length': length });
    expect(await readProblem(response)).toMatchObject({ status, code });
    expect(filesIn('uploads')).toEqual([]);
  });

  /** Bytes whose number is not said beforehand. */
  function unannounced(pieces: number): ReadableStream {
    let left = pieces;
    return new ReadableStream({
      pull: (controller) => {
        if (left > 0) controller.enqueue(new Uint8Array(65_536));
        else controller.close();
        left -= 1;
      },
    });
  }
  const onDisk = () => filesIn('uploads').map(({ parentPath, name }) => statSync(join(parentPath, name)).size);

  test('takes no byte more than it declared, announced or not, and can be given up', async () => {
    const { path } = await begin('cd'.repeat(32), { 'upload-length': '100000' });
    const bodies = [new Uint8Array(100_001), unannounced(40)];
    for (const body of bodies) {
      const offset = (await ask('HEAD', path, {})).headers.get('upload-offset') ?? '';
      const refused = await ask('PATCH', path, { ...TYPE, 'upload-offset': offset }, body);
      expect(await readProblem(refused)).toMatchObject({ status: 413, code: 'upload.too-large' });
      expect(Math.max(...onDisk())).toBeLessThanOrEqual(100_000);
    }
    expect((await ask('DELETE', path, {})).status).toBe(204);
    expect(filesIn('uploads')).toEqual([]);
  });

  test('is bounded also where it says its length last', async () => {
    const { response, path } = await begin('ef'.repeat(32), { 'upload-defer-length': '1' });
    expect(response.status).toBe(201);
    const long = { ...TYPE, 'upload-offset': '0', 'upload-length': '4294967296' };
    expect((await readProblem(await ask('PATCH', path, long, new Uint8Array(1)))).code).toBe('upload.too-large');
    const endless = await ask('PATCH', path, { ...TYPE, 'upload-offset': '0' }, unannounced(64));
    expect((await readProblem(endless)).code).toBe('upload.too-large');
    expect(Math.max(...onDisk())).toBeLessThanOrEqual(MOST_BYTES);
    expect((await ask('DELETE', path, {})).status).toBe(204);
    expect(filesIn('uploads')).toEqual([]);
  });
});

test('after all of them the cloud takes in what is good', async () => {
  const { digest, entries } = seal();
  await upload(digest, Uint8Array.from(writeOddZip(entries)));
  expect((await fetchReceipt(cloud.url, gateway, digest)).status).toBe(200);
  expect((await readSummary(cloud)).packages).toMatchObject({ accepted: 1, refused: rotten.length });
});
