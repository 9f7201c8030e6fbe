import { spawn } from 'node:child_process';
import { parseFfmpegLog } from './ffmpeg-log.js';
import type { FootageRing } from './footage-ring.js';

/** A picture out of the ring, at the camera's full resolution. */
export interface Still {
  readonly jpeg: Buffer;
  readonly capturedAtMs: number;
}

/** Options of {@link extractStill}. */
export interface ExtractStillOptions {
  readonly ring: FootageRing;
  readonly ffmpegPath: string;
  /** How far from the wanted moment the picture may lie, milliseconds. */
  readonly toleranceMs: number;
}

/** Frames before the end of a segment that a seek must stay clear of, so that one is always left to decode. */
const BEFORE_END_MS = 250;
/** Best quality of the mjpeg encoder, on its scale from 2 to 31. */
const MJPEG_QUALITY = '2';
const MAX_STILL_BYTES = 32_000_000;
const DECODE_TIMEOUT_MS = 20_000;

/** Decodes the picture nearest to a moment from the camera's own bitstream; null when the ring does not hold it. */
export async function extractStill(atMs: number, options: ExtractStillOptions): Promise<Still | null> {
  const segment = options.ring.find(atMs, options.toleranceMs);
  if (segment === null) return null;
  const lastMs = Math.max(segment.startMs, segment.endMs - BEFORE_END_MS);
  const offsetMs = Math.min(Math.max(atMs, segment.startMs), lastMs) - segment.startMs;
  const seconds = (segment.startPtsUs / 1e6 + offsetMs / 1000 - 0.005).toFixed(6);
  const { output, log } = await run(options.ffmpegPath, [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts', '-threads', '1', '-i', segment.file],
    ...['-map', '0:v:0', '-vf', `select='gte(t,${seconds})',showinfo`, '-frames:v', '1'],
    ...['-f', 'image2pipe', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', MJPEG_QUALITY, 'pipe:1'],
  ]);
  const ptsMs = firstFramePtsMs(log);
  if (output.length === 0 || ptsMs === null) return null;
  return { jpeg: output, capturedAtMs: Math.round(segment.startMs + ptsMs - segment.startPtsUs / 1000) };
}

function firstFramePtsMs(log: string): number | null {
  const lines = log.split('\n').map(parseFfmpegLog);
  const base = lines.find((line) => line.kind === 'time-base');
  const frame = lines.find((line) => line.kind === 'frame');
  if (base === undefined || frame === undefined || frame.pts === null) return null;
  return (frame.pts * base.numerator * 1000) / base.denominator;
}

async function run(path: string, args: readonly string[]): Promise<{ output: Buffer; log: string }> {
  const child = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DECODE_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const output: Buffer[] = [];
  let bytes = 0;
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_STILL_BYTES) child.kill('SIGKILL');
    else output.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('latin1')).slice(-64_000);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
  return { output: Buffer.concat(output), log };
}
