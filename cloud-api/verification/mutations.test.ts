import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ConsistencyProof, EvidenceManifest, EvidenceProof, SignedTreeHead } from '@lamppost/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { computeKeyId, decodePublicKey, encodePublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { readManifest } from '../ingest/read-manifest.js';
import { appendLeaf, consistencyPath, hashLeaf, inclusionPath, rootHash } from '../merkle-log/merkle-tree.js';
import { sealRotation, sealTombstone, type SealedEntry } from '../testing/sealed-entry.js';
import {
  buildManifest,
  createTestGateway,
  sealEntries,
  type TestEntry,
  type TestGateway,
} from '../testing/sealed-package.js';
import type { Finding } from './finding.js';
import { type VerifyContext, type VerifyReport, verifyPaths } from './verify-paths.js';

// Every part of a chain is changed in every way; each change must be found and named, and the untouched chain must stay right.
const SEED = 20261122;

const first = createTestGateway('pole-001');
const second = createTestGateway('pole-001');
const third = createTestGateway('pole-001', 'SM2-SM3');
const thief = createTestGateway('pole-001');
const cloudKeys = generateKeyPairSync('ed25519');
const cloudKey = decodePublicKey(encodePublicKey(cloudKeys.publicKey));
const cloudKeyId = computeKeyId(cloudKeys.publicKey);
const context: VerifyContext = {
  signers: {
    gateways: new Map([
      [first.keyId, { gatewayId: 'pole-001', publicKey: first.publicKeyObject, previousKeyId: null }],
    ]),
    cloud: new Map(cloudKey === null ? [] : [[cloudKeyId, cloudKey]]),
  },
  tsaRoots: null,
};

/** A package of the chain, in its parts. */
interface Part {
  readonly manifest: EvidenceManifest;
  readonly entries: readonly TestEntry[];
  readonly digest: string;
  readonly by: TestGateway;
}

const files = (sequence: number) => ({
  'media/still-1.jpg': Buffer.from(`picture ${sequence} `.repeat(20)),
  'media/readings.json': Buffer.from(`{"readings":[${sequence}]}`),
});

function sealPart(by: TestGateway, sequence: number, previousDigest: string | null, over: object = {}): Part {
  const sealedAtMs = 1_772_323_260_000 + sequence * 60_000;
  const manifest = {
    ...buildManifest({ gatewayId: 'pole-001', files: files(sequence), sequence, previousDigest, sealedAtMs }),
    ...over,
  };
  const read = readManifest(toCanonicalJson(manifest));
  if (read.status === 'refused') throw new Error(read.detail);
  const [body, signature, ...media] = sealEntries(by, manifest, files(sequence));
  if (body === undefined || signature === undefined) throw new Error('unreachable');
  const canonical = { name: signature.name, bytes: toCanonicalJson(JSON.parse(signature.bytes.toString())) };
  return { manifest, entries: [body, canonical, ...media], digest: read.digest, by };
}

