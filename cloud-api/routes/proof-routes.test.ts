import { join } from 'node:path';
import { ChainEntries, ConsistencyProof, EvidenceProof, GatewayKeys, SignedEntryReceipt } from '@lamppost/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../clock.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { decodePublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { openReceiptSigner } from '../ingest/receipt-signer.js';
import { appendQueued } from '../merkle-log/append-queued.js';
import { hashLeaf } from '../merkle-log/merkle-tree.js';
import { isConsistent, isIncluded } from '../merkle-log/verify-proof.js';
import { sealRotation, sealTombstone } from '../testing/sealed-entry.js';
import { createTestGateway, writePackage, type TestGateway } from '../testing/sealed-package.js';
import {
  databaseUrl,
  fetchReceipt,
  postJson,
  readProblem,
  readReceipt,
  startTestCloud,
  uploadPackage,
  type TestCloud,
} from '../testing/test-cloud.js';

const ADDRESS = '/api/v1/chain-entries';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

async function handIn(by: TestGateway, signed: unknown): Promise<Response> {
  return await postJson(`${cloud.url}${ADDRESS}`, signed, { authorization: `Bearer ${await by.signToken()}` });
}

async function sendPackage(by: TestGateway, sequence: number, previousDigest: string | null): Promise<string> {
  const file = join(cloud.folder, `${by.gatewayId}-${sequence}-${by.keyId}.zip`);
  const sent = await writePackage(file, by, { sequence, previousDigest });
  await uploadPackage(cloud.url, by, sent);
  return sent.digest;
}

async function readReceiptKey() {
  const { receiptKeys } = GatewayKeys.parse(await (await cloud.read('/api/v1/gateways/keys')).json());
  const key = decodePublicKey(receiptKeys?.[0] ?? '');
  if (key === null) throw new Error('the cloud gives no key of its own');
  return key;
}

async function readProofOf(digest: string): Promise<EvidenceProof> {
  return await vi.waitFor(
    async () => {
      const proof = EvidenceProof.parse(await (await cloud.read(`/api/v1/packages/${digest}/proof`)).json());
      expect(proof.inclusion).not.toBeNull();
      return proof;
    },
    { timeout: 20_000, interval: 100 },
  );
}

describe('entries of the chain', () => {
  test('a tombstone is kept once, with a receipt that the cloud signed, and can be read', async () => {
    const gateway = await cloud.enrol('pole-001');
    const dropped = { violationId: 'c'.repeat(32), sequence: 1, digest: 'd'.repeat(64), previousDigest: null };
    const { signed, digest } = sealTombstone(gateway, { sequence: 2, previousDigest: 'd'.repeat(64) }, [
      { ...dropped, matter: 'parking', severity: 1, triggeredAtMs: 1_772_323_000_000 },
    ]);
    const { receipt, keyId, signature } = SignedEntryReceipt.parse(await (await handIn(gateway, signed)).json());
    expect(receipt).toMatchObject({ digest, gatewayId: 'pole-001', sequence: 2 });
    const key = await readReceiptKey();
    expect(keyId).toBe(key.keyId);
    expect(key.verify(toCanonicalJson(receipt), Buffer.from(signature, 'base64'))).toBe(true);

    const again = SignedEntryReceipt.parse(await (await handIn(gateway, signed)).json());
    expect(again.receipt).toEqual(receipt);
    const list = async (after: number) =>
      ChainEntries.parse(await (await cloud.read(`${ADDRESS}?gatewayId=pole-001&after=${after}`)).json()).entries;
    expect(await list(0)).toEqual([signed]);
    expect(await list(2)).toEqual([]);
    expect((await fetch(`${cloud.url}${ADDRESS}?gatewayId=pole-001`)).status).toBe(401);

    const altered = { ...signed, entry: { ...signed.entry, reason: 'expired' } };
    expect((await readProblem(await handIn(gateway, altered))).code).toBe('entry.unproven');
  });

  test('a new key takes over where the old one signed it, and what the old one sealed before still comes', async () => {
    const old = await cloud.enrol('pole-002');
    const fresh = createTestGateway('pole-002', 'SM2-SM3');
    const first = await sendPackage(old, 1, null);
    const second = await writePackage(join(cloud.folder, 'second.zip'), old, { sequence: 2, previousDigest: first });
    const place = { sequence: 3, previousDigest: second.digest };
    const other = createTestGateway('pole-002');
    for (const forged of [
      sealRotation(old, fresh, place, { old: other }),
      sealRotation(old, fresh, place, { fresh: other }),
      sealRotation(other, fresh, place),
      sealRotation(old, { ...fresh, keyId: other.keyId }, place),
    ])
      expect((await readProblem(await handIn(old, forged.signed))).code).toBe('entry.unproven');

    const rotation = sealRotation(old, fresh, place);
    expect((await handIn(old, rotation.signed)).status).toBe(200);
    // The old key signs no token any more; the new one does, also for what the old one sealed.
    expect((await readProblem(await fetchReceipt(cloud.url, old, first))).code).toBe('device.key-revoked');
    await uploadPackage(cloud.url, fresh, second);
    expect((await readReceipt(cloud.url, fresh, second.digest)).receipt.sequence).toBe(2);
    const fourth = await sendPackage(fresh, 4, rotation.digest);
    expect((await readReceipt(cloud.url, fresh, fourth)).receipt.sequence).toBe(4);

    const late = await writePackage(join(cloud.folder, 'late.zip'), old, { sequence: 5, previousDigest: fourth });
    await uploadPackage(cloud.url, fresh, late).catch(() => undefined);
    expect((await readProblem(await fetchReceipt(cloud.url, fresh, late.digest))).code).toBe('evidence.key-unknown');

    const { keys } = GatewayKeys.parse(await (await cloud.read('/api/v1/gateways/keys')).json());
    expect(keys.find(({ publicKey }) => publicKey === fresh.publicKey)).toMatchObject({ previousKeyId: old.keyId });
    const database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
    try {
      const rows = await database
        .selectFrom('packages')
        .select('chain_question')
        .where('gateway_id', '=', 'pole-002')
        .execute();
      expect(rows.map(({ chain_question: question }) => question)).toEqual([null, null, null]);
    } finally {
      await database.destroy();
    }
  });
});

