import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnrolmentResponse, Problem, SignedReceipt } from '@lamppost/contracts';
import { CloudSummary } from '../cases/summary.js';
import { pino } from 'pino';
import { Upload } from 'tus-js-client';
import { systemClock } from '../clock.js';
import { startCloud, type Cloud, type CloudOptions } from '../start-cloud.js';
import { createTestGateway, type TestGateway, type TestPackage } from './sealed-package.js';
import { dropTestDatabase, makeTestDatabase } from './test-database.js';

/** Access code of clouds under test. */
export const TEST_ACCESS_CODE = 'twelve lamps and more';

/** A real cloud on a database of its own, in a temporary folder. */
export interface TestCloud extends Cloud {
  readonly folder: string;
  readonly dataFolder: string;
  readonly enrolmentFile: string;
  /** Enrols a new gateway. */
  enrol(gatewayId: string): Promise<TestGateway>;
  /** A GET with the access code. */
  read(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Removes the folder; call it after the last `close`. */
  remove(): void;
}

/** Enrolment code of a gateway under test. */
export function enrolmentCode(gatewayId: string): string {
  return `code-of-${gatewayId}-0123456789`;
}

/** Sends JSON. */
export async function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Databases of the clouds that were started, by data folder: a cloud that starts again on its folder finds its own. */
const databases = new Map<string, string>();

/** The database of a cloud under test: one on a shared server where `LAMPPOST_TEST_DATABASE` says which; else its own, embedded. */
async function databaseOf(dataFolder: string): Promise<{ readonly databaseUrl?: string }> {
  const engine = process.env.LAMPPOST_TEST_DATABASE;
  if (engine !== 'embedded' && engine !== 'debian') return {};
  const url = databases.get(dataFolder) ?? (await makeTestDatabase(engine));
  databases.set(dataFolder, url);
  return { databaseUrl: url };
}

/** Starts a cloud for tests. */
export async function startTestCloud(options: Partial<CloudOptions> = {}): Promise<TestCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'lamppost-cloud-'));
  const dataFolder = options.dataFolder ?? join(folder, 'data');
  const enrolmentFile = join(folder, 'enrolment.yaml');
  const known: string[] = [];
  const writeCodes = () => {
    const lines = known.map((gatewayId) => `- { gatewayId: ${gatewayId}, code: "${enrolmentCode(gatewayId)}" }`);
    writeFileSync(enrolmentFile, `${lines.join('\n')}\n`);
  };
  writeCodes();
  const cloud = await startCloud({
    port: 0,
    accessCode: TEST_ACCESS_CODE,
    enrolmentFile,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    ...(options.databaseUrl === undefined ? await databaseOf(dataFolder) : {}),
    ...options,
    dataFolder,
  }).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    ...cloud,
    folder,
    dataFolder,
    enrolmentFile,
    enrol: async (gatewayId) => {
      known.push(gatewayId);
      writeCodes();
      const gateway = createTestGateway(gatewayId);
      const response = await postJson(`${cloud.url}/api/v1/gateways/enrol`, {
        gatewayId,
        code: enrolmentCode(gatewayId),
        publicKey: gateway.publicKey,
      });
      EnrolmentResponse.parse(await response.json());
      return gateway;
    },
    read: async (path, headers = {}) =>
      await fetch(`${cloud.url}${path}`, { headers: { authorization: `Bearer ${TEST_ACCESS_CODE}`, ...headers } }),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      const database = databases.get(dataFolder);
      databases.delete(dataFolder);
      // Nobody waits for it: what is left of a database goes with its server.
      if (database !== undefined) void dropTestDatabase(database).catch(() => undefined);
    },
  };
}

/** Starts another cloud on the database of one, with its receipt key: a replica. */
export async function startReplica(cloud: TestCloud, options: Partial<CloudOptions> = {}): Promise<TestCloud> {
  const receiptKeyFile = join(cloud.dataFolder, 'keys', 'receipt-key.pem');
  return await startTestCloud({ ...options, databaseUrl: databaseUrl(cloud), receiptKeyFile });
}

/** Uploads a package with tus-js-client and resolves when the cloud took the last byte. */
export async function uploadPackage(
  url: string,
  gateway: TestGateway,
  sent: Pick<TestPackage, 'file' | 'digest'>,
  options: { chunkSize?: number; uploadDataDuringCreation?: boolean } = {},
): Promise<void> {
  const token = await gateway.signToken();
  await new Promise<void>((resolve, reject) => {
    new Upload(readFileSync(sent.file), {
      endpoint: `${url}/api/v1/uploads`,
      metadata: { digest: sent.digest, gatewayId: gateway.gatewayId },
      headers: { authorization: `Bearer ${token}` },
      retryDelays: null,
      ...options,
      onSuccess: () => {
        resolve();
      },
      onError: reject,
    }).start();
  });
}

/** Asks for the receipt of a package. */
export async function fetchReceipt(url: string, gateway: TestGateway, digest: string): Promise<Response> {
  const headers = { authorization: `Bearer ${await gateway.signToken()}` };
  return await fetch(`${url}/api/v1/packages/${digest}/receipt`, { headers });
}

/** Reads the receipt of a package that was accepted. */
export async function readReceipt(url: string, gateway: TestGateway, digest: string): Promise<SignedReceipt> {
  return SignedReceipt.parse(await (await fetchReceipt(url, gateway, digest)).json());
}

/** Reads an answer that must be a problem of RFC 9457. */
export async function readProblem(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`${response.status} came as ${type ?? 'nothing'}`);
  const problem = Problem.parse(await response.json());
  if (problem.status !== response.status) throw new Error(`${problem.status} is not ${response.status}`);
  return problem;
}

/** The address of a file of a case, with a reason to open it. */
export function withReason(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}reason=${encodeURIComponent('test of the cloud')}`;
}

/** Reads the counts of a cloud. */
export async function readSummary(cloud: TestCloud): Promise<CloudSummary> {
  return CloudSummary.parse(await (await cloud.read('/api/v1/summary')).json());
}

/** Reads one counter of a cloud, named as its line begins; 0 before its first count. */
export async function readCounter(cloud: TestCloud, line: string): Promise<number> {
  const text = await (await fetch(`${cloud.url}/metrics`)).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.split(' ')[1] ?? 0);
}

/** Address of the database of a cloud that was given none. */
export function databaseUrl(cloud: Pick<TestCloud, 'dataFolder'>): string {
  const shared = databases.get(cloud.dataFolder);
  if (shared !== undefined) return shared;
  const password = readFileSync(join(cloud.dataFolder, 'keys', 'database-password'), 'utf8');
  const [, , , port = ''] = readFileSync(join(cloud.dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return `postgres://lamppost:${password}@127.0.0.1:${port}/postgres`;
}