async function pack(entries: readonly TestEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  const form = { mtime: new Date(2000, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const { name, bytes } of entries) zip.addBuffer(bytes, name, form);
  zip.end();
  return await buffer(zip.outputStream);
}

function ofCloud(statement: object) {
  return {
    keyId: cloudKeyId,
    signature: sign(null, toCanonicalJson(statement), cloudKeys.privateKey).toString('base64'),
  };
}

const at = (sequence: number, previousDigest: string | null) => ({
  sequence,
  previousDigest,
  atMs: 1_772_323_260_000 + sequence * 60_000,
});
const parts = new Map<number, Part>();
const entries = new Map<number, SealedEntry>();
/** The whole chain by file name. */
const chain = new Map<string, Buffer>();
let folder: string;

/** 1, 2, 4 by the first key, 3 given up in 5, 6 the second key, 7, 8 the third, 9, 10. */
async function buildChain(): Promise<void> {
  let last: string | null = null;
  const seal = (by: TestGateway, sequence: number) => {
    const part = sealPart(by, sequence, last);
    parts.set(sequence, part);
    last = part.digest;
  };
  const enter = (sequence: number, entry: SealedEntry) => {
    entries.set(sequence, entry);
    last = entry.digest;
  };
  for (const sequence of [1, 2, 3, 4]) seal(first, sequence);
  const { violationId, matter, severity, triggeredAtMs } = parts.get(3)?.manifest.violation ?? neverHere();
  const dropped = { sequence: 3, digest: parts.get(3)?.digest ?? '', previousDigest: parts.get(2)?.digest ?? '' };
  enter(5, sealTombstone(first, at(5, last), [{ ...{ violationId, matter, severity, triggeredAtMs }, ...dropped }]));
  parts.delete(3);
  enter(6, sealRotation(first, second, at(6, last)));
  seal(second, 7);
  enter(8, sealRotation(second, third, at(8, last)));
  for (const sequence of [9, 10]) seal(third, sequence);
  for (const [sequence, part] of parts) chain.set(`${sequence}.zip`, await pack(part.entries));
  for (const [sequence, { signed }] of entries) chain.set(`${sequence}.entry.json`, toCanonicalJson(signed));
  addProofs([...parts.values()].map(({ digest }) => digest));
}

/** The log of a cloud that took the packages in, one by one. */
function addProofs(digests: readonly string[]): void {
  const nodes = new Map<string, Buffer>();
  const nodeOf = (level: number, index: number) => nodes.get(`${level} ${index}`) ?? neverHere();
  digests.forEach((digest, size) => {
    for (const { level, index, hash } of appendLeaf(size, hashLeaf(Buffer.from(digest, 'hex')), nodeOf))
      nodes.set(`${level} ${index}`, hash);
  });
  const hex = (path: readonly Buffer[]) => path.map((hash) => hash.toString('hex'));
  const headOf = (treeSize: number): SignedTreeHead => {
    const treeHead = {
      ...{ schema: 'lamppost.tree-head/1' as const, treeSize },
      ...{ rootHash: rootHash(treeSize, nodeOf).toString('hex'), atMs: 1_772_400_000_000 },
    };
    return { treeHead, ...ofCloud(treeHead) };
  };
  const { digest, manifest } = parts.get(4) ?? neverHere();
  const receipt = {
    ...{ schema: 'lamppost.receipt/1' as const, digest, gatewayId: 'pole-001', sequence: manifest.sequence },
    ...{ caseId: 'LP-20260301-000004', acceptedAtMs: 1_772_400_000_000 },
  };
  const leafIndex = digests.indexOf(digest);
  const proof: EvidenceProof = {
    ...{ schema: 'lamppost.proof/1', digest, receipt: { receipt, ...ofCloud(receipt) }, timeStamps: [] },
    inclusion: { leafIndex, path: hex(inclusionPath(leafIndex, 5, nodeOf)), treeHead: headOf(5) },
  };
  const consistency: ConsistencyProof = {
    ...{ schema: 'lamppost.consistency/1', first: headOf(3), second: headOf(5) },
    path: hex(consistencyPath(3, 5, nodeOf)),
  };
  chain.set('4.proof.json', Buffer.from(JSON.stringify(proof)));
  chain.set('log.consistency.json', Buffer.from(JSON.stringify(consistency)));
}

function neverHere(): never {
  throw new Error('unreachable');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-mutations-'));
  await buildChain();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const restore = () => {
  for (const [name, bytes] of chain) writeFileSync(join(folder, name), bytes);
};
beforeEach(restore);

const verifyAll = () => verifyPaths([folder], context);

/** All findings, each with the file whose it is, or its words where it is of several. */
function findingsOf({ packages, entries: others, proofs, chain: between }: VerifyReport): string[] {
  const own = [...packages, ...others, ...proofs].flatMap(({ file, findings }) =>
    findings.map(({ code, detail }: Finding) => `${basename(file)} ${code}: ${detail}`),
  );
  return [...own, ...between.map(({ code, detail }) => `${code}: ${detail.replaceAll(`${folder}/`, '')}`)];
}

/** What is found in one file that was changed, by itself: its keys are known, and beside it is what it must fit. */
async function foundIn(name: string, bytes: Buffer): Promise<string[]> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const beside = name.endsWith('.proof.json') ? [join(folder, '4.zip')] : [];
  const gateways = [first, second, third].map(
    ({ keyId, publicKeyObject: publicKey }) =>
      [keyId, { gatewayId: 'pole-001', publicKey, previousKeyId: null }] as const,
  );
  const signers = { gateways: new Map(gateways), cloud: context.signers?.cloud ?? null };
  return findingsOf(await verifyPaths([file, ...beside], { signers, tsaRoots: null }));
}

/** What is found when one file is another, or gone. */
async function foundWith(name: string, bytes: Buffer | null): Promise<string[]> {
  if (bytes === null) unlinkSync(join(folder, name));
  else writeFileSync(join(folder, name), bytes);
  try {
    return findingsOf(await verifyAll());
  } finally {
    if (!chain.has(name)) unlinkSync(join(folder, name));
    restore();
  }
}

test('the untouched chain proves itself, with its tombstone, its three keys and its place in the log', async () => {
  const report = await verifyAll();
  expect(findingsOf(report)).toEqual([]);
  expect(report.outcome).toBe('proven');
  expect(report.entries.map(({ kind }) => kind)).toEqual(['tombstone', 'rotation', 'rotation']);
  expect(report.proofs[0]).toMatchObject({ inclusion: { leafIndex: 2, treeSize: 5 }, signature: 'good' });
});

describe('a file with bytes changed', () => {
  const NAMES = [
    '1.zip',
    '4.zip',
    '7.zip',
    '10.zip',
    '5.entry.json',
    '6.entry.json',
    '8.entry.json',
    '4.proof.json',
    'log.consistency.json',
  ];

  test.each(['flip', 'cut', 'append', 'insert', 'remove', 'swap'] as const)(
    '%s is found, and the file is named',
    async (how) => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...NAMES),
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          fc.integer({ min: 1, max: 60 }),
          async (name, where, bits, count) => {
            const bytes = chain.get(name) ?? neverHere();
            const index = where % bytes.length;
            const changed = mutate(bytes, { how, index, bits, count });
            fc.pre(!changed.equals(bytes));
            const found = await foundIn(name, changed);
            expect(found.filter((line) => line.includes(name))).not.toEqual([]);
          },
        ),
        { numRuns: 60, seed: SEED },
      );
    },
  );
});

