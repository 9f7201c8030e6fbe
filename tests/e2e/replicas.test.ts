import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type TestCloud,
  type TestGateway,
  type TestPackage,
  makeOlderDatabase,
  readReceipt,
  readSummary,
  startTestCloud,
  uploadPackage,
  writePackage,
} from '@lamppost/cloud-api/testing';
import { CasePage } from '@lamppost/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DebianPostgres, startPostgres } from './debian-peers.js';
import { missingPeer } from './peers.js';

const GATEWAYS = ['pole-001', 'pole-002', 'pole-003'];
const PACKAGES_EACH = 4;

const missing = missingPeer({ commands: ['pg_ctlcluster'] });
const reason = missing === null ? '' : ` (${missing})`;

let directory = '';
let postgres: DebianPostgres;
let gateways: TestGateway[] = [];
const clouds: TestCloud[] = [];
const chains: TestPackage[][] = [];

/** A replica: a folder of its own, but for the evidence that all see, as a shared disk is mounted; and the key and the database of all. */
async function startReplica(name: string, evidence: string, databaseUrl: string): Promise<TestCloud> {
  const dataFolder = join(directory, name);
  mkdirSync(dataFolder);
  symlinkSync(evidence, join(dataFolder, 'evidence'));
  const cloud = await startTestCloud({ databaseUrl, dataFolder, receiptKeyFile: join(directory, 'receipt-key.pem') });
  clouds.push(cloud);
  return cloud;
}

/** The next package of a gateway, of a car at a place of its own. */
async function seal(gateway: TestGateway, chain: readonly TestPackage[]): Promise<TestPackage> {
  const sequence = chain.length + 1;
  const file = join(directory, `${gateway.gatewayId}-${sequence}.zip`);
  const placeName = `${gateway.gatewayId} ${sequence}`;
  return writePackage(file, gateway, { sequence, previousDigest: chain.at(-1)?.digest ?? null, placeName });
}

function cloudAt(index: number): TestCloud {
  const cloud = clouds[index];
  if (cloud === undefined) throw new Error(`there is no replica ${String(index)}`);
  return cloud;
}

async function caseIds(cloud: TestCloud): Promise<string[]> {
  const page = CasePage.parse(await (await cloud.read('/api/v1/cases?limit=100')).json());
  return page.cases.map(({ caseId }) => caseId).sort();
}

