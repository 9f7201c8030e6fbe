import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { hideCredentials, parseFfmpegLog } from '../../footage/ffmpeg-log.js';

const LONGEST_LINE = 4096;
const KEPT_MESSAGES = 3;

/** A descriptor of a program, for reading. @throws Error when it was not opened as a pipe */
export function pipeOf(child: ChildProcess, descriptor: 1 | 2 | 3): Readable {
  const stream = child.stdio[descriptor];
  if (!(stream instanceof Readable)) throw new Error(`descriptor ${descriptor} was not opened as a pipe`);
  return stream;
}

/** Tells each line that comes; of one that does not end, the last 4 KiB. */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    lines.forEach(onLine);
  });
}

/** A program that runs. */
export interface RunningFfmpeg {
  kill(): void;
  /** Resolves when it has ended and all its output was told, with what it said last; null when that was nothing. Never rejected. */
  readonly ended: Promise<string | null>;
}

/** A program that was started, and what it said. */
export function runningFfmpeg(child: ChildProcess, words: LastWords): RunningFfmpeg {
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => {
      resolve(`ffmpeg cannot be started: ${error.message}`);
    });
    child.once('close', (_code, signal) => {
      resolve(words.last ?? (signal === null ? null : `ffmpeg was ended by ${signal}`));
    });
  });
  return { kill: () => child.kill('SIGKILL'), ended };
}

/** The last words of an ffmpeg. */
export class LastWords {
  private readonly messages: string[] = [];

  /** Takes a line of its log, if it is worth telling. */
  add(line: string): void {
    const read = parseFfmpegLog(line);
    if (read.kind !== 'message') return;
    // ffmpeg calls the stream by the pipe that its address came on.
    this.messages.push(hideCredentials(read.text).replace(/^pipe:0: /, ''));
    if (this.messages.length > KEPT_MESSAGES) this.messages.shift();
  }

  /** The last of all; null when it said nothing. */
  get last(): string | null {
    return this.messages.at(-1) ?? null;
  }
}