interface Mutation {
  readonly how: 'flip' | 'cut' | 'append' | 'insert' | 'remove' | 'swap';
  readonly index: number;
  readonly bits: number;
  readonly count: number;
}

function mutate(bytes: Buffer, { how, index, bits, count }: Mutation): Buffer {
  const [head, tail] = [bytes.subarray(0, index), bytes.subarray(index)];
  switch (how) {
    case 'flip':
      return Buffer.concat([head, Buffer.from([(tail[0] ?? 0) ^ bits]), tail.subarray(1)]);
    case 'cut':
      return head;
    case 'append':
      return Buffer.concat([bytes, Buffer.alloc(count, bits)]);
    case 'insert':
      return Buffer.concat([head, Buffer.alloc(count, bits), tail]);
    case 'remove':
      return Buffer.concat([head, tail.subarray(count)]);
    case 'swap':
      return Buffer.concat([tail.subarray(0, count), head, tail.subarray(count)]);
  }
}

describe('a package put together anew', () => {
  const anew = async (sequence: number, change: (entries: readonly TestEntry[]) => readonly TestEntry[]) =>
    await foundWith(`${sequence}.zip`, await pack(change((parts.get(sequence) ?? neverHere()).entries)));
  const other = (sequence: number, name: string) =>
    parts.get(sequence)?.entries.find((entry) => entry.name === name) ?? neverHere();

  test.each([1, 4, 9])('(%i) with a file of another package is named by that file', async (sequence) => {
    for (const name of ['media/still-1.jpg', 'media/readings.json'])
      expect(await anew(sequence, (all) => all.map((entry) => (entry.name === name ? other(2, name) : entry)))).toEqual(
        [expect.stringMatching(new RegExp(`^${sequence}.zip evidence.file-altered: ${name} has`)) as string],
      );
  });

  test.each([1, 4, 9])('(%i) with the signature of another is named by it', async (sequence) => {
    const found = await anew(sequence, (all) =>
      all.map((entry) => (entry.name === 'manifest.sig' ? other(2, 'manifest.sig') : entry)),
    );
    expect(found[0]).toBe(`${sequence}.zip evidence.signature-invalid: manifest.sig over manifest.json`);
  });

  test.each([
    ['manifest.json', 'evidence.manifest-missing'],
    ['manifest.sig', 'evidence.signature-missing'],
    ['media/still-1.jpg', 'evidence.file-missing'],
  ])('without %s is named by it', async (name, code) => {
    const found = await anew(4, (all) => all.filter((entry) => entry.name !== name));
    expect(found[0]).toBe(`4.zip ${code}: ${name}`);
  });

  test('with a file more, or in another order, is named', async () => {
    const more = { name: 'media/more.jpg', bytes: Buffer.from('more') };
    expect(await anew(4, (all) => [...all, more])).toEqual(['4.zip evidence.file-unlisted: media/more.jpg']);
    expect(await anew(4, ([a, b, c, d]) => [a, b, d, c].flatMap((entry) => entry ?? []))).toEqual([
      '4.zip package.form: the entries are not in their order',
    ]);
  });
});

