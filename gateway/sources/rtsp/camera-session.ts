import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  type FfmpegBinary,
  type Frame,
  type PixelSize,
  letterboxOf,
  packedFrameBytes,
  unpackFrame,
} from '@lamppost/detectors';
import { Readable } from 'node:stream';
import type { Clock } from '../../clock.js';
import { hideCredentials, parseFfmpegLog } from '../../footage/ffmpeg-log.js';
import type { FootageRing } from '../../footage/footage-ring.js';
import { CaptureClock } from './capture-clock.js';
import { ffmpegArguments, streamScript } from './ffmpeg-arguments.js';
import { FrameAssembler } from './frame-assembler.js';

const SEGMENT_SECONDS = 2;
const KEPT_MESSAGES = 3;

/** Options of {@link runCameraSession}. */
export interface CameraSessionOptions {
  readonly cameraId: string;
  readonly rtspUrl: string;
  readonly looksPerSecond: number;
  /** What frames are letterboxed to; both multiples of 32 pixels. */
  readonly frameSize: PixelSize;
  readonly ring: FootageRing;
  readonly ffmpeg: FfmpegBinary;
  readonly clock: Clock;
  /** A stalled camera can keep ffmpeg waiting for ever: it is killed when no frame came for this long. */
  readonly stallMs: number;
  /** Settled when the frame is done with, never rejected: its bytes are then written on again. */
  readonly onFrame: (frame: Frame) => Promise<void>;
  readonly signal: AbortSignal;
}

/** How a session ended. */
export interface SessionEnd {
  readonly frames: number;
  /** In words, without credentials. */
  readonly reason: string;
}

/** Opens a camera once and delivers its frames until the stream ends, stalls, or `signal` ends it. Resolves; never throws. */
export async function runCameraSession(options: CameraSessionOptions): Promise<SessionEnd> {
  const { ring, clock, signal, frameSize } = options;
  const directory = ring.openSession();
  const request = {
    ...options,
    segmentDirectory: directory,
    segmentSeconds: SEGMENT_SECONDS,
  };
  const child = spawn(options.ffmpeg.path, ffmpegArguments(request, options.ffmpeg.libavformat), {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  // An ffmpeg that cannot be started, or ends at once, takes no input; how it ended says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(streamScript(options.rtspUrl));
  const captureClock = new CaptureClock();
  const messages: string[] = [];
  let frames = 0;
  let timeBaseMs = 0;
  let { content } = letterboxOf({ width: 16, height: 9 }, frameSize);
  const endings: string[] = [];
  const end = (reason: string) => {
    endings.push(reason);
    child.kill('SIGKILL');
  };
  const watchdog = setTimeout(end, options.stallMs, `no frame for ${options.stallMs / 1000} s`);

  const assembler = new FrameAssembler(packedFrameBytes(frameSize), (bytes, pts) => {
    const arrivalMs = clock.nowMs();
    const capturedAtMs = pts === null ? arrivalMs : captureClock.capturedAt(pts * timeBaseMs, arrivalMs);
    frames += 1;
    watchdog.refresh();
    const frame = {
      cameraId: options.cameraId,
      capturedAtMs,
      ...frameSize,
      ...unpackFrame(bytes, frameSize),
      letterbox: content,
    };
    void options.onFrame(frame).then(() => {
      assembler.release(bytes);
    });
  });
  const guard = (take: () => void) => {
    try {
      take();
    } catch (error) {
      end(error instanceof Error ? error.message : String(error));
    }
  };
  pipeOf(child, 1).on('data', (chunk: Buffer) => {
    guard(() => {
      assembler.addBytes(chunk);
    });
  });
  eachLine(pipeOf(child, 2), (text) => {
    const line = parseFfmpegLog(text);
    if (line.kind === 'frame') {
      guard(() => {
        assembler.addStamp(line.pts);
      });
    } else if (line.kind === 'time-base') timeBaseMs = (line.numerator * 1000) / line.denominator;
    else if (line.kind === 'source-size') ({ content } = letterboxOf(line, frameSize));
    else if (line.kind === 'message') {
      // ffmpeg calls the stream by the pipe that its address came on.
      messages.push(hideCredentials(line.text).replace(/^pipe:0: /, ''));
      if (messages.length > KEPT_MESSAGES) messages.shift();
    }
  });
  eachLine(pipeOf(child, 3), (text) => {
    guard(() => {
      const [name, start, stop] = text.split(',');
      const startMs = captureClock.atPts(Number(start) * 1000);
      const endMs = captureClock.atPts(Number(stop) * 1000);
      if (name === undefined || startMs === null || endMs === null || endMs <= startMs) return;
      ring.add(join(directory, name), { startMs, endMs, startPtsUs: Math.round(Number(start) * 1e6) });
    });
  });
  const abort = () => {
    end('closed');
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  await new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end(`ffmpeg cannot be started: ${error.message}`);
      resolve();
    });
    child.once('close', () => {
      resolve();
    });
  });
  clearTimeout(watchdog);
  signal.removeEventListener('abort', abort);
  return { frames, reason: endings[0] ?? messages.at(-1) ?? 'the stream ended' };
}

function pipeOf(child: ChildProcess, descriptor: 1 | 2 | 3): Readable {
  const stream = child.stdio[descriptor];
  if (!(stream instanceof Readable)) throw new Error(`descriptor ${descriptor} was not opened as a pipe`);
  return stream;
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-4096);
    lines.forEach(onLine);
  });
}
