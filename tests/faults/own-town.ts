import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'lamppost-faults-';
const OWNER = 'owner';
/** In the environment of every process that a run starts: whose it is. */
const MARK = 'LAMPPOST_FAULTS_OWNER';
/** What just died may still be closing its files. */
const REMOVE = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const;

/** Programs of other systems than Linux are not found by what they were started with; then only the folders go. */
function read(pid: string, file: 'stat' | 'environ' | 'cmdline'): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8');
  } catch {
    return '';
  }
}

/** A process by its number and the time it began at: numbers are given again. */
function nameOf(pid: string): string {
  const stat = read(pid, 'stat');
  // The second field is the program's name and may hold anything; the time of start is the 20th after it.
  const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${pid}@${began ?? ''}`;
}

/** Directories of the towns of this process. */
const own = new Set<string>();

/** Marks all that this process starts from here on as its own. */
export function markOwn(): void {
  process.env[MARK] = nameOf(String(process.pid));
}

/** Makes the directory of a town of this process. */
export function makeTownDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  own.add(directory);
  writeFileSync(join(directory, OWNER), nameOf(String(process.pid)));
  return directory;
}

/** Where the gateway's data lie in a town, on a small disk where one can be mounted. */
export function gatewayDisk(directory: string): string {
  return join(directory, 'gateway');
}

/** Takes the disk of a town away whose processes have ended, and all else that it wrote. */
export function removeTown(directory: string): void {
  try {
    execFileSync('umount', ['--lazy', gatewayDisk(directory)], { stdio: 'ignore' });
  } catch {
    // None was mounted, or it is gone already.
  }
  rmSync(directory, REMOVE);
  own.delete(directory);
}

/** Clears what this process has not stopped, when it ends. */
export function clearOwnTowns(): void {
  clear([...own]);
}

/** Clears the towns of runs that ended without doing so. @returns how many */
export function clearAbandonedTowns(): number {
  const abandoned = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter((directory) => !isOwned(directory));
  clear(abandoned);
  return abandoned.length;
}

/** Whether the process that made a town still runs; one that it does not say is as good as none. */
function isOwned(directory: string): boolean {
  const owner = ownerOf(directory);
  return owner !== null && nameOf(owner.slice(0, owner.indexOf('@'))) === owner;
}

function ownerOf(directory: string): string | null {
  const file = join(directory, OWNER);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Ends at once all that the owners of towns started, and removes the towns. */
function clear(directories: readonly string[]): void {
  const marks = new Set(directories.map((directory) => `${MARK}=${ownerOf(directory) ?? 'nobody'}`));
  const databases = new Set(directories.map((directory) => join(directory, 'cloud/postgres')));
  for (const pid of existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []) {
    if (Number(pid) === process.pid) continue;
    const isMarked = read(pid, 'environ')
      .split('\0')
      .some((entry) => marks.has(entry));
    // A database does not take the environment over.
    const isDatabase = read(pid, 'cmdline')
      .split('\0')
      .some((argument) => databases.has(argument));
    if (isMarked || isDatabase) kill(Number(pid));
  }
  for (const directory of directories) removeTown(directory);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