describe('a chain', () => {
  test.each([
    ['2.zip', ['chain.gap: pole-001: 2 is missing between 1.zip and 5.entry.json']],
    ['4.zip', ['chain.gap: pole-001: 4 is missing between 5.entry.json and 5.entry.json']],
    [
      '5.entry.json',
      [
        'chain.gap: pole-001: 3 is missing between 2.zip and 4.zip',
        'chain.gap: pole-001: 5 is missing between 4.zip and 6.entry.json',
      ],
    ],
    ['7.zip', ['chain.gap: pole-001: 7 is missing between 6.entry.json and 8.entry.json']],
    ['9.zip', ['chain.gap: pole-001: 9 is missing between 8.entry.json and 10.zip']],
  ])('without %s has a gap, named', async (name, expected) => {
    const found = await foundWith(name, null);
    expect(found.filter((line) => line.startsWith('chain.'))).toEqual(expected);
  });

  test.each([
    ['6.entry.json', second.keyId],
    ['8.entry.json', third.keyId],
  ])('without the change of keys in %s does not know the new key', async (name, keyId) => {
    const found = await foundWith(name, null);
    expect(found.some((line) => line.includes('evidence.key-unknown') && line.includes(keyId))).toBe(true);
    expect(found.some((line) => line.startsWith('chain.gap'))).toBe(true);
  });

  test('with a file twice has a duplicate, both named', async () => {
    for (const name of ['1.zip', '10.zip', '5.entry.json'])
      expect(await foundWith(`copy-${name}`, chain.get(name) ?? neverHere())).toEqual([
        expect.stringMatching(
          new RegExp(`^chain.duplicate: .*${name}.*copy-${name}|^chain.duplicate: .*copy-${name}.*${name}`),
        ) as string,
      ]);
  });

  test('with the package that was given up still proves itself', async () => {
    const part = sealPart(first, 3, parts.get(2)?.digest ?? null);
    expect(await foundWith('3.zip', await pack(part.entries))).toEqual([]);
    const changed = sealPart(first, 3, parts.get(2)?.digest ?? null, { software: { name: 'other', version: '1' } });
    expect((await foundWith('3.zip', await pack(changed.entries)))[0]).toMatch(/^chain.fork: .*3: .*/);
  });

  test.each([1, 2, 4, 7, 9, 10])('with package %i signed by another key is told by that key', async (sequence) => {
    const { manifest } = parts.get(sequence) ?? neverHere();
    const stolen = sealPart(thief, sequence, manifest.previousDigest);
    expect(await foundWith(`${sequence}.zip`, await pack(stolen.entries))).toEqual([
      `${sequence}.zip evidence.key-unknown: keyId ${thief.keyId} in manifest.sig`,
    ]);
    const { keyId, algorithm } = parts.get(sequence)?.by ?? neverHere();
    const disguised = sealPart({ ...thief, keyId, algorithm }, sequence, manifest.previousDigest);
    expect(await foundWith(`${sequence}.zip`, await pack(disguised.entries))).toEqual([
      `${sequence}.zip evidence.signature-invalid: manifest.sig over manifest.json`,
    ]);
  });

  test('with an entry signed by another key is told by that key', async () => {
    const place = (sequence: number) => at(sequence, entries.get(sequence)?.signed.entry.previousDigest ?? null);
    const forged = (name: string, { signed }: SealedEntry) => foundWith(name, toCanonicalJson(signed));
    const dropped = (entries.get(5)?.signed.entry ?? neverHere()) as { dropped: Parameters<typeof sealTombstone>[2] };
    expect((await forged('5.entry.json', sealTombstone(thief, place(5), dropped.dropped)))[0]).toBe(
      `5.entry.json evidence.key-unknown: signature.keyId ${thief.keyId}`,
    );
    for (const signers of [
      { old: thief },
      { old: { ...thief, keyId: first.keyId } },
      { fresh: thief },
      { fresh: { ...thief, keyId: second.keyId } },
    ])
      expect((await forged('6.entry.json', sealRotation(first, second, place(6), signers)))[0]).toMatch(
        /evidence\.key-unknown|^6\.entry\.json entry\.signature-invalid/,
      );
    const own = await forged('6.entry.json', sealRotation(thief, thief, place(6)));
    expect(own).toContain(`6.entry.json evidence.key-unknown: signature.keyId ${thief.keyId}`);
  });

  test('whose own key sealed it in another order is broken, with the place', async () => {
    const [one, two] = [parts.get(1) ?? neverHere(), parts.get(2) ?? neverHere()];
    const moved = sealPart(first, 2, one.digest, { violation: parts.get(4)?.manifest.violation });
    expect(await foundWith('2.zip', await pack(moved.entries))).toEqual([
      expect.stringMatching(/^chain\.link-broken: 5\.entry\.json \(pole-001 3\) names .* 2\.zip is/) as string,
    ]);
    const early = sealPart(first, 1, null, { sealedAtMs: two.manifest.sealedAtMs + 1 });
    const found = await foundWith('1.zip', await pack(early.entries));
    expect(found).toEqual([expect.stringMatching(/^chain\.link-broken: 2\.zip/) as string]);
  });

  test('signed by a key whose turn was over, or not yet come, says so', async () => {
    const late = sealPart(first, 7, entries.get(6)?.digest ?? null);
    expect((await foundWith('7.zip', await pack(late.entries))).filter((line) => line.includes('not-in-turn'))).toEqual(
      [`chain.key-not-in-turn: 7.zip (sequence 7) is signed by ${first.keyId}, which gave way at 6`],
    );
    const early = sealPart(second, 4, parts.get(4)?.manifest.previousDigest ?? null);
    expect(await foundWith('4.zip', await pack(early.entries))).toEqual([
      `chain.key-not-in-turn: 4.zip (sequence 4) is signed by ${second.keyId}, which took over at 6`,
    ]);
  });
});

