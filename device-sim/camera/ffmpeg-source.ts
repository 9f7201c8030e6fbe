import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { AccessUnitListener, AccessUnitSource } from '../rtsp/access-unit.js';
import { AnnexBSplitter, type SplitAccessUnit } from '../rtsp/annexb-splitter.js';
import { encoderArguments } from './encoder-arguments.js';
import { RtpClock } from './rtp-clock.js';

/** What a camera is made from. */
export interface FfmpegSourceOptions {
  readonly ffmpeg: FfmpegBinary;
  /** Input and filter arguments of ffmpeg, in real time. */
  readonly inputArguments: readonly string[];
  readonly framesPerSecond: number;
  /** Whether ffmpeg's regular end is the stream's end; a camera goes on for ever. */
  readonly playsOnce: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** ffmpeg is killed and started anew when it gave no picture for so long; 10,000 unless told. */
  readonly stallTimeoutMs?: number;
}

const DEFAULT_STALL_TIMEOUT_MS = 10_000;
const FIRST_RESTART_DELAY_MS = 500;
const MAX_RESTART_DELAY_MS = 10_000;
/** Last words of ffmpeg that are kept for the log. */
const MAX_COMPLAINT_CHARACTERS = 2_000;

/** A camera: ffmpeg writes H.264 in real time, and is started again whenever it dies. */
export class FfmpegSource implements AccessUnitSource {
  readonly framesPerSecond: number;
  readonly #options: FfmpegSourceOptions;
  readonly #listeners = new Set<AccessUnitListener>();
  readonly #rtpClock: RtpClock;
  #inputArguments: readonly string[];
  /** Whether ffmpeg was ended to show something else. */
  #isChanging = false;
  #child: ChildProcess | null = null;
  #restartTimer: NodeJS.Timeout | undefined;
  #stallTimer: NodeJS.Timeout | undefined;
  #restartDelayMs = FIRST_RESTART_DELAY_MS;
  #isStopped = false;
  #isDown = false;
  #restarts = 0;

  constructor(options: FfmpegSourceOptions) {
    this.#options = options;
    this.#inputArguments = options.inputArguments;
    this.framesPerSecond = options.framesPerSecond;
    this.#rtpClock = new RtpClock(options.framesPerSecond);
  }

  /** How often ffmpeg had to be started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Process ID of ffmpeg; undefined while it is not running. */
  get processId(): number | undefined {
    return this.#child?.pid;
  }

  subscribe(listener: AccessUnitListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Starts ffmpeg, and resolves with the first picture. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      const unsubscribe = this.subscribe({
        onAccessUnit: () => {
          unsubscribe();
          resolve();
        },
        onEnd: () => {
          unsubscribe();
          resolve();
        },
      });
      this.#spawn();
    });
  }

  /** Goes over to another input, with a gap of a moment, as when a camera drops a few frames. */
  changeInput(inputArguments: readonly string[]): void {
    this.#inputArguments = inputArguments;
    if (this.#child === null || this.#isStopped) return;
    this.#isChanging = true;
    this.#child.kill('SIGKILL');
  }

  /** Kills ffmpeg and starts it no more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#stallTimer);
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  #spawn(): void {
    const { ffmpeg, clock } = this.#options;
    const args = [
      ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
      ...this.#inputArguments,
      ...encoderArguments(ffmpeg, this.framesPerSecond),
    ];
    const child = spawn(ffmpeg.path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const splitter = new AnnexBSplitter();
    let complaint = '';
    this.#watchForStall(child);
    child.stdout.on('data', (chunk: Buffer) => {
      const units = splitter.push(chunk, clock.nowMs());
      if (units.length > 0) this.#watchForStall(child);
      this.#publish(units);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-MAX_COMPLAINT_CHARACTERS);
    });
    child.on('error', (error) => {
      complaint = error.message;
      if (child.pid === undefined) this.#onExit(null, null, complaint);
    });
    child.on('close', (code, signal) => {
      this.#publish(splitter.flush());
      this.#onExit(code, signal, complaint);
    });
  }

  #publish(units: readonly SplitAccessUnit[]): void {
    if (this.#isStopped || units.length === 0) return;
    if (this.#isDown) this.#options.log.info({ restarts: this.#restarts }, 'camera is back');
    this.#isDown = false;
    this.#restartDelayMs = FIRST_RESTART_DELAY_MS;
    for (const { nalUnits, isKeyframe, arrivedAtMs } of units) {
      const unit = { nalUnits, isKeyframe, pts90k: this.#rtpClock.next(arrivedAtMs) };
      for (const listener of [...this.#listeners]) listener.onAccessUnit(unit);
    }
  }

  #watchForStall(child: ChildProcess): void {
    clearTimeout(this.#stallTimer);
    if (this.#isStopped) return;
    this.#stallTimer = setTimeout(() => {
      child.kill('SIGKILL');
    }, this.#options.stallTimeoutMs ?? DEFAULT_STALL_TIMEOUT_MS);
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null, complaint: string): void {
    clearTimeout(this.#stallTimer);
    if (this.#isStopped || this.#restartTimer !== undefined) return;
    if (this.#isChanging) {
      this.#isChanging = false;
      this.#spawn();
      return;
    }
    const { log, playsOnce } = this.#options;
    if (playsOnce && code === 0) {
      log.info({}, 'footage has come to its end');
      for (const listener of [...this.#listeners]) listener.onEnd();
      return;
    }
    // Said once: a camera that can't be started would fill the log otherwise.
    if (!this.#isDown) log.warn({ code, signal, complaint: complaint.trim() }, 'ffmpeg ended, starting it again');
    this.#isDown = true;
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = undefined;
      this.#restarts += 1;
      this.#spawn();
    }, this.#restartDelayMs);
    this.#restartDelayMs = Math.min(this.#restartDelayMs * 2, MAX_RESTART_DELAY_MS);
  }
}
