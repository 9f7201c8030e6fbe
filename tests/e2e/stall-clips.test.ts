import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@lamppost/detectors';
import { Scene, drawClip, repositoryFile } from '@lamppost/device-sim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataDirectory, missingPeer } from './peers.js';

const RATE = 2;
const RULES = `
schema: lamppost.rules/1
zones:
  - { id: road, camera: cam, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]] }
rules:
  - { id: stall, matter: stall, matterCode: 09 006, severity: 2, zone: road, forSeconds: 30 }
`;
const NOTHING = { schema: 'lamppost.truth/1', violations: [] };

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stalls-'));
  writeFileSync(join(directory, 'rules.yaml'), RULES);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Plays a clip through the gateway's own pipeline, the whole picture being the zone. */
async function evaluate(clip: string, truth: object): Promise<unknown> {
  const truthFile = join(directory, 'truth.json');
  writeFileSync(truthFile, JSON.stringify(truth));
  const args = ['--clip', clip, '--rules', join(directory, 'rules.yaml'), '--truth', truthFile];
  const { stdout } = await promisify(execFile)(process.execPath, [
    repositoryFile('gateway/dist/evaluation/main.js'),
    ...[...args, '--rate', String(RATE), '--threads', '1', '--json'],
  ]);
  return JSON.parse(stdout);
}

const at = (seconds: number, x: number, y: number) => [{ at: seconds, x, y }];

async function draw(name: string, scene: unknown, seconds: number): Promise<string> {
  const file = join(directory, `${name}.mp4`);
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  await drawClip({ ffmpeg, scene: Scene.parse(scene), seconds, framesPerSecond: RATE, file });
  return file;
}

describe('in a drawn street', () => {
  test(
    'a vendor with crates that no class knows is found once, when the crates have been there for the time',
    { timeout: 300_000 },
    async () => {
      const clip = await draw(
        'vendor',
        {
          background: 'street',
          actors: [
            { draw: 'crates', path: at(70, 0.3, 0.9) },
            { draw: 'person', look: 'vendor', facing: 'right', path: at(68, 0.17, 0.88) },
            {
              draw: 'person',
              look: 'student',
              scale: 0.8,
              everySeconds: 29,
              path: [
                { at: -4, x: 1.08, y: 0.7 },
                { at: 14, x: -0.08, y: 0.7 },
              ],
            },
          ],
        },
        140,
      );
      // It takes three seconds more to be sure that the crates do not just pass.
      const box = { x1: 0.13, y1: 0.53, x2: 0.4, y2: 0.91 };
      const truth = { ...NOTHING, violations: [{ rule: 'stall', start: 70, within: 37, box }] };
      expect(await evaluate(clip, truth)).toMatchObject({
        score: { found: [{ told: { rule: 'stall', observedCoverage: 1 } }], missed: [], false: [] },
      });
    },
  );

  test(
    'people who wait, chat beside crates that always stood there, carry bags, and park are no stall',
    { timeout: 300_000 },
    async () => {
      const clip = await draw(
        'everyday',
        {
          background: 'market',
          actors: [
            { draw: 'crates', path: at(-60, 0.3, 0.86) },
            { draw: 'person', look: 'elder', path: at(60, 0.17, 0.87) },
            { draw: 'person', look: 'student', path: at(62, 0.42, 0.88) },
            { draw: 'person', look: 'commuter', scale: 0.8, path: at(66, 0.6, 0.7) },
            { draw: 'person', look: 'shopper', scale: 0.8, path: at(66, 0.68, 0.71) },
            { draw: 'person', look: 'worker', scale: 0.8, path: at(66, 0.75, 0.7) },
            { draw: 'car', paint: 'red', path: at(75, 0.85, 0.95) },
          ],
        },
        150,
      );
      expect(await evaluate(clip, NOTHING)).toMatchObject({ score: { found: [], missed: [], false: [] } });
    },
  );
});

describe('no stall is found in real footage without one', () => {
  const noStreet = missingPeer({ data: 'street_odc' });
  test.skipIf(noStreet !== null)(
    `a busy street, over and over${noStreet === null ? '' : ` (${noStreet})`}`,
    { timeout: 300_000 },
    async () => {
      const clip = join(directory, 'street.mp4');
      const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
      await promisify(execFile)(ffmpeg.path, [
        ...[
          '-v',
          'error',
          '-y',
          '-framerate',
          '30',
          '-loop',
          '1',
          '-i',
          join(dataDirectory, 'street_odc/frames/%03d.jpg'),
        ],
        ...[
          '-t',
          '150',
          '-vf',
          `fps=${RATE}`,
          '-c:v',
          'libx264',
          '-preset',
          'ultrafast',
          '-crf',
          '23',
          '-pix_fmt',
          'yuv420p',
          clip,
        ],
      ]);
      expect(await evaluate(clip, NOTHING)).toMatchObject({ score: { found: [], missed: [], false: [] } });
    },
  );

  const noVideos = missingPeer({ data: 'videos' });
  test.skipIf(noVideos !== null)(
    `people who stop at a chair one after the other${noVideos === null ? '' : ` (${noVideos})`}`,
    { timeout: 300_000 },
    async () => {
      const clip = join(dataDirectory, 'videos/one-by-one-person-detection.mp4');
      expect(await evaluate(clip, NOTHING)).toMatchObject({ score: { found: [], missed: [], false: [] } });
    },
  );
});
