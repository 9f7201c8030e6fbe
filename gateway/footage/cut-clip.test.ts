import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '@lamppost/detectors';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseSegments, cutClips } from './cut-clip.js';
import { decodePictures } from './decode-pictures.js';
import { extractStill } from './extract-still.js';
import { FootageRing } from './footage-ring.js';

const hasProbe = spawnSync('ffprobe', ['-version']).status === 0 || process.env.CI === 'true';
const note = hasProbe ? '' : ' (skipped: no ffprobe)';
const START_MS = 1_780_000_000_000;
/** Where the stream's own time stamps begin: not at 0, as with a camera that has run for a while. */
const START_PTS_S = 100;

let directory = '';
let ring: FootageRing;
let ffmpegPath = '';

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'clip-'));
  ring = new FootageRing({ directory: join(directory, 'ring'), keepMs: 600_000, maxBytes: 50_000_000 });
  ffmpegPath = (await findFfmpeg()).path;
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Films `seconds` of H.264 into segments of two seconds, as a camera's stream is cut into the ring. */
function film(seconds: number): void {
  const session = ring.openSession();
  execFileSync(ffmpegPath, [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=10'],
    ...['-f', 'lavfi', '-i', 'sine', '-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
    ...['-bf', '0', '-g', '20', '-keyint_min', '20', '-sc_threshold', '0', '-output_ts_offset', String(START_PTS_S)],
    ...['-f', 'segment', '-segment_time', '2', '-segment_format', 'matroska', join(session, '%03d.mkv')],
  ]);
  for (const [index, name] of readdirSync(session).sort().entries())
    ring.add(join(session, name), {
      startMs: START_MS + index * 2000,
      endMs: START_MS + (index + 1) * 2000,
      startPtsUs: (START_PTS_S + index * 2) * 1_000_000,
    });
}

interface Probed {
  readonly streams: readonly { codec_name: string; nb_read_packets: string }[];
  readonly format: { duration: string };
}

function probe(mp4: Buffer): Probed {
  const file = join(directory, 'probed.mp4');
  writeFileSync(file, mp4);
  const args = ['-v', 'error', '-count_packets', '-show_entries', 'stream=codec_name,nb_read_packets:format=duration'];
  return JSON.parse(execFileSync('ffprobe', [...args, '-of', 'json', file], { encoding: 'utf8' })) as Probed;
}

test.skipIf(!hasProbe)(
  `a clip is the camera's own stream from a key frame on, without sound${note}`,
  async () => {
    film(10);
    const clips = await cutClips(START_MS + 2500, START_MS + 6500, {
      ...{ ring, ffmpegPath, maxMs: 60_000, maxBytes: 10_000_000 },
    });
    expect(clips).toHaveLength(1);
    const [clip] = clips;
    expect(clip).toMatchObject({ startMs: START_MS + 2000, endMs: START_MS + 8000 });
    const { streams, format } = probe(clip?.mp4 ?? Buffer.alloc(0));
    // Nothing was encoded anew: all the pictures of three segments, no more and no fewer.
    expect(streams).toEqual([{ codec_name: 'h264', nb_read_packets: '60' }]);
    expect(Number(format.duration)).toBeCloseTo(6, 1);
    expect(readdirSync(join(directory, 'ring/open'))).not.toContain('2');
  },
  60_000,
);

test('footage that is too long is shown at its beginning and its end', () => {
  const segments = Array.from({ length: 30 }, (_, index) => ({
    ...{ file: `${index}.mkv`, startMs: index * 2000, endMs: (index + 1) * 2000, startPtsUs: 0, sizeBytes: 1000 },
  }));
  const names = (limits: { maxMs: number; maxBytes: number }) =>
    chooseSegments(segments, limits).map((run) => run.map(({ file }) => file));
  expect(names({ maxMs: 60_000, maxBytes: 30_000 })).toEqual([segments.map(({ file }) => file)]);
  expect(names({ maxMs: 8_000, maxBytes: 30_000 })).toEqual([
    ['0.mkv', '1.mkv'],
    ['28.mkv', '29.mkv'],
  ]);
  expect(names({ maxMs: 60_000, maxBytes: 3_000 })).toEqual([['0.mkv'], ['28.mkv', '29.mkv']]);
  expect(names({ maxMs: 60_000, maxBytes: 10 })).toEqual([]);
});

test('pictures are those of their moments, at full size', async () => {
  film(4);
  const [segment] = ring.between(START_MS, START_MS + 1);
  if (segment === undefined) throw new Error('no segment');
  const pictures = await decodePictures(
    segment,
    { fromMs: START_MS + 450, toMs: START_MS + 1100, stepMs: 200 },
    ffmpegPath,
  );
  expect(pictures.map(({ capturedAtMs }) => capturedAtMs - START_MS)).toEqual([500, 700, 900, 1100]);
  for (const { jpeg } of pictures)
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 360 });
  const still = await extractStill(START_MS + 2950, { ring, ffmpegPath, toleranceMs: 0 });
  expect(still?.capturedAtMs).toBe(START_MS + 3000);
  expect(await extractStill(START_MS + 20_000, { ring, ffmpegPath, toleranceMs: 5_000 })).toBeNull();
}, 60_000);
