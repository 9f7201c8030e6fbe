import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { findFreePort } from '../database/find-free-port.js';
import { openDatabase } from '../database/open-database.js';
import { findPostgresProgram } from '../database/postgres-program.js';

/** Which PostgreSQL serves the clouds under test: the one that npm installs, or that of Debian. */
export type TestEngine = 'embedded' | 'debian';

const DEBIAN_ROOT = '/usr/lib/postgresql';
const TEMPLATE = 'lamppost_template';
const START_MS = 60_000;
const POLL_MS = 25;
/** What is lost with the machine is not missed. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};
/** Ends the server and removes its folder when the process that started it is gone, however it ended. */
const WATCH = 'folder=$1; shift; "$@" & cat >/dev/null; kill -QUIT $!; wait $!; rm -rf "$folder"';
const execute = promisify(execFile);

/** A server's address of each of its databases. */
type UrlOf = (database: string) => string;

async function findProgram(engine: TestEngine, folder: string): ReturnType<typeof findPostgresProgram> {
  const embedded = await findPostgresProgram(folder);
  if (engine === 'embedded') return embedded;
  const [newest] = existsSync(DEBIAN_ROOT) ? readdirSync(DEBIAN_ROOT).sort((a, b) => Number(b) - Number(a)) : [];
  if (newest === undefined) throw new Error(`there is no PostgreSQL in ${DEBIAN_ROOT}: apt-get install postgresql`);
  const { owner } = embedded;
  return {
    owner,
    command: (name, args) => ({ file: join(DEBIAN_ROOT, newest, 'bin', name), args, user: owner }),
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startServer(engine: TestEngine): Promise<UrlOf> {
  const folder = mkdtempSync(join(tmpdir(), 'lamppost-postgres-'));
  const program = await findProgram(engine, folder);
  if (program.owner !== null) chownSync(folder, program.owner.uid, program.owner.gid);
  const data = join(folder, 'data');
  const initdb = program.command('initdb', [
    ...[`--pgdata=${data}`, '--username=lamppost', '--encoding=UTF8', '--no-locale', '--no-instructions', '--no-sync'],
    // It listens on this machine alone, and holds what tests made up.
    '--auth=trust',
  ]);
  const place = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
  await execute(initdb.file, initdb.args, { ...place, ...initdb.user });
  const port = await findFreePort();
  const flags = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = program.command('postgres', ['-D', data, '-p', `${port}`, ...flags]);
  const child = spawn('sh', ['-c', WATCH, 'sh', folder, server.file, ...server.args], {
    ...{ ...place, ...server.user, detached: true },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as Socket).unref();
  const urlOf: UrlOf = (database) => `postgres://lamppost@127.0.0.1:${port}/${database}`;
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const failure = await run(urlOf('postgres'), 'select 1').then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) break;
    if (waitedMs >= START_MS) throw new Error('the database of the tests does not answer', { cause: failure });
    await delay(POLL_MS);
  }
  await run(urlOf('postgres'), `create database ${TEMPLATE}`);
  const database = await openDatabase({ url: urlOf(TEMPLATE), log: pino({ level: 'silent' }) });
  await database.destroy();
  return urlOf;
}

let server: Promise<UrlOf> | null = null;

/**
 * Makes a database of its own, with all its tables, on a server that all tests of this process share and that ends with it: a copy spares the
 * making of a cluster.
 *
 * @throws Error when there is no such PostgreSQL, or it does not start
 */
export async function makeTestDatabase(engine: TestEngine): Promise<string> {
  server ??= startServer(engine);
  const urlOf = await server;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(urlOf('postgres'), `create database ${name} template ${TEMPLATE}`);
  return urlOf(name);
}

/** Removes a database of {@link makeTestDatabase}, whoever is still connected to it. */
export async function dropTestDatabase(url: string): Promise<void> {
  const urlOf = await (server ?? Promise.reject(new Error('there is no server of the tests')));
  await run(urlOf('postgres'), `drop database ${new URL(url).pathname.slice(1)} with (force)`);
}
