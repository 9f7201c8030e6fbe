import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DataFolder } from '../data-folder/data-folder.js';
import { readOrCreateSecret } from '../data-folder/secret-file.js';
import { findFreePort } from './find-free-port.js';
import { findPostgresProgram, type PostgresProgram } from './postgres-program.js';
import { stopStalePostmaster } from './stop-stale-postmaster.js';

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** `postgres://` address with its password: never log it. */
  readonly url: string;
  /** Resolves when the server ended, whether it was asked to or not. */
  readonly ended: Promise<void>;
  /** Ends the server after the transactions that are under way are rolled back. */
  stop(): Promise<void>;
}

const DATABASE_USER = 'lamppost';
const START_ATTEMPTS = 5;
/** Recovery after a crash reads the log of all that was not yet written out, which can take minutes on a slow disk. */
const START_MS = 300_000;
const STOP_MS = 15_000;
const POLL_MS = 25;
const KEPT_LINES = 20;
const WRONG_PASSWORD = '28P01';
/** What it says of each question that comes before it is up (`cannot_connect_now`): nothing is wrong. */
const NOT_UP_YET = '57P03';
/** The server needs none of this process's environment, which may hold secrets; messages and times are the same everywhere. */
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
const execute = promisify(execFile);

/** Makes the cluster beside its final place, so that a start that was cut short never leaves half of one. */
async function initialise(program: PostgresProgram, databaseFolder: string, password: string): Promise<void> {
  const half = `${databaseFolder}.half`;
  const passwordFile = `${databaseFolder}.password`;
  rmSync(half, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (program.owner !== null) {
    chownSync(half, program.owner.uid, program.owner.gid);
    chownSync(passwordFile, program.owner.uid, program.owner.gid);
  }
  try {
    const { file, args, user } = program.command('initdb', [
      `--pgdata=${half}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-instructions',
    ]);
    await execute(file, args, { ...user, cwd: '/', env: ENVIRONMENT });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, databaseFolder);
}

function launch(program: PostgresProgram, databaseFolder: string, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 60,
    log_timezone: 'UTC',
    // With the SQLSTATE of each message.
    log_line_prefix: '%m [%p] %e ',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, user } = program.command('postgres', ['-D', databaseFolder, '-p', `${port}`, ...flags]);
  return spawn(file, args, {
    ...user,
    cwd: '/',
    env: ENVIRONMENT,
    // A group of its own: Ctrl-C must reach the cloud first, which still needs the database to end in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function isAnswering(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === WRONG_PASSWORD)
      throw new Error('the embedded database rejects the password in keys/database-password: restore that file', {
        cause: error,
      });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function watch(
  child: ChildProcess,
  url: string,
  log: Logger,
): EmbeddedPostgres & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n')) {
      if (line === '') continue;
      if (lines.push(line) > KEPT_LINES) lines.shift();
      if (/ (FATAL|PANIC): /.test(line) && !line.includes(` ${NOT_UP_YET} `))
        log.warn({ line }, 'message of the database server');
    }
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', (error) => {
      lines.push(error.message);
      resolve();
    });
  });
  const stop = async () => {
    const deadline = new AbortController();
    child.kill('SIGINT');
    await Promise.race([ended, delay(STOP_MS, null, { signal: deadline.signal }).catch(() => null)]);
    deadline.abort();
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT');
    await ended;
  };
  return { url, ended, stop, lines };
}

/**
 * Starts the packaged PostgreSQL in the data folder, on a free port of 127.0.0.1 with a password of its own. The first start makes the
 * cluster; a start after a crash ends what was left behind and recovers.
 *
 * @throws ConfigError when the data folder can't be reached by the database's user; Error with the server's last words when it does not start
 */
export async function startEmbeddedPostgres(options: { folder: DataFolder; log: Logger }): Promise<EmbeddedPostgres> {
  const { folder, log } = options;
  const databaseFolder = join(folder.root, 'postgres');
  const program = await findPostgresProgram(databaseFolder);
  const password = readOrCreateSecret(join(folder.keys, 'database-password'), () => randomBytes(24).toString('hex'));
  if (existsSync(databaseFolder)) await stopStalePostmaster(databaseFolder, log);
  else await initialise(program, databaseFolder, password);

  let lastWords = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = await findFreePort();
    const url = `postgres://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`;
    const server = watch(launch(program, databaseFolder, port), url, log);
    const ended = new AbortController();
    void server.ended.then(() => {
      ended.abort();
    });
    try {
      for (let waitedMs = 0; waitedMs < START_MS && !ended.signal.aborted; waitedMs += POLL_MS) {
        if (await isAnswering(url)) return server;
        await delay(POLL_MS);
      }
    } catch (error) {
      await server.stop();
      throw error;
    }
    await server.stop();
    lastWords = server.lines.join('\n');
  }
  throw new Error(`the embedded database in ${databaseFolder} does not start; its last words:\n${lastWords}`);
}
