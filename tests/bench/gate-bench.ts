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
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { makeClip } from './make-clip.js';
import { ownProcessorSeconds } from './processor-time.js';
import { runFfmpeg } from './run-ffmpeg.js';
import { alternate, spreadOf } from './spread.js';

const SIZE = { width: 640, height: 360 };
const FRAMES_PER_SECOND = 25;
const LOOK_MS = 200;
/** Frames that the gate's JavaScript is measured on: what the pipe gives, in memory. */
const KEPT_FRAMES = 120;

/** The picture's branch of `packedFrameFilters` alone: what ffmpeg would do without a gate. */
function pictureFilters(): string {
  const { width, height } = FRAME_SIZE;
  const grey = `0x${LETTERBOX_GREY.toString(16).repeat(3)}`;
  return `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear,format=yuv420p,pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=${grey},format=bgr24`;
}

/** Packed frames, as the gateway's pipe delivers them, spread over a clip. */
async function packedFrames(file: string, count: number, every: number, { ffmpeg }: BenchSettings): Promise<Buffer[]> {
  const filters = `select='not(mod(n,${every}))',${packedFrameFilters(FRAME_SIZE)}`;
  const args = ['-v', 'error', '-nostdin', '-i', file, '-vf', filters, '-vsync', '0', '-frames:v', String(count)];
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

/** What the motion gate costs for each frame of a 640x360 camera: in ffmpeg, which makes the luma grid, and in JavaScript, which judges it. */
export async function benchGate(settings: BenchSettings): Promise<BenchResult> {
  const { isQuick, ffmpeg, onProgress } = settings;
  const [rounds, seconds, passes] = isQuick ? [1, 1, 1] : [9, 40, 10];
  const request = { size: SIZE, framesPerSecond: FRAMES_PER_SECOND, seconds, movingSeconds: seconds / 2 };
  const clip = await makeClip('gate', request, settings);
  const frameCount = seconds * FRAMES_PER_SECOND;
  const every = Math.max(1, Math.floor(frameCount / KEPT_FRAMES));
  const frames = await packedFrames(clip.file, KEPT_FRAMES, every, settings);
  const encode = (filters: string) => async () => {
    const output = ['-filter_threads', '1', '-vf', filters, '-map', '0:v:0', '-f', 'rawvideo', 'pipe:1'];
    const { cpuSeconds } = await runFfmpeg(ffmpeg, ['-threads', '1', '-i', clip.file, ...output]);
    return (cpuSeconds * 1000) / frameCount;
  };
  onProgress(`${rounds} rounds over ${frameCount} frames`);
  const runs = await alternate(rounds, {
    with: encode(packedFrameFilters(FRAME_SIZE)),
    without: encode(pictureFilters()),
    judge: () => judge(frames, passes),
  });
  const grid = runs.with.map((ms, round) => ms - (runs.without[round] ?? ms));
  const judged = runs.judge.map(({ msPerFrame }) => msPerFrame);
  return {
    question: 'What does the motion gate cost for each 640x360 frame, in ffmpeg and JavaScript together?',
    method: `ffmpeg: processor time for each frame of the gateway's filters (picture and luma grid in one pipe, time stamps) less that of the picture's branch alone, on the same clip of ${frameCount} frames, decoded by one thread, one after the other in each round. JavaScript: processor time of unpackFrame and updateMotion on ${frames.length} packed frames of that clip in memory, ${passes} times over. result = median of the one + median of the other.`,
    result: spreadOf(grid).median + spreadOf(judged).median,
    unit: 'ms',
    aim: { comparison: 'at most', limit: 0.35 },
    figures: [
      figureOf('luma grid in ffmpeg', 'ms', grid),
      figureOf('taking out and judging in JavaScript', 'ms', judged),
      figureOf('ffmpeg with the grid', 'ms', runs.with),
      figureOf('ffmpeg without the grid', 'ms', runs.without),
    ],
    facts: { clip: clip.source, movingShare: runs.judge.at(-1)?.movingShare ?? null },
  };
}
