import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFile } from '@lamppost/device-sim';
import { afterAll, beforeAll, expect, test } from 'vitest';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test(
  'the demo opens cases of all four kinds, each with its picture, and loses nothing; their packages prove themselves',
  { timeout: 300_000 },
  () => {
    const args = [
      repositoryFile('device-sim/dist/demo/main.js'),
      '--headless',
      '--until-cases',
      '4',
      '--timeout',
      '180',
      '--json',
      '--keep-packages',
      directory,
    ];
    const ended = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 280_000 });
    expect(ended.stderr).toBe('');
    const lines = ended.stdout.trim().split('\n');
    expect(lines).toHaveLength(1);
    const summary: unknown = JSON.parse(lines[0] ?? '');
    expect(summary).toMatchObject({
      ok: true,
      cases: { dust: 2, parking: 1, stall: 1, burning: 1 },
      dustMonitors: ['dust-01', 'dust-03'],
      casesWithoutPicture: 0,
      packages: { sent: 5, verified: 5, lost: 0 },
    });
    expect(ended.status).toBe(0);

    // Offline, with nothing but the packages and the keys.
    const verify = [
      repositoryFile('cloud-api/dist/verification/main.js'),
      directory,
      '--keys',
      join(directory, 'keys.json'),
    ];
    const verified = spawnSync(process.execPath, [...verify, '--json'], { encoding: 'utf8', timeout: 60_000 });
    expect({ status: verified.status, stderr: verified.stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(directory).filter((name) => name.endsWith('.zip'))).toHaveLength(5);
  },
);
