import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FRAME_SIZE, InferencePool } from '@lamppost/detectors';
import { CameraStream, FootageRing, createMetrics, systemClock } from '@lamppost/gateway';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { cameraPart, silent } from './camera-part.js';
import { makeClip } from './make-clip.js';
import { ownProcessorSeconds, processorSeconds, processorSecondsOf } from './processor-time.js';
import { type ReplayCameras, startReplayCameras } from './replay-cameras.js';
import { DECODE_ONLY, runFfmpeg } from './run-ffmpeg.js';
import { alternate, spreadOf } from './spread.js';

const CORES = 2;
const FRAMES_PER_SECOND = 25;
const LOOKS_PER_SECOND = 5;
const MOVING_SHARE = 0.1;
/** Time after the first pictures of all cameras that is left out: connecting, and a scene that is new. */
const SETTLE_MS = 6_000;
const CONNECT_MS = 30_000;

/** What a while with some cameras came to. */
interface Run {
  /** Processor seconds for each second of a camera. */
  readonly perCameraSecond: number;
  /** Of these, those of this process with its threads; the rest is ffmpeg's. */
  readonly nodePerCameraSecond: number;
  /** The same of the process that plays the cameras: no part of the product. */
  readonly playerPerCameraSecond: number;
  /** Frames that came from the camera that sent fewest, a second. */
  readonly framesPerSecond: number;
  readonly looksPerCameraSecond: number;
  readonly skippedPerCameraSecond: number;
  /** Of this process, at the end of the time. */
  readonly residentBytes: number;
}

/** The same, and how much was decoded since the cameras were opened. */
interface GatewayRun extends Run {
  readonly decodedShare: number;
}

interface Setting extends BenchSettings {
  readonly cameras: ReplayCameras;
  readonly pool: InferencePool;
  readonly seconds: number;
}

/** Measures for one round of the clip, once `frames` (one count for each camera) show that all of them are there. */
async function measure(setting: Setting, count: number, frames: readonly number[]): Promise<Run> {
  const { cameras, pool, seconds, isQuick } = setting;
  const deadlineMs = performance.now() + CONNECT_MS;
  while (frames.some((number) => number === 0)) {
    if (performance.now() > deadlineMs) throw new Error(`a camera sent no picture for ${CONNECT_MS / 1000} s`);
    await wait(50);
  }
  await wait(isQuick ? 100 : SETTLE_MS);
  const read = () => ({
    cpu: processorSeconds(cameras.processId),
    node: ownProcessorSeconds(),
    player: processorSecondsOf(cameras.processId),
    frames: [...frames],
    stats: pool.stats(),
    atMs: performance.now(),
  });
  const before = read();
  await wait(seconds * 1000);
  const after = read();
  const took = (after.atMs - before.atMs) / 1000;
  const each = (to: number, from: number) => (to - from) / (took * count);
  return {
    perCameraSecond: each(after.cpu, before.cpu),
    nodePerCameraSecond: each(after.node, before.node),
    playerPerCameraSecond: each(after.player, before.player),
    framesPerSecond: Math.min(...after.frames.map((number, camera) => (number - (before.frames[camera] ?? 0)) / took)),
    looksPerCameraSecond: each(after.stats.looked, before.stats.looked),
    skippedPerCameraSecond: each(after.stats.skipped, before.stats.skipped),
    residentBytes: process.memoryUsage().rss,
  };
}

/** The gateway's whole way from the cameras to the rules, with the original bitstream kept. */
async function gateway(setting: Setting, count: number): Promise<GatewayRun> {
  const { ffmpeg, pool, cameras, scratch } = setting;
  const ids = Array.from({ length: count }, (_, index) => `cam-${index}`);
  const pipelines = cameraPart(pool, ids);
  const metrics = createMetrics();
  const frames = ids.map(() => 0);
  const streams = ids.map(
    (cameraId, index) =>
      new CameraStream({
        ...{ cameraId, rtspUrl: cameras.urls[index] ?? '', looksPerSecond: LOOKS_PER_SECOND, frameSize: FRAME_SIZE },
        ...{ ffmpeg, clock: systemClock, log: silent, stallMs: CONNECT_MS, onStatus: () => undefined },
        ring: new FootageRing({ directory: join(scratch, 'ring', cameraId), keepMs: 60_000, maxBytes: 200_000_000 }),
        metrics,
        mayRest: () => pipelines.mayRest(cameraId),
        onFrame: (frame) => {
          frames[index] = (frames[index] ?? 0) + 1;
          return pipelines.take(frame);
        },
      }),
  );
  try {
    const run = await measure(setting, count, frames);
    const { values } = await metrics.pictures.get();
    const sum = (of: typeof values) => of.reduce((total, { value }) => total + value, 0);
    const decoded = values.filter(({ labels }) => labels.fate === 'decoded');
    return { ...run, decodedShare: sum(decoded) / sum(values) };
  } finally {
    await Promise.all(streams.map((stream) => stream.close()));
  }
}

/** ffmpeg alone, with the gateway's decoder options: it receives, decodes and throws away. */
async function decodeOnly(setting: Setting, count: number): Promise<Run> {
  const { ffmpeg, cameras } = setting;
  const frames = Array.from({ length: count }, () => 0);
  const children = cameras.urls.slice(0, count).map((url, index) => {
    const args = ['-hide_banner', '-nostdin', '-v', 'error', '-progress', 'pipe:1', '-rtsp_transport', 'tcp'];
    const child = spawn(ffmpeg.path, [...args, '-threads', '1', '-i', url, ...DECODE_ONLY], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const told = [...text.matchAll(/^frame=(\d+)$/gm)].at(-1)?.[1];
      if (told !== undefined) frames[index] = Number(told);
    });
    return child;
  });
  try {
    return await measure(setting, count, frames);
  } finally {
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null) return;
        const closed = once(child, 'close');
        child.kill('SIGKILL');
        await closed;
      }),
    );
  }
}