describe('the Merkle log', () => {
  test('proves that packages and entries stand in it, and that it only grew', async () => {
    const gateway = await cloud.enrol('pole-003');
    const key = await readReceiptKey();
    const first = await sendPackage(gateway, 1, null);
    const earlier = (await readProofOf(first)).inclusion?.treeHead.treeHead.treeSize ?? 0;
    const second = await sendPackage(gateway, 2, first);
    for (const digest of [first, second]) {
      const { inclusion, receipt, timeStamps } = await readProofOf(digest);
      if (inclusion === null) throw new Error('unreachable');
      expect(receipt.receipt.digest).toBe(digest);
      expect(timeStamps).toEqual([]);
      const { treeHead, signature } = inclusion.treeHead;
      expect(key.verify(toCanonicalJson(treeHead), Buffer.from(signature, 'base64'))).toBe(true);
      const claim = {
        leafIndex: inclusion.leafIndex,
        leafHash: hashLeaf(Buffer.from(digest, 'hex')),
        treeSize: treeHead.treeSize,
        rootHash: Buffer.from(treeHead.rootHash, 'hex'),
        path: inclusion.path.map((hash) => Buffer.from(hash, 'hex')),
      };
      expect(isIncluded(claim)).toBe(true);
      expect(isIncluded({ ...claim, leafHash: hashLeaf(Buffer.alloc(32)) })).toBe(false);
    }
    const answer = await cloud.read(`/api/v1/log/consistency?first=${earlier}`);
    const proof = ConsistencyProof.parse(await answer.json());
    const root = ({ treeHead }: ConsistencyProof['first']) => Buffer.from(treeHead.rootHash, 'hex');
    expect(proof.second.treeHead.treeSize).toBeGreaterThan(earlier);
    expect(
      isConsistent({
        ...{ firstSize: earlier, firstRoot: root(proof.first) },
        ...{ secondSize: proof.second.treeHead.treeSize, secondRoot: root(proof.second) },
        path: proof.path.map((hash) => Buffer.from(hash, 'hex')),
      }),
    ).toBe(true);
    expect(await (await cloud.read('/api/v1/log/head')).json()).toEqual(proof.second);
  });

  test('says what it does not have', async () => {
    const unknown = await cloud.read(`/api/v1/packages/${'0'.repeat(64)}/proof`);
    expect((await readProblem(unknown)).code).toBe('proof.unknown-digest');
    const tooLarge = await cloud.read('/api/v1/log/consistency?first=1&second=1000000');
    expect((await readProblem(tooLarge)).code).toBe('log.no-such-head');
  });

  test('grows rightly under several replicas at once', async () => {
    const log = pino({ level: 'silent' });
    const url = databaseUrl(cloud);
    const databases: CloudDatabase[] = [];
    try {
      for (let replica = 0; replica < 3; replica += 1) databases.push(await openDatabase({ url, log }));
      const [one] = databases;
      if (one === undefined) throw new Error('unreachable');
      const digests = Array.from({ length: 600 }, (_, index) => `feed${index.toString(16).padStart(60, '0')}`);
      await one
        .insertInto('log_queue')
        .values(digests.map((digest) => ({ digest })))
        .execute();
      const signer = openReceiptSigner(join(cloud.dataFolder, 'keys'));
      // The cloud itself takes part too.
      const appendAll = async (database: CloudDatabase) => {
        while ((await appendQueued({ database, signer, clock: systemClock })) > 0);
      };
      await Promise.all(databases.map(appendAll));
      const leaves = await one.selectFrom('log_leaves').selectAll().orderBy('leaf_index').execute();
      expect(leaves.map(({ leaf_index: index }) => index)).toEqual(leaves.map((_, index) => index));
      expect(leaves.filter(({ digest }) => digest.startsWith('feed'))).toHaveLength(600);
      // Appended one by one or in batches, the tree is the same: two hashes for each leaf, less one for each full subtree at its end.
      const nodes = await one.selectFrom('log_nodes').selectAll().execute();
      const fullAtEnd = leaves.length.toString(2).replaceAll('0', '').length;
      expect(nodes).toHaveLength(2 * leaves.length - fullAtEnd);
    } finally {
      await Promise.all(databases.map((database) => database.destroy()));
    }
  });
});
