import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LinkStatus } from '@lamppost/contracts';
import { FRAME_SIZE, findFfmpeg } from '@lamppost/detectors';
import { AnnexBSplitter, type RtspServer, startRtspServer } from '@lamppost/device-sim';
import { CameraStream, FootageRing, createMetrics, systemClock } from '@lamppost/gateway';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cameraPart } from '../bench/camera-part.js';
import { ReplaySource } from '../bench/replay-source.js';
import { until } from './until.js';

const FRAMES_PER_SECOND = 10;
const WHITE = 200;
const installer = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };
const log = pino({ level: 'silent' });
const credentials = { username: 'camera', password: 'camera' };

let directory = '';
let server: RtspServer;
let source: ReplaySource;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rest-'));
  const file = join(directory, 'street.h264');
  const { path } = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  // A white van drives past from the tenth to the thirteenth second of each round of 14; a key picture each second.
  await promisify(execFile)(path, [
    ...['-v', 'error', '-f', 'lavfi', '-i', `color=0x606060:size=640x352:rate=${FRAMES_PER_SECOND}:duration=14`],
    ...['-f', 'lavfi', '-i', `color=white:size=120x80:rate=${FRAMES_PER_SECOND}:duration=14`],
    ...[
      '-filter_complex',
      "overlay=x='if(between(t,10,13),(t-10)*250,-200)':y=200:eval=frame,noise=c0s=3:c0f=t,format=yuv420p",
    ],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-g', '10', '-sc_threshold', '0', '-f', 'h264', file],
  ]);
  const splitter = new AnnexBSplitter();
  const units = [...splitter.push(readFileSync(file), 0), ...splitter.flush()];
  source = new ReplaySource(units, FRAMES_PER_SECOND, 0);
  server = await startRtspServer({ host: '127.0.0.1', port: 0, credentials, log });
  server.addStream('street', source);
});
afterAll(async () => {
  source.stop();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Process ID of the program that decodes for this process; Linux alone tells. */
function decoderOf(path: string): number {
  const isDecoder = (pid: string) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return words[0] === path && words.includes('rawvideo') && Number(parent) === process.pid;
    } catch {
      return false; // ended in between
    }
  };
  return Number(readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && isDecoder(pid)));
}

describe.skipIf(platform() !== 'linux')('a camera before which nothing moves', () => {
  test.concurrent.each([
    ["the system's ffmpeg", 'ffmpeg'],
    ["npm's ffmpeg", installer.path],
  ])('is decoded only now and then by %s, and at once when something comes', async (_name, path) => {
    const ffmpeg = await findFfmpeg(path);
    const cameraId = `street-${ffmpeg.libavformat[0]}`;
    const ring = new FootageRing({ directory: join(directory, cameraId), keepMs: 600_000, maxBytes: 100_000_000 });
    const pool = {
      look: async ({ capturedAtMs }: { capturedAtMs: number }) =>
        Promise.resolve({ cameraId, capturedAtMs, detections: [], hazard: null }),
    };
    const pipelines = cameraPart(pool, [cameraId]);
    const metrics = createMetrics();
    const statuses: LinkStatus[] = [];
    const frames: { atMs: number; hasVan: boolean }[] = [];
    const stream = new CameraStream({
      ...{ cameraId, looksPerSecond: 5, frameSize: FRAME_SIZE, stallMs: 10_000, ring, ffmpeg, metrics, log },
      rtspUrl: `rtsp://${credentials.username}:${credentials.password}@127.0.0.1:${server.port}/street`,
      clock: systemClock,
      onStatus: (status) => statuses.push(status),
      mayRest: () => pipelines.mayRest(cameraId),
      onFrame: async (frame) => {
        frames.push({ atMs: frame.capturedAtMs, hasVan: frame.luma.data.some((luma) => luma > WHITE) });
        await pipelines.take(frame);
      },
    });
    const isResting = async () => ((await metrics.cameraResting.get()).values[0]?.value === 1 ? true : null);
    try {
      await until('rest', 30_000, isResting);
      const restedFrom = frames.length;
      await until('the van', 30_000, () => (frames.slice(restedFrom).some(({ hasVan }) => hasVan) ? true : null));
      const vanAt = frames.findIndex(({ hasVan }, index) => index >= restedFrom && hasVan);
      await until('the van to pass', 20_000, () =>
        (frames.at(-1)?.atMs ?? 0) > (frames[vanAt]?.atMs ?? Infinity) + 3_000 ? true : null,
      );
      // Few frames while nothing moved; from the first that shows the van on, all that were asked for.
      const gaps = (from: number, to: number) =>
        frames.slice(from + 1, to).map(({ atMs }, index) => atMs - (frames[from + index]?.atMs ?? 0));
      expect(Math.max(...gaps(restedFrom - 1, vanAt))).toBeGreaterThan(800);
      const passing = frames.slice(vanAt).filter(({ hasVan }) => hasVan).length;
      expect(passing).toBeGreaterThanOrEqual(9);
      expect(Math.max(...gaps(vanAt, vanAt + passing))).toBeLessThan(330);
      const pictures = (await metrics.pictures.get()).values;
      expect(pictures.find(({ labels }) => labels.fate === 'left')?.value).toBeGreaterThan(9);
      expect(pictures.find(({ labels }) => labels.fate === 'dropped')?.value).toBe(0);

      // A decoder that is killed ends the session, and it comes back.
      process.kill(decoderOf(ffmpeg.path), 'SIGKILL');
      await until('the end of the session', 10_000, () => statuses.find(({ state }) => state === 'down') ?? null);
      expect(statuses.at(-1)?.reason).toContain('SIGKILL');
      await until('the camera back', 20_000, () => (statuses.at(-1)?.state === 'up' ? true : null));

      // The ring has everything, whether it was decoded or not.
      const segments = ring.between(0, Infinity);
      const [first, last] = [
        segments[0],
        segments.findLast(({ endMs }) => endMs < (statuses.find(({ state }) => state === 'down')?.sinceMs ?? 0)),
      ];
      const footageMs = segments
        .filter(({ endMs }) => endMs <= (last?.endMs ?? 0))
        .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      expect(Math.abs(footageMs - ((last?.endMs ?? 0) - (first?.startMs ?? 0)))).toBeLessThan(500);
    } finally {
      await stream.close();
    }
  });
});
