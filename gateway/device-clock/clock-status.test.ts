import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readClockStatus } from './clock-status.js';

const NOW_MS = 1_780_000_000_000;
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clock-status-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function runTimesync(lastSuccessMs: number | null): Promise<void> {
  const directory = join(root, 'run/systemd/timesync');
  await mkdir(directory, { recursive: true });
  if (lastSuccessMs === null) return;
  const marker = join(directory, 'synchronized');
  await writeFile(marker, '');
  await utimes(marker, lastSuccessMs / 1000, lastSuccessMs / 1000);
}

test('a system that does not say it is unknown', async () => {
  expect(await readClockStatus({ nowMs: NOW_MS, root })).toEqual({ source: 'unknown', synchronised: null });
});

test.each([
  ['never since it started', null, { source: 'kernel', synchronised: false }],
  ['just now', 0, { source: 'kernel', synchronised: true }],
  ['half an hour ago', 1_800_000, { source: 'kernel', synchronised: true }],
  ['two hours ago', 7_200_000, { source: 'unknown', synchronised: null }],
  ['in the future', -60_000, { source: 'unknown', synchronised: null }],
])('timesyncd that last reached a server %s', async (_, agoMs, status) => {
  await runTimesync(agoMs === null ? null : NOW_MS - agoMs);
  expect(await readClockStatus({ nowMs: NOW_MS, root })).toEqual(status);
});

test('the system of this machine can be asked', async () => {
  const status = await readClockStatus({ nowMs: Date.now() });
  expect(status.source === 'kernel').toBe(status.synchronised !== null);
});
