import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type FfmpegBinary, type Frame, letterboxOf, packedFrameBytes } from '@lamppost/detectors';
import { parseFfmpegLog } from '../../footage/ffmpeg-log.js';
import { type FrameRequest, decoderArguments } from './ffmpeg-arguments.js';
import { LastWords, type RunningFfmpeg, eachLine, runningFfmpeg } from './ffmpeg-child.js';
import { FrameAssembler } from './frame-assembler.js';
import { clusterHead } from './matroska/picture-block.js';
import type { StreamPicture } from './picture-sieve.js';

/** Bytes that may wait for a decoder that is too slow; beyond it, it goes on at the next refresh picture that comes when they are fewer. */
const MOST_WAITING_BYTES = 24 * 2 ** 20;

/** A frame out of the decoder. */
export interface DecodedFrame {
  readonly bytes: Uint8Array;
  /** On the stream's own clock; null when the decoder gave none. */
  readonly ptsMs: number | null;
  readonly letterbox: Frame['letterbox'];
}

/** Options of {@link FrameDecoder}. */
export interface FrameDecoderOptions extends FrameRequest {
  readonly ffmpeg: FfmpegBinary;
  readonly onFrame: (frame: DecodedFrame) => void;
  /** Told when a listener throws, or frames come without time stamps. */
  readonly onError: (error: unknown) => void;
}

/** Decodes the pictures that it is given, and chooses and packs frames of them. */
export class FrameDecoder {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly assembler: FrameAssembler;
  private readonly running: RunningFfmpeg;
  private isBehind = false;

  /** Pictures that were left out, because the decoder was too slow. */
  dropped = 0;

  /** @param head - what stands in front of the pictures in their Matroska */
  constructor(head: Buffer, options: FrameDecoderOptions) {
    const { ffmpeg, frameSize, onFrame, onError } = options;
    this.child = spawn(ffmpeg.path, decoderArguments(options, ffmpeg.libavformat), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin.on('error', () => undefined);
    this.child.stdin.write(head);
    let { content: letterbox } = letterboxOf({ width: 16, height: 9 }, frameSize);
    this.assembler = new FrameAssembler(packedFrameBytes(frameSize), (bytes, ptsUs) => {
      onFrame({ bytes, ptsMs: ptsUs === null ? null : ptsUs / 1000, letterbox });
    });
    const guard = (take: () => void) => {
      try {
        take();
      } catch (error) {
        onError(error);
      }
    };
    this.child.stdout.on('data', (chunk: Buffer) => {
      guard(() => {
        this.assembler.addBytes(chunk);
      });
    });
    const words = new LastWords();
    eachLine(this.child.stderr, (text) => {
      const line = parseFfmpegLog(text);
      if (line.kind === 'frame')
        guard(() => {
          this.assembler.addStamp(line.ptsUs);
        });
      else if (line.kind === 'source-size') ({ content: letterbox } = letterboxOf(line, frameSize));
      else words.add(text);
    });
    this.running = runningFfmpeg(this.child, words);
  }

  /** Resolves when it has ended and all its frames were told, with what it said last; null when that was nothing. */
  get ended(): Promise<string | null> {
    return this.running.ended;
  }

  /** Gives it the next picture. */
  give(picture: StreamPicture): void {
    const { stdin } = this.child;
    const isFull = stdin.writableLength > MOST_WAITING_BYTES;
    this.isBehind = isFull || (this.isBehind && !picture.isRefresh);
    if (this.isBehind) {
      this.dropped += 1;
      return;
    }
    stdin.cork();
    stdin.write(clusterHead(picture));
    stdin.write(picture.body);
    stdin.uncork();
  }

  /** Gives a frame's bytes back, when nobody reads them any more. */
  release(bytes: Uint8Array): void {
    this.assembler.release(bytes);
  }

  /** Lets it end once it has decoded all that it was given. */
  finish(): void {
    this.child.stdin.end();
  }

  kill(): void {
    this.running.kill();
  }
}
