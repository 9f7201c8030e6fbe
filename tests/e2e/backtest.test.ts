import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@lamppost/detectors';
import { drawClip, loadScenario, repositoryFile } from '@lamppost/device-sim';
import { afterAll, beforeAll, expect, test } from 'vitest';

const rulesWith = (forSeconds: number) => `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: street-cam, polygon: [[0, 0.55], [1, 0.55], [1, 0.75], [0, 0.75]] }
rules:
  - { id: parked, matter: parking, severity: 3, zone: kerb, forSeconds: ${forSeconds} }
`;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'backtest-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Runs a command as npm would from the directory of the test. */
async function run(program: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [repositoryFile(`gateway/dist/backtest/${program}`), ...args, '--json'],
    { env: { ...process.env, INIT_CWD: directory } },
  );
  return JSON.parse(stdout);
}

test('a clip that is replayed into a log is judged by two versions of the rules', { timeout: 120_000 }, async () => {
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  const { cameras } = await loadScenario(repositoryFile('device-sim/scenarios/four-kinds.yaml'));
  const scene = cameras.find(({ id }) => id === 'street-cam')?.scene;
  if (scene === undefined) throw new Error('the scenario has no street-cam');
  // Without the car in the bay.
  const alone = { ...scene, actors: scene.actors.filter(({ path }) => path.at(-1)?.x !== 0.155) };
  await drawClip({ ffmpeg, scene: alone, seconds: 25, framesPerSecond: 3, file: join(directory, 'street.mp4') });
  writeFileSync(join(directory, 'old.yaml'), rulesWith(12));
  writeFileSync(join(directory, 'strict.yaml'), rulesWith(60));

  const replayed = await run(
    'replay/main.js',
    ...['--clip', 'street.mp4', '--log', 'log', '--rules', 'old.yaml', '--threads', '1', '--rate', '3'],
  );
  expect(replayed).toMatchObject({ clip: { camera: 'street-cam' }, found: { parked: 1 } });

  const same = await run('main.js', '--log', 'log', '--rules', 'old.yaml');
  expect(same).toMatchObject({ live: { total: { found: 1, against: 1, same: 1, new: 0, gone: 0 } } });
  const strict = await run('main.js', '--log', 'log', '--rules', 'strict.yaml', '--against', 'old.yaml');
  expect(strict).toMatchObject({ live: { total: { found: 0, against: 1, gone: 1 }, gone: [{ ruleId: 'parked' }] } });

  const again = run('replay/main.js', '--clip', 'street.mp4', '--log', 'log', '--rules', 'old.yaml');
  await expect(again).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/holds an event log already/) as string,
  });
});
