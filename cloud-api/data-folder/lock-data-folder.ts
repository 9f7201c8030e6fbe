import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config/config-error.js';

/** Held while one process works on a data folder. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/** A socket goes with its process, so that no lock is left behind when the process is killed; a file with a process ID would be. */
function lockAddress(root: string): string {
  const name = `lamppost-cloud-${createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}

async function listen(address: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

async function isAnswered(address: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/**
 * Takes the data folder for this process.
 *
 * @throws ConfigError when another process has it
 */
export async function lockDataFolder(root: string): Promise<DataFolderLock> {
  const address = lockAddress(root);
  let server = await listen(address);
  if (server === null && !(await isAnswered(address))) {
    rmSync(address, { force: true });
    server = await listen(address);
  }
  if (server === null)
    throw new ConfigError(
      `LAMPPOST_CLOUD_DATA names ${root}, which another running cloud uses: end that one, or choose another folder`,
    );
  const held = server;
  return {
    release: () =>
      new Promise((resolve) => {
        held.close(() => {
          resolve();
        });
      }),
  };
}
