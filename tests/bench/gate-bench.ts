import {
  FRAME_SIZE,
  type Frame,
  LETTERBOX_GREY,
  type MotionState,
  packedFrameBytes,
  packedFrameFilters,
  unpackFrame,
  updateMotion,
} from '@lamppost/detectors';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { makeClip } from './make-clip.js';
import { ownProcessorSeconds } from './processor-time.js';
import { runFfmpeg } from './run-ffmpeg.js';
import { alternate, spreadOf } from './spread.js';

const SIZE = { width: 640, height: 360 };
const FRAMES_PER_SECOND = 25;
const LOOK_MS = 200;
/** Frames that both parts are measured on, spread over the clip; they are gone through again and again. */
const KEPT_FRAMES = 120;

/** The picture's branch of `packedFrameFilters` alone: what ffmpeg would do without a gate. */
function pictureFilters(): string {
  const { width, height } = FRAME_SIZE;
  const grey = `0x${LETTERBOX_GREY.toString(16).repeat(3)}`;
  return `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear,format=yuv420p,pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=${grey},format=bgr24`;
}

/** Input arguments for a file of {@link decodedFrames}. */
function decodedInput(file: string): string[] {
  const { width, height } = SIZE;
  const size = ['-s', `${width}x${height}`, '-r', String(FRAMES_PER_SECOND)];
  return ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', ...size, '-i', file];
}

/** Packed frames, as the gateway's pipe delivers them. */
async function packedFrames(decoded: string, { ffmpeg }: BenchSettings): Promise<Buffer[]> {
  const args = ['-v', 'error', '-nostdin', ...decodedInput(decoded), '-vf', packedFrameFilters(FRAME_SIZE)];
  const child = spawn(ffmpeg.path, [...args, '-f', 'rawvideo', 'pipe:1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  const bytes = packedFrameBytes(FRAME_SIZE);
  return Array.from({ length: Math.floor(all.length / bytes) }, (_, index) =>
    all.subarray(index * bytes, (index + 1) * bytes),
  );
}

/** Processor time for each frame, in milliseconds, that taking out the grid and judging it take. */
function judge(frames: readonly Buffer[], passes: number) {
  let state: MotionState | null = null;
  let moving = 0;
  const letterbox: Frame['letterbox'] = { x1: 0, y1: 10 / 256, x2: 1, y2: 244 / 256 };
  const before = ownProcessorSeconds();
  for (let pass = 0; pass < passes; pass += 1)
    for (const [index, bytes] of frames.entries()) {
      const { luma } = unpackFrame(bytes, FRAME_SIZE);
      const update = updateMotion(state, luma, (pass * frames.length + index) * LOOK_MS, { content: letterbox });
      ({ state } = update);
      if (update.isMoving) moving += 1;
    }
  const frameCount = passes * frames.length;
  const msPerFrame = ((ownProcessorSeconds() - before) * 1000) / frameCount;
  return { msPerFrame, movingShare: moving / frameCount };
}

/** Every so many pictures of the clip, decoded, one behind the other in a file: no run pays for decoding, which would hide what the grid costs. */
async function decodedFrames(clip: string, every: number, { ffmpeg, scratch }: BenchSettings): Promise<string> {
  const file = join(scratch, 'gate.yuv');
  const chosen = ['-vf', `select='not(mod(n,${every}))'`, '-vsync', '0', '-frames:v', String(KEPT_FRAMES)];
  await runFfmpeg(ffmpeg, ['-y', '-i', clip, ...chosen, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', file]);
  return file;
}

/** What the motion gate costs for each frame of a 640x360 camera: in ffmpeg, which makes the luma grid, and in JavaScript, which judges it. */
export async function benchGate(settings: BenchSettings): Promise<BenchResult> {
  const { isQuick, ffmpeg, onProgress } = settings;
  const [rounds, seconds, passes] = isQuick ? [1, 1, 1] : [15, 40, 20];
  const request = { size: SIZE, framesPerSecond: FRAMES_PER_SECOND, seconds, movingSeconds: seconds / 2 };
  const clip = await makeClip('gate', request, settings);
  const every = Math.max(1, Math.floor((seconds * FRAMES_PER_SECOND) / KEPT_FRAMES));
  const decoded = await decodedFrames(clip.file, every, settings);
  const frames = await packedFrames(decoded, settings);
  const frameCount = frames.length * passes;
  const filter = (filters: string) => async () => {
    const input = ['-stream_loop', String(passes - 1), ...decodedInput(decoded)];
    const output = ['-filter_threads', '1', '-vf', filters, '-map', '0:v:0', '-f', 'rawvideo', 'pipe:1'];
    const { cpuSeconds } = await runFfmpeg(ffmpeg, [...input, ...output]);
    return (cpuSeconds * 1000) / frameCount;
  };
  onProgress(`${rounds} rounds over ${frameCount} frames`);
  const runs = await alternate(rounds, {
    with: filter(packedFrameFilters(FRAME_SIZE)),
    without: filter(pictureFilters()),
    judge: () => judge(frames, passes),
  });
  const grid = runs.with.map((ms, round) => ms - (runs.without[round] ?? ms));
  const judged = runs.judge.map(({ msPerFrame }) => msPerFrame);
  return {
    question: 'What does the motion gate cost for each 640x360 frame, in ffmpeg and JavaScript together?',
    method: `Processor time on ${frames.length} frames spread over a clip, gone through ${passes} times in each round. ffmpeg: the gateway's filters (picture and luma grid in one pipe, time stamps) less the picture's branch alone, on frames that are decoded already, one after the other in each round. JavaScript: unpackFrame and updateMotion on what those filters give, in memory. result = median of the one + median of the other.`,
    result: spreadOf(grid).median + spreadOf(judged).median,
    unit: 'ms',
    aim: { comparison: 'at most', limit: 0.35 },
    figures: [
      figureOf('luma grid and time stamps in ffmpeg', 'ms', grid),
      figureOf('taking out and judging in JavaScript', 'ms', judged),
      figureOf('ffmpeg with the grid', 'ms', runs.with),
      figureOf('ffmpeg without the grid', 'ms', runs.without),
    ],
    facts: { clip: clip.source, movingShare: runs.judge.at(-1)?.movingShare ?? null },
  };
}
