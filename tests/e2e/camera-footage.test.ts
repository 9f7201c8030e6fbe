import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LinkStatus } from '@lamppost/contracts';
import { FRAME_SIZE, type FfmpegBinary, type Frame, findFfmpeg } from '@lamppost/detectors';
import { createFootageCamera, startRtspServer } from '@lamppost/device-sim';
import { CameraStream, FootageRing, createMetrics, extractStill } from '@lamppost/gateway';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './until.js';

const CLIP_SECONDS = 16;
const LUMA_STEP = 12;
const clock = { nowMs: () => Date.now() };
const log = pino({ level: 'silent' });
const credentials = { username: 'camera', password: 'never-to-be-seen-by-ps' };

let directory = '';
let ffmpeg: FfmpegBinary;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'footage-'));
  ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  // A clip whose brightness tells its second: each is a step lighter than the one before.
  await promisify(execFile)(ffmpeg.path, [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'color=black:size=640x360:rate=10'],
    ...['-vf', `geq=lum='20+${LUMA_STEP}*floor(T)':cb=128:cr=128`, '-t', String(CLIP_SECONDS), '-pix_fmt', 'yuv420p'],
    join(directory, 'clock.mp4'),
  ]);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Second of the clip that a brightness stands for (BT.601, limited range). */
function secondOf(brightness: number): number {
  return ((brightness * 219) / 255 + 16 - 20) / LUMA_STEP;
}

test('frames and stills carry the time at which the camera saw them', async () => {
  const camera = await createFootageCamera({
    ffmpeg,
    path: join(directory, 'clock.mp4'),
    framesPerSecond: 10,
    once: true,
    clock,
    log,
  });
  const server = await startRtspServer({ host: '127.0.0.1', port: 0, credentials, log, clock });
  const ring = new FootageRing({ directory: join(directory, 'ring'), keepMs: 600_000, maxBytes: 100_000_000 });
  const seen: { atMs: number; second: number }[] = [];
  const statuses: LinkStatus['state'][] = [];
  server.addStream('clock', camera.source);
  await camera.source.start();
  const stream = new CameraStream({
    cameraId: 'clock',
    rtspUrl: `rtsp://${credentials.username}:${credentials.password}@127.0.0.1:${server.port}/clock`,
    looksPerSecond: 5,
    frameSize: FRAME_SIZE,
    ring,
    ffmpeg,
    clock,
    log,
    stallMs: 5_000,
    metrics: createMetrics(),
    mayRest: () => false,
    onStatus: ({ state }) => statuses.push(state),
    onFrame: (frame: Frame) => {
      const middle = (frame.height / 2) * frame.width * 3 + (frame.width / 2) * 3;
      seen.push({ atMs: frame.capturedAtMs, second: Math.floor(secondOf(frame.data[middle] ?? 0) + 0.5) });
      return Promise.resolve();
    },
  });
  try {
    await until('most of the clip', 40_000, () => (seen.some(({ second }) => second >= 13) ? true : null));
    // The frames of one second of the clip span one second of capture time: the start of the clip by each frame is nearly the same.
    const ofWholeSeconds = seen.filter(({ second }) => second >= 4 && second <= 12);
    expect(ofWholeSeconds.length).toBeGreaterThan(30);
    const starts = ofWholeSeconds.map(({ atMs, second }) => atMs - second * 1000);
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(1_500);

    for (const second of [5, 8, 10]) {
      const frames = seen.filter((frame) => frame.second === second);
      const atMs = frames[Math.floor(frames.length / 2)]?.atMs ?? 0;
      await ring.reach(atMs + 500, AbortSignal.timeout(20_000));
      const still = await extractStill(atMs, { ring, ffmpegPath: ffmpeg.path, toleranceMs: 0 });
      expect(still).not.toBeNull();
      expect(Math.abs((still?.capturedAtMs ?? 0) - atMs)).toBeLessThan(150);
      const picture = sharp(still?.jpeg);
      expect(await picture.metadata()).toMatchObject({ width: 640, height: 360 });
      const { channels } = await picture.stats();
      expect(Math.floor(secondOf(channels[0]?.mean ?? 0) + 0.5)).toBe(second);
    }
    expect(statuses.slice(0, 2)).toEqual(['connecting', 'up']);
    // Everybody on the machine can read the arguments of a process.
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(credentials.password);
  } finally {
    await stream.close();
    await camera.close();
    await server.close();
  }
});
