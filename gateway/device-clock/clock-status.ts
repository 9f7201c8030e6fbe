import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClockStatus } from '@lamppost/contracts';

/** What is needed to judge the clock. */
export interface ClockStatusOptions {
  /** The time now by the clock that is judged, epoch milliseconds. */
  readonly nowMs: number;
  /** Root of the file system to look in; `/` unless a test or a container says otherwise. */
  readonly root?: string;
}

/** systemd-timesyncd keeps this directory for as long as it runs. */
const TIMESYNC_DIRECTORY = 'run/systemd/timesync';
/** systemd-timesyncd touches this file each time it has taken the time from a server (systemd-timesyncd.service(8)). */
const SYNCHRONISED_MARKER = 'synchronized';
/** Two of timesyncd's longest polls (PollIntervalMaxSec is 2048 s unless configured): the server has been silent for longer than usual. */
const MARKER_FRESH_FOR_MS = 2 * 2048 * 1000;

const NOT_SAID: ClockStatus = { source: 'unknown', synchronised: null };

/** Modification time in epoch milliseconds; `absent` when there is no such file, null when that can't be told. */
async function modifiedAtMs(path: string): Promise<number | 'absent' | null> {
  try {
    return Math.floor((await stat(path)).mtimeMs);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : null;
  }
}

/**
 * Reads whether the operating system's clock follows a time server, without starting a process.
 *
 * Only systemd-timesyncd says so in a file. The drift files of chrony and ntpd are written also while no server answers, so they prove
 * nothing; with those, on other systems, and when timesyncd's last success is long ago or in the future, the status is unknown.
 * `synchronised: false` is said only when timesyncd runs and has not reached a server since it started.
 */
export async function readClockStatus({ nowMs, root = '/' }: ClockStatusOptions): Promise<ClockStatus> {
  const directory = join(root, TIMESYNC_DIRECTORY);
  if (typeof (await modifiedAtMs(directory)) !== 'number') return NOT_SAID;
  const lastSuccessMs = await modifiedAtMs(join(directory, SYNCHRONISED_MARKER));
  if (lastSuccessMs === 'absent') return { source: 'kernel', synchronised: false };
  if (lastSuccessMs === null) return NOT_SAID;
  const ageMs = nowMs - lastSuccessMs;
  return ageMs >= 0 && ageMs <= MARKER_FRESH_FOR_MS ? { source: 'kernel', synchronised: true } : NOT_SAID;
}