/** An H.264 byte stream of a clip, as cameras send it. */
async function byteStream(clip: string, { ffmpeg, scratch }: BenchSettings): Promise<string> {
  const file = join(scratch, 'cameras.h264');
  await runFfmpeg(ffmpeg, ['-y', '-i', clip, '-map', '0:v:0', '-c', 'copy', '-bsf:v', 'h264_mp4toannexb', file]);
  return file;
}

/** How many 1080p cameras two cores hold, against the number that ffmpeg alone can decode. */
export async function benchCameras(settings: BenchSettings): Promise<BenchResult> {
  const { isQuick, onProgress } = settings;
  if (platform() !== 'linux') throw new Error('this benchmark reads /proc: run it on Linux');
  const [rounds, seconds, count] = isQuick ? [1, 1, 1] : [2, 40, 4];
  const size = isQuick ? { width: 320, height: 192 } : { width: 1920, height: 1080 };
  const request = { size, framesPerSecond: FRAMES_PER_SECOND, seconds, movingSeconds: MOVING_SHARE * seconds };
  const clip = await makeClip('cameras', request, settings);
  const stream = await byteStream(clip.file, settings);
  const most = isQuick ? 1 : 24;
  const cameras = await startReplayCameras(stream, most, FRAMES_PER_SECOND);
  const pool = await InferencePool.create({ threads: CORES, log: silent });
  const setting = { ...settings, cameras, pool, seconds };
  try {
    onProgress(`${rounds} rounds of ${count} live cameras, ${seconds} s each, with ffmpeg alone and with the gateway`);
    const sides = { ffmpeg: () => decodeOnly(setting, count), gateway: () => gateway(setting, count) };
    const runs = await alternate(rounds, sides, 0);
    const cost = (of: readonly Run[]) => spreadOf(of.map(({ perCameraSecond }) => perCameraSecond));
    const [alone, whole] = [cost(runs.ffmpeg), cost(runs.gateway)];
    const ratios = runs.gateway.map((run, round) => (runs.ffmpeg[round]?.perCameraSecond ?? NaN) / run.perCameraSecond);
    const player = spreadOf(runs.gateway.map(({ playerPerCameraSecond }) => playerPerCameraSecond)).median;
    const held = Math.max(1, Math.min(most, Math.floor(CORES / (whole.median + player))));
    onProgress(`${held} live cameras at once`);
    const live = await gateway(setting, held);
    const last = runs.gateway.at(-1);
    return {
      question: `What share of the 1080p cameras that ffmpeg alone could decode on ${CORES} cores does the gateway hold at ${LOOKS_PER_SECOND} looks a second?`,
      method: `${count} live RTSP cameras, played out of memory by another process, whose cost is left out. Processor seconds (this process with its threads, and every ffmpeg it runs) over one round of the clip of ${seconds} s, of which ${MOVING_SHARE * 100} % move, each camera at another place of it. ffmpeg alone: receives over TCP, decodes with one thread, throws away. Gateway: CameraStream (an ffmpeg that receives the same and keeps it in segments, and one that decodes, with one thread, all pictures while something moves or is to be made out, and else the key pictures, one in two seconds; frames at ${LOOKS_PER_SECOND} a second), gate, scheduler, model in ${CORES} threads, tracker, background, one parking rule with an empty zone. Cameras held = ${CORES} cores / processor seconds for each second of a camera; result = median over rounds of (cost of ffmpeg alone / cost of the gateway). Then ${held} cameras (as many as fit beside the process that plays them) run at once, to see that all frames come.`,
      result: spreadOf(ratios).median,
      unit: 'ratio',
      aim: { comparison: 'at least', limit: 0.8 },
      figures: [
        figureOf('ratio', 'ratio', ratios),
        figureOf('ffmpeg alone, for each camera', 'cores', alone.samples),
        figureOf('gateway, for each camera', 'cores', whole.samples),
        figureOf(
          'of this in Node: gate, model, tracker, rules',
          'cores',
          runs.gateway.map((run) => run.nodePerCameraSecond),
        ),
        figureOf(
          'cameras that ffmpeg alone holds',
          'cameras',
          alone.samples.map((value) => CORES / value),
        ),
        figureOf(
          'cameras that the gateway holds',
          'cameras',
          whole.samples.map((value) => CORES / value),
        ),
      ],
      facts: {
        clip: clip.source,
        clipSize: `${size.width}x${size.height}, ${FRAMES_PER_SECOND} pictures a second`,
        looksPerCameraSecond: last?.looksPerCameraSecond ?? null,
        decodedShareSinceConnected: last?.decodedShare ?? null,
        residentMegabytesOfThisProcess: (last?.residentBytes ?? NaN) / 1e6,
        playerCoresPerCamera: player,
        liveCameras: held,
        liveFramesPerSecondOfTheSlowest: live.framesPerSecond,
        liveLooksPerCameraSecond: live.looksPerCameraSecond,
        liveSkippedPerCameraSecond: live.skippedPerCameraSecond,
        liveCoresUsed: live.perCameraSecond * held,
      },
    };
  } finally {
    await pool.close();
    cameras.stop();
  }
}
