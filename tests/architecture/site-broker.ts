import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readCompose } from './compose-file.js';
import { root } from './repository.js';

const READY_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** Debian's mosquitto, run by the very files of the compose file's broker on the secrets that make-secrets.sh makes. */
export interface SiteBroker {
  readonly port: number;
  readonly gatewayId: string;
  /** Content of a secret file. */
  secret(name: string): string;
  /** Runs the container's health check, and gives its exit code. */
  checkHealth(): number | null;
  /** Ends the broker; its files stay. */
  end(): Promise<void>;
  /** Ends the broker and removes its files. */
  remove(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => {
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
  socket.destroy();
  return opened;
}

/** Makes secrets in `directory` for a gateway of this ID; runs twice with the same result. */
export function makeSecrets(directory: string, gatewayId: string, names: readonly string[] = []): void {
  writeFileSync(join(directory, 'gateway.yaml'), `gatewayId: ${gatewayId}\n`);
  execFileSync(join(root, 'gateway/docker/make-secrets.sh'), names, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      LAMPPOST_SECRETS_DIR: join(directory, 'secrets'),
      LAMPPOST_ENV_FILE: join(directory, '.env'),
      LAMPPOST_CONFIG: directory,
    },
  });
}

/** The user that the broker's container would run as: as root, Debian's own for it, who must own what it reads and writes. */
function handOver(directory: string): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'mosquitto'], { encoding: 'utf8' }));
  const owner = { uid: id('-u'), gid: id('-g') };
  for (const path of [
    directory,
    ...readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((each) => join(directory, each)),
  ]) {
    chownSync(path, owner.uid, owner.gid);
  }
  return owner;
}

/** Starts the broker on a free port; only paths and port differ from the container's. */
export async function startSiteBroker(gatewayId: string): Promise<SiteBroker> {
  const directory = mkdtempSync(join(tmpdir(), 'site-broker-'));
  const below = (name: string) => join(directory, name);
  makeSecrets(directory, gatewayId);
  const port = await freePort();
  for (const name of ['run', 'data']) mkdirSync(below(name));
  cpSync(join(root, 'gateway/docker/mosquitto'), below('config'), { recursive: true });
  const config = readFileSync(below('config/mosquitto.conf'), 'utf8')
    .replaceAll('/run/secrets/', `${below('secrets')}/`)
    .replaceAll('/run/mosquitto/', `${below('run')}/`)
    .replaceAll('/mosquitto/data/', `${below('data')}/`)
    .replace('listener 8883', `listener ${port} 127.0.0.1`);
  writeFileSync(below('config/mosquitto.conf'), config);
  chmodSync(directory, 0o711);
  const owner = handOver(directory);

  let output = '';
  const child: ChildProcess = spawn(below('config/start.sh'), {
    ...(owner ?? {}),
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${process.env.PATH ?? ''}:/usr/sbin`,
      LAMPPOST_GATEWAY_ID: gatewayId,
      LAMPPOST_SECRETS: below('secrets'),
      LAMPPOST_MOSQUITTO_CONFIG: below('config'),
      LAMPPOST_MOSQUITTO_RUN: below('run'),
    },
  });
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  const remove = async () => {
    await end();
    rmSync(directory, { recursive: true, force: true });
  };
  for (let waitedMs = 0; !(await isOpen(port)); waitedMs += POLL_MS) {
    if (waitedMs >= READY_TIMEOUT_MS || child.exitCode !== null) {
      await remove();
      throw new Error(`the broker did not come up:\n${output}`);
    }
    await wait(POLL_MS);
  }
  return {
    port,
    gatewayId,
    secret: (name) => readFileSync(join(below('secrets'), name), 'utf8').trim(),
    checkHealth: () => {
      const [command = '', ...args] = (readCompose().services.mosquitto?.healthcheck?.test ?? []).slice(1).map((word) =>
        word
          .replace('$$', '$')
          .replace('8883', String(port))
          .replace('/run/secrets/', `${below('secrets')}/`),
      );
      return spawnSync(command, args, { env: { PATH: process.env.PATH, XDG_CONFIG_HOME: below('run') } }).status;
    },
    end,
    remove,
  };
}
