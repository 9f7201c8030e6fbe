import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  type FfmpegBinary,
  type Frame,
  type PixelSize,
  letterboxOf,
  packedFrameBytes,
  unpackFrame,
} from '@lamppost/detectors';
import { EvaluationError } from '@lamppost/detectors/evaluation';
import { parseFfmpegLog } from '../footage/ffmpeg-log.js';
import { frameArguments } from '../sources/rtsp/ffmpeg-arguments.js';
import { FrameAssembler } from '../sources/rtsp/frame-assembler.js';

/** Frames that may wait to be taken; ffmpeg waits then. */
const MAX_WAITING = 8;
const KEPT_MESSAGES = 3;

/** How a clip is played. */
export interface ClipFramesOptions {
  /** Any video that ffmpeg reads. */
  readonly file: string;
  readonly cameraId: string;
  readonly looksPerSecond: number;
  readonly frameSize: PixelSize;
  /** Event time of the clip's first picture, ms since 1970. */
  readonly startMs: number;
  readonly ffmpeg: FfmpegBinary;
}

/** A frame, and the bytes that it is made of, to be given back. */
interface PlayedFrame {
  readonly frame: Frame;
  readonly bytes: Uint8Array;
}

/** ffmpeg while it plays a clip: frames that wait, and what it had to say. */
class ClipPlayer {
  readonly #messages: string[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #frames: PlayedFrame[] = [];
  readonly #assembler: FrameAssembler;
  #end: { readonly reason: string | null } | null = null;
  #wake: () => void = () => undefined;

  constructor({ file, cameraId, frameSize, startMs, ffmpeg, looksPerSecond }: ClipFramesOptions) {
    const output = frameArguments({ looksPerSecond, frameSize }, ffmpeg.libavformat);
    this.#child = spawn(
      ffmpeg.path,
      [
        ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info'],
        // Nothing but files: a playlist must not open connections.
        ...['-protocol_whitelist', 'file', '-threads', '1', '-i', `file:${file}`, ...output],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let firstPtsUs: number | null = null;
    let { content } = letterboxOf({ width: 16, height: 9 }, frameSize);
    this.#assembler = new FrameAssembler(packedFrameBytes(frameSize), (bytes, ptsUs) => {
      firstPtsUs ??= ptsUs;
      const capturedAtMs = startMs + Math.round(((ptsUs ?? 0) - (firstPtsUs ?? 0)) / 1000);
      const picture = { cameraId, capturedAtMs, ...frameSize, letterbox: content };
      this.#frames.push({ frame: { ...picture, ...unpackFrame(bytes, frameSize) }, bytes });
      if (this.#frames.length >= MAX_WAITING) this.#child.stdout.pause();
      this.#wake();
    });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#guard(() => {
        this.#assembler.addBytes(chunk);
      });
    });
    createInterface({ input: this.#child.stderr }).on('line', (text) => {
      const line = parseFfmpegLog(text);
      if (line.kind === 'frame')
        this.#guard(() => {
          this.#assembler.addStamp(line.ptsUs);
        });
      else if (line.kind === 'source-size') ({ content } = letterboxOf(line, frameSize));
      else if (line.kind === 'message') {
        this.#messages.push(line.text);
        if (this.#messages.length > KEPT_MESSAGES) this.#messages.shift();
      }
    });
    this.#child.once('error', ({ message }) => {
      this.#finish(`ffmpeg cannot be started: ${message}`);
    });
    this.#child.once('close', (code) => {
      this.#finish(code === 0 ? null : this.#messages.join('; ') || `ffmpeg ended with ${code}`);
    });
  }

  /** The next frame; null at the end. @throws EvaluationError when the clip could not be played to its end */
  async next(): Promise<PlayedFrame | null> {
    for (;;) {
      const played = this.#frames.shift();
      if (this.#frames.length < MAX_WAITING / 2) this.#child.stdout.resume();
      if (played !== undefined) return played;
      if (this.#end?.reason != null) throw new EvaluationError([this.#end.reason]);
      if (this.#end !== null) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Gives a frame's bytes back, which are written on again. */
  release({ bytes }: PlayedFrame): void {
    this.#assembler.release(bytes);
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #finish(reason: string | null): void {
    this.#end ??= { reason };
    this.#wake();
  }

  #guard(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#finish(error instanceof Error ? error.message : String(error));
      this.close();
    }
  }
}

/**
 * Plays a clip as fast as its frames are taken: decoded, chosen, scaled and letterboxed as the gateway does it with a camera. A frame's
 * capture time is its own time stamp in the clip, counted from the first picture. Its bytes are good until the next one is asked for.
 *
 * @throws EvaluationError when the clip cannot be played to its end, with ffmpeg's reason
 */
export async function* clipFrames(options: ClipFramesOptions): AsyncGenerator<Frame, void, void> {
  const player = new ClipPlayer(options);
  try {
    for (let played = await player.next(); played !== null; played = await player.next()) {
      yield played.frame;
      player.release(played);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationError([`${options.file}: cannot be played to its end: ${reason}`], { cause });
  } finally {
    player.close();
  }
}
