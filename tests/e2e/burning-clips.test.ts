import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@lamppost/detectors';
import { Scene, drawClip, repositoryFile } from '@lamppost/device-sim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataDirectory, missingPeer } from './peers.js';

/** Shorter than a town would set it, so that the clips need not be long. */
const RULE_SECONDS = 5;
const RULES = `
schema: lamppost.rules/1
zones:
  - { id: all, camera: cam, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]] }
rules:
  - { id: burning, matter: burning, matterCode: 06 020, severity: 5, zone: all, forSeconds: ${RULE_SECONDS} }
`;
const NOTHING = { schema: 'lamppost.truth/1', violations: [] };
/** Looks a second: the least and the most that a gateway is usually set to. */
const RATES = [2, 5];

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'burning-'));
  writeFileSync(join(directory, 'rules.yaml'), RULES);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Plays a clip through the gateway's own pipeline, the whole picture being the zone. */
async function evaluate(clip: string, truth: object, rate: number): Promise<unknown> {
  const truthFile = join(directory, 'truth.json');
  writeFileSync(truthFile, JSON.stringify(truth));
  const args = ['--clip', clip, '--rules', join(directory, 'rules.yaml'), '--truth', truthFile];
  const { stdout } = await promisify(execFile)(process.execPath, [
    repositoryFile('gateway/dist/evaluation/main.js'),
    ...[...args, '--rate', String(rate), '--threads', '1', '--json'],
  ]);
  return JSON.parse(stdout);
}

async function draw(name: string, scene: unknown, seconds: number): Promise<string> {
  const file = join(directory, `${name}.mp4`);
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  await drawClip({ ffmpeg, scene: Scene.parse(scene), seconds, framesPerSecond: 10, file });
  return file;
}

const elder = {
  draw: 'person',
  look: 'elder',
  scale: 0.75,
  path: [
    { at: 4, x: -0.08, y: 0.66 },
    { at: 28, x: 1.08, y: 0.66 },
  ],
};

describe('in a drawn yard', () => {
  test('a fire with its smoke is found once, where it burns', { timeout: 120_000 }, async () => {
    const actors = [
      { draw: 'fire', scale: 1.1, path: [{ at: 8, x: 0.5, y: 0.82 }] },
      { draw: 'smoke', scale: 1.1, path: [{ at: 8.5, x: 0.505, y: 0.65 }] },
    ];
    const clip = await draw('fire', { background: 'yard', actors: [elder, ...actors] }, 40);
    const box = { x1: 0.43, y1: 0.6, x2: 0.57, y2: 0.83 };
    const truth = { ...NOTHING, violations: [{ rule: 'burning', start: 8, within: RULE_SECONDS + 5, box }] };
    for (const rate of RATES)
      expect(await evaluate(clip, truth, rate)).toMatchObject({
        score: { found: [{ told: { subject: { label: 'fire' } } }], missed: [], false: [] },
      });
  });

  test('smoke of which nobody knows whether it is always there is none', { timeout: 120_000 }, async () => {
    const actors = [{ draw: 'smoke', scale: 1.1, path: [{ at: 8.5, x: 0.505, y: 0.65 }] }];
    const clip = await draw('smoke', { background: 'yard', actors: [elder, ...actors] }, 60);
    expect(await evaluate(clip, NOTHING, 5)).toMatchObject({ score: { found: [], missed: [], false: [] } });
  });

  test('people, cars and goods are none', { timeout: 120_000 }, async () => {
    const actors = [
      { draw: 'car', paint: 'red', scale: 1, path: [{ at: 3, x: 0.4, y: 0.8 }] },
      { draw: 'stall', goods: 'fruit', scale: 1, path: [{ at: 3, x: 0.75, y: 0.85 }] },
    ];
    const clip = await draw('everyday', { background: 'yard', actors: [elder, ...actors] }, 40);
    expect(await evaluate(clip, NOTHING, 5)).toMatchObject({ score: { found: [], missed: [], false: [] } });
  });
});

describe('nothing burns in real footage without fire', () => {
  const noStreet = missingPeer({ data: 'street_odc' });
  test.skipIf(noStreet !== null)(
    `a busy street${noStreet === null ? '' : ` (${noStreet})`}`,
    { timeout: 240_000 },
    async () => {
      const clip = join(directory, 'street.mp4');
      const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
      await promisify(execFile)(ffmpeg.path, [
        ...['-v', 'error', '-y', '-framerate', '30', '-i', join(dataDirectory, 'street_odc/frames/%03d.jpg')],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', clip],
      ]);
      for (const rate of RATES)
        expect(await evaluate(clip, NOTHING, rate)).toMatchObject({ score: { found: [], missed: [], false: [] } });
    },
  );

  const noVideos = missingPeer({ data: 'videos' });
  test.skipIf(noVideos !== null).each([
    ['car-detection.mp4', 5],
    ['one-by-one-person-detection.mp4', 2],
  ])(`%s${noVideos === null ? '' : ` (${noVideos})`}`, { timeout: 240_000 }, async (file, rate) => {
    const clip = join(dataDirectory, 'videos', file);
    expect(await evaluate(clip, NOTHING, rate)).toMatchObject({ score: { found: [], missed: [], false: [] } });
  });
});