describe.skipIf(missing !== null)(`three clouds on one PostgreSQL of Debian${reason}`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'replicas-'));
    chmodSync(directory, 0o755);
    mkdirSync(join(directory, 'postgres'));
    postgres = await startPostgres(join(directory, 'postgres'));
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(directory, 'receipt-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const evidence = join(directory, 'evidence');
    mkdirSync(evidence);
    // One after the other: the first brings the tables.
    for (const name of ['first', 'second', 'third']) await startReplica(name, evidence, postgres.url);
    gateways = await Promise.all(GATEWAYS.map((id, index) => cloudAt(index).enrol(id)));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(clouds.map((cloud) => cloud.close()));
    for (const cloud of clouds) cloud.remove();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('take in what comes to any of them, once, and tell the same', async () => {
    await Promise.all(
      gateways.map(async (gateway, index) => {
        const chain: TestPackage[] = [];
        chains.push(chain);
        for (let sequence = 1; sequence <= PACKAGES_EACH; sequence += 1) {
          const sealed = await seal(gateway, chain);
          // To all three at once, as a gateway does that lost the answers: each says that it has it.
          await Promise.all(clouds.map(({ url }) => uploadPackage(url, gateway, sealed)));
          const { url } = cloudAt((index + sequence) % clouds.length);
          const { receipt } = await readReceipt(url, gateway, sealed.digest);
          expect(receipt).toMatchObject({ digest: sealed.digest, sequence });
          chain.push(sealed);
        }
      }),
    );
    const summaries = await Promise.all(clouds.map((cloud) => readSummary(cloud)));
    expect(summaries.map(({ packages }) => packages.accepted)).toEqual(
      clouds.map(() => GATEWAYS.length * PACKAGES_EACH),
    );
    const lists = await Promise.all(clouds.map((cloud) => caseIds(cloud)));
    expect(lists).toEqual(clouds.map(() => lists[0]));
    expect(lists[0]?.length).toBeGreaterThan(0);
  });

  test('can be brought back elsewhere from a dump and a copy of the folder, and go on from there', async () => {
    const [gateway] = gateways as [TestGateway];
    const chain = chains.find(([first]) => first?.manifest.gatewayId === gateway.gatewayId) ?? [];
    const before = await caseIds(cloudAt(0));
    // While they run, as docs/operations.md has it: the database first, then the files, which are only ever added.
    const dump = join(directory, 'lamppost.dump');
    writeFileSync(dump, postgres.run('pg_dump', '--format=custom', `--dbname=${postgres.url}`));
    const copy = join(directory, 'copy');
    cpSync(join(directory, 'evidence'), copy, { recursive: true });

    const restored = postgres.url.replace(/postgres$/, 'restored');
    postgres.run('psql', `--dbname=${postgres.url}`, '--command=CREATE DATABASE restored');
    postgres.run('pg_restore', `--dbname=${restored}`, '--exit-on-error', dump);
    // The check of docs/operations.md.
    const named = `select sha256, left(sha256, 2) || '/' || sha256 from (select sha256 from package_files union select sha256 from dispatch_photos) f`;
    const list = postgres.run('psql', `--dbname=${restored}`, '-At', '-F', '  ', `--command=${named}`);
    execFileSync('sha256sum', ['--quiet', '-c', '-'], { cwd: join(copy, 'sha256'), input: list });
    const cloud = await startReplica('restored', copy, restored);
    expect(await caseIds(cloud)).toEqual(before);
    const [caseId = ''] = before;
    const detail = (await (await cloud.read(`/api/v1/cases/${caseId}`)).json()) as { files: { url: string }[] };
    for (const { url } of detail.files)
      expect((await cloud.read(`${url}${url.includes('?') ? '&' : '?'}reason=restore`)).status).toBe(200);

    // The gateway finds its chain where it left it.
    const next = await seal(gateway, chain);
    await uploadPackage(cloud.url, gateway, next);
    const { receipt } = await readReceipt(cloud.url, gateway, next.digest);
    expect(receipt).toMatchObject({ digest: next.digest, sequence: PACKAGES_EACH + 1 });
  });

  test('bring the tables of an older cloud into partitions by month, with what stands in them', async () => {
    const query = (url: string, text: string) =>
      postgres
        .run('psql', `--dbname=${url}`, '--tuples-only', '--no-align', `--command=${text}`)
        .toString()
        .trim()
        .split('\n');
    const partitions = "select count(*) from pg_inherits where inhparent = 'case_steps'::regclass";
    // Three replicas made this month and the next three, once, and the one for whatever has no month.
    expect(query(postgres.url, partitions)).toEqual(['5']);

    const older = postgres.url.replace(/postgres$/, 'older');
    query(postgres.url, 'create database older');
    const { months } = await makeOlderDatabase(older);
    await startReplica('older', join(directory, 'evidence'), older);
    for (const table of ['audit_log', 'case_steps', 'case_acts'])
      expect(query(older, `select tableoid::regclass::text, count(*) from ${table} group by 1 order by 1`)).toEqual(
        ['02', '03', '04'].map((month) => `${table}_p2025_${month}|1`),
      );
    expect(query(older, partitions)).toEqual([`${5 + months}`]);
    const insert =
      "insert into case_acts (case_id, act, at_ms, display_name, what) select case_id, 'x', 1, 'x', '{}' from cases returning act_number";
    expect(query(older, insert)[0]).toBe(`${months + 1}`);
  });
});
