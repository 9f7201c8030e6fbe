import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

/** How long an orphan may take to write out its buffers, then to end at once. */
const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;
const POLL_MS = 25;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The arguments a process was started with; none when it ended meanwhile. */
function readArguments(pid: number): readonly string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return [];
  }
}

/** Whether the process is a postgres on this folder: a process ID alone may have been given to another program since. */
function isPostmasterOf(pid: number, databaseFolder: string): boolean {
  const given = readArguments(pid);
  return (given[0] ?? '').endsWith('postgres') && given.includes(databaseFolder);
}

async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += POLL_MS) {
    if (!isAlive(pid)) return true;
    await delay(POLL_MS);
  }
  return !isAlive(pid);
}

/**
 * Ends the database server that a killed cloud left running on the same folder, and clears a left-over `postmaster.pid`. Call it only
 * while holding the data folder's lock.
 *
 * @throws Error naming the process when it does not end
 */
export async function stopStalePostmaster(databaseFolder: string, log: Logger): Promise<void> {
  const pidFile = join(databaseFolder, 'postmaster.pid');
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  } catch {
    return; // it ended cleanly
  }
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isAlive(pid)) return; // the server clears the file by itself
  if (!isPostmasterOf(pid, databaseFolder)) {
    // The ID now belongs to another program, which the server would take for a running twin.
    rmSync(pidFile, { force: true });
    return;
  }
  log.warn({ serverPid: pid }, 'ending the database server that an earlier cloud left behind');
  process.kill(pid, 'SIGINT');
  if (await hasEnded(pid, FAST_SHUTDOWN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await hasEnded(pid, IMMEDIATE_SHUTDOWN_MS)) return;
  throw new Error(`process ${pid} still runs the database in ${databaseFolder}: end it by hand, and start again`);
}