/** What a test changes in a proof. */
interface Changeable {
  readonly receipt: { readonly receipt: object };
  readonly inclusion: object;
  readonly timeStamps: object[];
}

describe('what a cloud proves', () => {
  const change = async (name: string, edit: (json: Changeable) => void) => {
    const json = JSON.parse(String(chain.get(name))) as Changeable;
    edit(json);
    return await foundWith(name, Buffer.from(JSON.stringify(json)));
  };

  test('is held against the package, the keys and the tree', async () => {
    const other = { ...{ digest: parts.get(2)?.digest ?? '' } };
    expect(
      (await change('4.proof.json', (proof) => Object.assign(proof, other))).map((line) => line.split(':')[0]),
    ).toEqual(['4.proof.json proof.receipt', '4.proof.json proof.receipt', '4.proof.json proof.inclusion']);
    const stranger = await change('4.proof.json', (proof) => Object.assign(proof, { digest: '0'.repeat(64) }));
    expect(stranger[0]).toContain('proof.unmatched');
    const unsigned = await change('4.proof.json', ({ receipt }) => Object.assign(receipt.receipt, { acceptedAtMs: 1 }));
    expect(unsigned).toEqual(['4.proof.json proof.receipt: receipt is not signed by the cloud']);
    const moved = await change('4.proof.json', ({ inclusion }) => Object.assign(inclusion, { leafIndex: 1 }));
    expect(moved).toEqual(['4.proof.json proof.inclusion: inclusion does not lead to the root of 5 leaves']);
    const stamped = await change('4.proof.json', (proof) => proof.timeStamps.push({ token: 'AAAA' }));
    expect(stamped).toEqual(['4.proof.json proof.time-stamp: timeStamps[0] is not good: it holds no SignedData']);
  });

  test('shows a log that is another one for others', async () => {
    const treeHead = { schema: 'lamppost.tree-head/1' as const, treeSize: 5, rootHash: 'a'.repeat(64), atMs: 1 };
    const found = await change('log.consistency.json', (proof) =>
      Object.assign(proof, { second: { treeHead, ...ofCloud(treeHead) } }),
    );
    expect(found).toEqual([
      'log.consistency.json proof.consistency: the log of 5 leaves is not one that grew from 3',
      'proof.split-view: there are different root hashes for 5 leaves: the cloud showed different logs',
    ]);
  });
});
