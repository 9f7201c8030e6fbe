import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@lamppost/detectors';
import { type Scene, drawClip, loadScenario, repositoryFile } from '@lamppost/device-sim';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Where the red car of the scenario stands from second 8 on, as its truth says. */
const PARKED = { x1: 0.39, y1: 0.55, x2: 0.61, y2: 0.68 };
const RULES = `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: street-cam, polygon: [[0, 0.55], [1, 0.55], [1, 0.75], [0, 0.75]] }
rules:
  - { id: parked, matter: parking, matterCode: 09 009, severity: 3, zone: kerb, forSeconds: 12 }
`;

let directory = '';
let clip = '';
let still = '';
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'evaluation-'));
  clip = join(directory, 'street.mp4');
  still = join(directory, 'still.jpg');
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  await drawClip({ ffmpeg, scene: await parkedScene(), seconds: 25, framesPerSecond: 3, file: clip });
  await promisify(execFile)(ffmpeg.path, ['-v', 'error', '-ss', '20', '-i', clip, '-frames:v', '1', still]);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function parkedScene(): Promise<Scene> {
  const { cameras } = await loadScenario(repositoryFile('device-sim/scenarios/four-kinds.yaml'));
  const scene = cameras.find(({ id }) => id === 'street-cam')?.scene;
  if (scene === undefined) throw new Error('the scenario has no street-cam');
  // Without the car in the bay.
  return { ...scene, actors: scene.actors.filter(({ path }) => path.at(-1)?.x !== 0.155) };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function evaluate(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [repositoryFile('gateway/dist/evaluation/main.js'), ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

async function report(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await evaluate(...args, '--threads', '1', '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

function write(file: string, content: string | Buffer): string {
  const path = join(directory, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function yoloFolder(): Promise<string> {
  const folder = join(directory, 'yolo');
  const [x, y] = [(PARKED.x1 + PARKED.x2) / 2, (PARKED.y1 + PARKED.y2) / 2];
  const label = `2 ${x} ${y} ${PARKED.x2 - PARKED.x1} ${PARKED.y2 - PARKED.y1}`;
  write('yolo/images/street.jpg', await sharp(still).jpeg().toBuffer());
  write('yolo/labels/street.txt', label);
  write(
    'yolo/images/grey.png',
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } })
      .png()
      .toBuffer(),
  );
  write('yolo/images/broken.jpg', (await sharp(still).jpeg().toBuffer()).subarray(0, 900));
  return folder;
}

test('the document names every option that the command has', async () => {
  const { code, stdout } = await evaluate('--help');
  const listed = [...stdout.matchAll(/^ {2}(--[a-z]+)/gm)].map(([, option]) => option ?? '');
  const named = readFileSync(repositoryFile('docs/evaluation.md'), 'utf8');
  expect({ code, unnamed: listed.filter((option) => !named.includes(`\`${option}`)) }).toEqual({
    code: 0,
    unnamed: [],
  });
  expect(listed).toContain('--negatives');
});

describe('a folder of pictures', { timeout: 120_000 }, () => {
  test('with boxes: the drawn car is found, and a picture that cannot be read is named and left out', async () => {
    const found = await report('--data', await yoloFolder(), '--labels', 'yolo');
    expect(found).toMatchObject({
      pictures: {
        looked: 2,
        corrupt: 1,
        corruptFiles: [{ file: expect.stringMatching(/broken\.jpg$/) as string }],
        withoutLabels: 2,
      },
      objects: {
        classes: [
          {
            label: 'car',
            objects: 1,
            atThresholds: [
              { found: 1, recall: 1 },
              { found: 1, recall: 1 },
            ],
          },
        ],
        groups: [{ label: 'vehicle', objects: 1 }],
        unknownToModel: [],
      },
    });
    const { objects } = found as { objects: { classes: { ap50: number }[] } };
    expect(objects.classes[0]?.ap50).toBeGreaterThan(0.2);
  });

  test('of plates: whole plates and characters are counted, and names that are no plates are left out', async () => {
    const blank = await sharp({ create: { width: 94, height: 24, channels: 3, background: '#00a' } })
      .jpeg()
      .toBuffer();
    write('plates/沪A12345.jpg', blank);
    write('plates/IMG_0001.jpg', blank);
    write('plates/沪B12345_2.jpg', 'no picture');
    expect(await report('--data', join(directory, 'plates'), '--labels', 'plates')).toMatchObject({
      pictures: { looked: 1, corrupt: 1, unnamed: 1, unnamedFiles: ['IMG_0001.jpg'] },
      plates: { plates: 1, whole: 0, wholeShare: 0, characters: 7 },
      wrong: [{ file: '沪A12345.jpg', expected: '沪A12345' }],
    });
  });

  test('labelled as a whole: pictures are counted by what they show', async () => {
    write('image/fire/a.jpg', await sharp(still).jpeg().toBuffer());
    write('image/none/b.jpg', await sharp(still).flop().jpeg().toBuffer());
    expect(await report('--data', join(directory, 'image'), '--labels', 'image')).toMatchObject({
      pictures: { looked: 2, corrupt: 0 },
      hazards: {
        from: 'street.onnx',
        rocs: [
          { hazard: 'fire', positives: 1, negatives: 1, auc: expect.any(Number) as number },
          { hazard: 'smoke', positives: 0, negatives: 2, auc: null, atLimit: null },
        ],
      },
    });
  });

  test('says in one line each what is wrong with what it was given, and gives no figures then', async () => {
    write('empty/images/readme.txt', '');
    write('empty/labels/readme.txt', '');
    write('odd/images/a.jpg', await sharp(still).jpeg().toBuffer());
    write('odd/labels/a.txt', '0 0.5 0.5 0.2 0.2\n99 0.5 0.5 0.2 0.2');
    for (const [folder, message] of [
      ['nowhere', /nowhere: there is no such folder/],
      ['empty', /empty\/images: holds no picture/],
      ['odd', /odd\/labels\/a\.txt:2: class 99 has no name; known are 0 to 79/],
    ] as const) {
      const { code, stdout, stderr } = await evaluate('--data', join(directory, folder), '--labels', 'yolo', '--json');
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
    const noModel = await evaluate(
      '--data',
      await yoloFolder(),
      '--labels',
      'yolo',
      '--model',
      write('model.onnx', 'x'),
    );
    expect({ code: noModel.code, stdout: noModel.stdout }).toEqual({ code: 2, stdout: '' });
    expect(noModel.stderr).toMatch(/model\.onnx: it is no ONNX model/);
  });
});

describe('a clip', { timeout: 120_000 }, () => {
  const run = async (truth: string) =>
    report('--clip', clip, '--rules', write('rules.yaml', RULES), '--truth', write('truth.yaml', truth));

  test('a parked car is found where and when the truth says, and each run says the same', async () => {
    const truth = `
schema: lamppost.truth/1
violations:
  - { rule: parked, start: 8, within: 16, box: { x1: ${PARKED.x1}, y1: ${PARKED.y1}, x2: ${PARKED.x2}, y2: ${PARKED.y2} } }
`;
    const found = await run(truth);
    expect(found).toMatchObject({
      clip: { camera: 'street-cam' },
      score: { found: [{ told: { rule: 'parked', matter: 'parking' } }], missed: [], false: [] },
    });
    const { score } = found as { score: { found: { delaySeconds: number; lateSeconds: number }[] } };
    expect(score.found[0]?.delaySeconds).toBeGreaterThan(10);
    expect(await run(truth)).toEqual(found);
  });

  test('a truth or a clip that cannot be used is refused by its place', async () => {
    const rules = write('rules.yaml', RULES);
    const given = async (file: string, truth: string) =>
      evaluate('--clip', file, '--rules', rules, '--truth', write('truth.yaml', truth));
    const wrongField = await given(clip, 'schema: lamppost.truth/1\nviolations:\n  - { rule: parked, start: 8 }\n');
    expect(wrongField.stderr).toMatch(/truth\.yaml:3:5: violations\[0\]\.within: /);
    const wrongRule = await given(clip, 'schema: lamppost.truth/1\nviolations: [{ rule: gone, start: 8, within: 9 }]');
    expect(wrongRule.stderr).toMatch(/there is no rule "gone"; the rules are: parked/);
    const noVideo = await given(rules, 'schema: lamppost.truth/1\nviolations: []');
    expect(noVideo.stderr).toMatch(/rules\.yaml: cannot be played to its end/);
    expect([wrongField, wrongRule, noVideo].map(({ code }) => code)).toEqual([2, 2, 2]);
  });
});
