import { spawnSync } from 'node:child_process';
import { repositoryFile } from '@lamppost/device-sim';
import { expect, test } from 'vitest';

test('the demo opens cases of all four kinds, each with its picture, and loses nothing', { timeout: 300_000 }, () => {
  const args = [
    repositoryFile('device-sim/dist/demo/main.js'),
    '--headless',
    '--until-cases',
    '4',
    '--timeout',
    '180',
    '--json',
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
});
