import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  TEST_ACCESS_CODE,
  databaseUrl,
  createTestGateway,
  postJson,
  type TestGateway,
} from '@lamppost/cloud-api/testing';
import { repositoryFile, startProcess } from '@lamppost/device-sim';
import pg from 'pg';
import { z } from 'zod';

const READY_MS = 60_000;
const RESIDENT = /^process_resident_memory_bytes (\S+)/m;
const Counted = z.object({ count: z.coerce.number() });
const Rollout = z.object({
  rolloutId: z.int(),
  version: z.int(),
  state: z.string(),
  counts: z.object({ gateways: z.int(), taken: z.int() }),
});

/** A cloud as a process of its own, on an embedded PostgreSQL, with codes for a fleet. */
export interface FleetCloud {
  readonly url: string;
  /** Enrols the gateways that there are codes for. */
  enrol(gatewayId: string): Promise<TestGateway>;
  /** Asks as somebody with the access code. @throws Error with the answer when it is none of success */
  ask(method: string, path: string, body?: object, ifMatch?: string): Promise<unknown>;
  rollout(rolloutId: number): Promise<z.infer<typeof Rollout>>;
  /** Memory of the cloud's own process, bytes; that of its database is not part of it. */
  residentBytes(): Promise<number>;
  /** Rows of a question to its database. */
  query(sql: string): Promise<readonly unknown[]>;
  count(sql: string): Promise<number>;
  close(): Promise<void>;
}

const codeOf = (gatewayId: string) => `code-of-${gatewayId}-0123456789`;

/** Starts it in a folder, with a code for each of these gateways. */
export async function startFleetCloud(folder: string, gatewayIds: readonly string[]): Promise<FleetCloud> {
  mkdirSync(folder, { recursive: true });
  const enrolmentFile = join(folder, 'enrolment.yaml');
  const dataFolder = join(folder, 'data');
  writeFileSync(enrolmentFile, gatewayIds.map((id) => `- { gatewayId: ${id}, code: "${codeOf(id)}" }\n`).join(''));
  const process_ = await startProcess({
    args: [repositoryFile('cloud-api/dist/main.js')],
    env: {
      LAMPPOST_CLOUD_PORT: '0',
      LAMPPOST_CLOUD_DATA: dataFolder,
      LAMPPOST_CLOUD_ACCESS_CODE: TEST_ACCESS_CODE,
      LAMPPOST_CLOUD_ENROLMENT_FILE: enrolmentFile,
    },
    logFile: join(folder, 'cloud.log'),
    readyTimeoutMs: READY_MS,
  });
  const url = String(process_.ready.url);
  const pool = new pg.Pool({ connectionString: databaseUrl({ dataFolder }), max: 2 });
  const ask: FleetCloud['ask'] = async (method, path, body, ifMatch) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TEST_ACCESS_CODE}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  const query: FleetCloud['query'] = async (sql) => (await pool.query(sql)).rows as unknown[];
  return {
    ...{ url, ask, query },
    enrol: async (gatewayId) => {
      const gateway = createTestGateway(gatewayId);
      const { publicKey } = gateway;
      const body = { gatewayId, code: codeOf(gatewayId), publicKey };
      const answer = await postJson(`${url}/api/v1/gateways/enrol`, body);
      if (!answer.ok) throw new Error(`${gatewayId} was not enrolled: ${await answer.text()}`);
      await answer.arrayBuffer();
      return gateway;
    },
    rollout: async (rolloutId) => Rollout.parse(await ask('GET', `/api/v1/rollouts/${rolloutId}`)),
    residentBytes: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(RESIDENT.exec(text)?.[1]);
    },
    count: async (sql) => Counted.parse((await query(sql))[0]).count,
    close: async () => {
      await pool.end();
      await process_.stop();
    },
  };
}
