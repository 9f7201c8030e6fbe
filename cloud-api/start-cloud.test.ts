import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CasePage } from '@lamppost/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from './clock.js';
import { ConfigError } from './config/config-error.js';
import { openDatabase } from './database/open-database.js';
import { findPackageRoot } from './package-root.js';
import { startCloud } from './start-cloud.js';
import { createTestGateway, writePackage } from './testing/sealed-package.js';
import { enrolmentCode, fetchReceipt, postJson, TEST_ACCESS_CODE, uploadPackage } from './testing/test-cloud.js';

const program = join(findPackageRoot(), 'dist', 'main.js');
let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-start-'));
  writeFileSync(join(folder, 'codes.yaml'), `- { gatewayId: pole-001, code: ${enrolmentCode('pole-001')} }\n`);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const pidFile = join(folder, 'data', 'postgres', 'postmaster.pid');
  if (existsSync(pidFile)) process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

function run(extra: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      LAMPPOST_CLOUD_DATA: join(folder, 'data'),
      LAMPPOST_CLOUD_PORT: '0',
      LAMPPOST_CLOUD_ACCESS_CODE: TEST_ACCESS_CODE,
      LAMPPOST_CLOUD_ENROLMENT_FILE: join(folder, 'codes.yaml'),
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function readText(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += chunk.toString();
  return text;
}

/** Waits for the one line on standard output. */
async function untilReady(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const stderr = readText(child.stderr);
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
    expect(ready).toBe(true);
    return url;
  }
  throw new Error(`it ended before it was ready: ${await stderr}`);
}

async function listCaseIds(url: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${TEST_ACCESS_CODE}` };
  const page = CasePage.parse(await (await fetch(`${url}/api/v1/cases`, { headers })).json());
  return page.cases.map((found) => found.caseId);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the program', () => {
  test('keeps every case through kill -9, and ends its database with SIGTERM', async () => {
    const first = run();
    const url = await untilReady(first);
    const gateway = createTestGateway('pole-001');
    const request = { gatewayId: 'pole-001', code: enrolmentCode('pole-001'), publicKey: gateway.publicKey };
    expect((await postJson(`${url}/api/v1/gateways/enrol`, request)).status).toBe(200);
    const sent = await writePackage(join(folder, 'one.zip'), gateway);
    await uploadPackage(url, gateway, sent);
    const receipt = await (await fetchReceipt(url, gateway, sent.digest)).text();
    const caseIds = await listCaseIds(url);
    expect(caseIds).toHaveLength(1);

    const orphan = Number.parseInt(readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8'), 10);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(isAlive(orphan)).toBe(true);

    const second = run();
    let log = '';
    second.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const again = await untilReady(second);
    // While it recovers its database refuses questions, which is no fault to alarm anybody with.
    expect(log).not.toContain('FATAL');
    expect(log).toMatch(/"time":"\d{4}-\d\d-\d\dT.*ending the database server that an earlier cloud left behind/);
    expect(isAlive(orphan)).toBe(false);
    expect(await listCaseIds(again)).toEqual(caseIds);
    expect(await (await fetchReceipt(again, gateway, sent.digest)).text()).toBe(receipt);
    expect((await postJson(`${again}/api/v1/gateways/enrol`, request)).status).toBe(200);

    const server = Number.parseInt(readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8'), 10);
    second.kill('SIGTERM');
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(0);
    expect(isAlive(server)).toBe(false);
    expect(existsSync(join(folder, 'data', 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('keeps its secrets to itself on the disk, and ends with code 1 when its database ends', async () => {
    const child = run();
    await untilReady(child);
    const keys = join(folder, 'data', 'keys');
    expect(readdirSync(keys).sort()).toEqual(['database-password', 'receipt-key.pem']);
    for (const name of readdirSync(keys)) expect(statSync(join(keys, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(keys, 'receipt-key.pem'), 'utf8')).toContain('PRIVATE KEY');
    process.kill(
      Number.parseInt(readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8'), 10),
      'SIGQUIT',
    );
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(1);
  });

  test.each([
    [
      'LAMPPOST_CLOUD_PORT',
      { LAMPPOST_CLOUD_PORT: 'eighty' },
      'LAMPPOST_CLOUD_PORT is not usable: it must be a port number',
    ],
    ['LAMPPOST_CLOUD_DATA', { LAMPPOST_CLOUD_DATA: '' }, 'LAMPPOST_CLOUD_DATA is not set'],
    [
      'LAMPPOST_CLOUD_ENROLMENT_FILE',
      { LAMPPOST_CLOUD_ENROLMENT_FILE: '/nowhere.yaml' },
      "/nowhere.yaml (LAMPPOST_CLOUD_ENROLMENT_FILE) can't be read (ENOENT)",
    ],
  ])('says what is wrong with %s and ends with code 2', async (_name, variables, words) => {
    // A timer of its own stands for what a library leaves behind: it must not keep the process.
    const child = run({ ...variables, NODE_OPTIONS: '--import=data:text/javascript,setInterval(Object,1e6)' });
    const [text] = await Promise.all([readText(child.stderr), once(child, 'exit')]);
    expect(child.exitCode).toBe(2);
    expect(text).toContain(words);
  });
});

describe('starting', () => {
  const options = () => ({
    dataFolder: join(folder, 'data'),
    port: 0,
    accessCode: TEST_ACCESS_CODE,
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });

  test('a second cloud on the same folder or port is refused, and leaves the first one alone', async () => {
    const cloud = await startCloud(options());
    try {
      await expect(startCloud(options())).rejects.toThrow(ConfigError);
      const samePort = { ...options(), dataFolder: join(folder, 'other'), port: Number(new URL(cloud.url).port) };
      await expect(startCloud(samePort)).rejects.toThrow(/LAMPPOST_CLOUD_PORT/);
      expect(existsSync(join(folder, 'other', 'postgres', 'postmaster.pid'))).toBe(false);
      expect((await fetch(`${cloud.url}/readyz`)).status).toBe(200);
    } finally {
      await cloud.close();
    }
  });

  test('what an earlier start left half done, or a dead server its process ID, is no obstacle', async () => {
    mkdirSync(join(folder, 'data', 'postgres.half'), { recursive: true });
    writeFileSync(join(folder, 'data', 'postgres.half', 'PG_VERSION'), '18');
    writeFileSync(join(folder, 'data', 'postgres.password'), 'old');
    await (await startCloud(options())).close();
    expect(existsSync(join(folder, 'data', 'postgres.half'))).toBe(false);
    expect(existsSync(join(folder, 'data', 'postgres.password'))).toBe(false);
    // The ID belongs to another program by now: this one.
    const pidFile = join(folder, 'data', 'postgres', 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${join(folder, 'data', 'postgres')}\n1\n5432\n\n\n\n`);
    const cloud = await startCloud(options());
    expect((await fetch(`${cloud.url}/readyz`)).status).toBe(200);
    await cloud.close();
  });
});

test('a database that is not there is told, without its password', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const opening = openDatabase({ url: 'postgres://lamppost:secretword@127.0.0.1:1/none', log, patienceMs: 0 });
  await expect(opening).rejects.toThrow(/LAMPPOST_CLOUD_DATABASE_URL/);
  log.error({ err: await opening.catch((error: unknown) => error) }, 'as the program would tell it');
  expect(lines.join('')).toContain('ECONNREFUSED');
  expect(lines.join('')).not.toContain('secretword');
});
