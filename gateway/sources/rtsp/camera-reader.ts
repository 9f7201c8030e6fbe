import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FfmpegBinary } from '@lamppost/detectors';
import { LastWords, type RunningFfmpeg, eachLine, pipeOf, runningFfmpeg } from './ffmpeg-child.js';
import { type SegmentRequest, readerArguments, streamScript } from './ffmpeg-arguments.js';
import { MatroskaReader } from './matroska/matroska-reader.js';
import type { PictureBlock } from './matroska/picture-block.js';

/** A segment of the bitstream that was closed; times are the stream's own, in seconds. */
export interface ClosedSegment {
  readonly file: string;
  readonly startS: number;
  readonly endS: number;
}

/** Options of {@link startReader}. */
export interface ReaderOptions extends SegmentRequest {
  readonly rtspUrl: string;
  readonly ffmpeg: FfmpegBinary;
  /** Told once, before the first picture: what a decoder must be given first. */
  readonly onHead: (head: Buffer) => void;
  readonly onPicture: (picture: PictureBlock) => void;
  readonly onSegment: (segment: ClosedSegment) => void;
  /** Told when a listener throws, or the bitstream cannot be read. */
  readonly onError: (error: unknown) => void;
}

/** Opens a camera: the bitstream goes to segments and, picture by picture, to the listener. */
export function startReader(options: ReaderOptions): RunningFfmpeg {
  const child = spawn(options.ffmpeg.path, readerArguments(options), { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  // An ffmpeg that cannot be started, or ends at once, takes no input; how it ended says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(streamScript(options.rtspUrl));
  const words = new LastWords();
  const bitstream = new MatroskaReader({ onHead: options.onHead, onBlock: options.onPicture });
  const guard = (take: () => void) => {
    try {
      take();
    } catch (error) {
      options.onError(error);
    }
  };
  pipeOf(child, 1).on('data', (chunk: Buffer) => {
    guard(() => {
      bitstream.push(chunk);
    });
  });
  eachLine(pipeOf(child, 2), (line) => {
    words.add(line);
  });
  eachLine(pipeOf(child, 3), (line) => {
    const [name, start, end] = line.split(',');
    if (name === undefined || end === undefined) return;
    guard(() => {
      options.onSegment({
        file: join(options.segmentDirectory, name),
        startS: Number(start),
        endS: Number(end),
      });
    });
  });
  return runningFfmpeg(child, words);
}
