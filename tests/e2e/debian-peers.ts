import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, chmodSync, createWriteStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { OutsideBroker } from '@lamppost/device-sim';
import { until } from './until.js';

const POSTGRES_ROOT = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;

/** Debian's mosquitto and PostgreSQL, started for one test on free ports, each with accounts. */
export interface DebianPeers {
  readonly broker: OutsideBroker;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number): Promise<void> {
  await until(`port ${port} to listen`, START_TIMEOUT_MS, async () => {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    socket.destroy();
    return isOpen ? true : null;
  });
}

/** User and group that a server drops to; servers of this kind refuse to run as root. */
function account(name: string): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exited;
}

/** Starts Debian's mosquitto with two accounts, each with its own topics. */
export async function startMosquitto(
  directory: string,
  gatewayId: string,
  port: number,
): Promise<{ broker: OutsideBroker; child: ChildProcess }> {
  const gatewayPassword = randomBytes(12).toString('hex');
  const devicesPassword = randomBytes(12).toString('hex');
  const files = {
    passwords: join(directory, 'passwords'),
    acl: join(directory, 'acl'),
    config: join(directory, 'mosquitto.conf'),
  };
  writeFileSync(files.passwords, '');
  execFileSync('mosquitto_passwd', ['-b', files.passwords, 'gateway', gatewayPassword]);
  execFileSync('mosquitto_passwd', ['-b', files.passwords, 'devices', devicesPassword]);
  const root = `lamppost/v1/${gatewayId}`;
  writeFileSync(
    files.acl,
    `user gateway\ntopic read ${root}/#\ntopic write ${root}/status\ntopic write ${root}/violations/+\n\nuser devices\ntopic write ${root}/sensors/+/+\ntopic write ${root}/cameras/+/announce\n`,
  );
  writeFileSync(
    files.config,
    `listener ${port} 127.0.0.1\nallow_anonymous false\npassword_file ${files.passwords}\nacl_file ${files.acl}\npersistence false\n`,
  );
  for (const file of Object.values(files)) chmodSync(file, 0o644);
  chmodSync(directory, 0o755);
  const child = spawn('mosquitto', ['-c', files.config], { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(directory, 'mosquitto.log'), { flags: 'a' });
  child.stderr.pipe(log);
  await listening(port);
  return { broker: { url: `mqtt://127.0.0.1:${port}`, gatewayPassword, devicesPassword }, child };
}

/** Debian's PostgreSQL, started for one test on a free port. */
export interface DebianPostgres {
  readonly url: string;
  /** Runs one of its programs (`pg_dump`, `createdb`) and gives back what it printed. */
  run(program: string, ...args: readonly string[]): Buffer;
  stop(): Promise<void>;
}

/** Starts Debian's PostgreSQL below `directory`, which is given to its user. */
export async function startPostgres(directory: string): Promise<DebianPostgres> {
  const [version] = readdirSync(POSTGRES_ROOT).sort((a, b) => Number(b) - Number(a));
  const bin = join(POSTGRES_ROOT, version ?? '', 'bin');
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const data = join(directory, 'data');
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password);
  const owner = account('postgres');
  if (owner !== null) {
    for (const path of [directory, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  const as = owner ?? {};
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'lamppost', '-A', 'scram-sha-256', '--pwfile', passwordFile], {
    ...as,
    cwd: directory,
    stdio: 'ignore',
  });
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${directory}`],
    { ...as, cwd: directory, stdio: 'ignore' },
  );
  await listening(port);
  const url = `postgres://lamppost:${password}@127.0.0.1:${port}/postgres`;
  return {
    url,
    run: (program, ...args) => execFileSync(join(bin, program), args, { maxBuffer: 256 * 1024 * 1024 }),
    stop: () => stopChild(child),
  };
}

/** Starts both peers below `directory`. */
export async function startDebianPeers(directory: string, gatewayId: string): Promise<DebianPeers> {
  const directories = { mosquitto: join(directory, 'mosquitto'), postgres: join(directory, 'postgres') };
  for (const each of Object.values(directories)) mkdirSync(each, { recursive: true });
  for (const path of [directory, join(directory, '..')]) chmodSync(path, 0o755);
  const mosquitto = await startMosquitto(directories.mosquitto, gatewayId, await freePort());
  const postgres = await startPostgres(directories.postgres);
  return {
    broker: mosquitto.broker,
    databaseUrl: postgres.url,
    stop: async () => {
      await Promise.all([stopChild(mosquitto.child), postgres.stop()]);
    },
  };
}
