import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import { answerTo } from '../hj212/answer-frame.js';
import { type CutFrames, cutFrames } from '../hj212/cut-frames.js';
import type { Identified } from '../hj212/hj212-devices.js';
import type { ReceivedFrame } from '../hj212/hj212-receiver.js';
import { HostRequests, type RequestStep } from '../hj212/host-requests.js';
import type { Refusal } from '../refusal-catalogue.js';

/** Bytes that a monitor may send before it says who it is: modems greet with a few of their own. */
const MAX_UNKNOWN_BYTES = 8_192;
/** Command of a monitor that wants its clock set. */
const CLOCK_REQUEST = 1013;

/** Options of {@link Hj212Connection}. */
export interface Hj212ConnectionOptions {
  readonly socket: Socket;
  readonly idleMs: number;
  readonly partialFrameMs: number;
  readonly identifyMs: number;
  /** How often the monitor's clock is asked for; 0 is never. */
  readonly clockCheckMs: number;
  /** A clock further off than this is set; null sets it only when the monitor asks for it. */
  readonly clockSetAboveMs: number | null;
  readonly clock: Clock;
  readonly log: Logger;
  readonly identify: (bytes: Uint8Array, cut: CutFrames) => Identified;
  /** Told once, when the monitor has said who it is. */
  readonly onIdentified: (sensorId: string) => void;
  /** Takes what was cut; durable when it returns. Throws when it could not be made durable. */
  readonly onFrames: (sensorId: string, bytes: Buffer, cut: CutFrames) => readonly ReceivedFrame[];
  /** What came from somebody who is not known; `isFailure` when a name and password were wrong. */
  readonly onRefused: (bytes: Buffer, refusal: Refusal) => void;
  /** Told how far the monitor's clock stands ahead of ours. */
  readonly onClock: (sensorId: string, aheadMs: number) => void;
}

/**
 * One monitor that called in over TCP. Frames are cut by their declared length and answered only when what they say is durable. Nothing is
 * read while the monitor does not take what was sent to it, so memory stays bounded.
 */
export class Hj212Connection {
  private rest: Buffer = Buffer.alloc(0);
  private sensorId: string | null = null;
  private requests: HostRequests | null = null;
  private unknownBytes = 0;
  private lastClockCheckMs = 0;
  private readonly identifyTimer: NodeJS.Timeout;
  private partialTimer: NodeJS.Timeout | null = null;

  constructor(private readonly options: Hj212ConnectionOptions) {
    const { socket, idleMs, identifyMs } = options;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, idleMs);
    socket.setTimeout(idleMs, () => {
      this.close('nothing came for too long');
    });
    this.identifyTimer = setTimeout(() => {
      this.close('the monitor did not say who it is');
    }, identifyMs);
    socket.on('data', (chunk: Buffer) => {
      this.take(chunk);
    });
    socket.on('drain', () => {
      socket.resume();
    });
    socket.on('error', (error) => {
      options.log.debug({ reason: error.message }, 'connection of a monitor failed');
    });
    socket.once('close', () => {
      this.endTimers();
    });
  }

  /** The sensor that called in; null until it has said who it is. */
  get sensor(): string | null {
    return this.sensorId;
  }

  /** Ends the connection. */
  close(reason: string): void {
    if (this.options.socket.destroyed) return;
    this.options.log.info({ sensorId: this.sensorId, reason }, 'connection of a monitor closed');
    this.options.socket.destroy();
  }

  /** To be called every few seconds: repeats what was not answered, and asks for the clock when it is time. */
  tick(): void {
    const { requests } = this;
    const { clock, clockCheckMs } = this.options;
    if (requests === null) return;
    const nowMs = clock.nowMs();
    this.carryOut(requests.tick(nowMs));
    if (clockCheckMs > 0 && Math.abs(nowMs - this.lastClockCheckMs) >= clockCheckMs) {
      this.lastClockCheckMs = nowMs;
      this.carryOut(requests.askTime(nowMs));
    }
  }

  private take(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    this.takeCut(bytes, cutFrames(bytes));
  }

  private takeCut(bytes: Buffer, cut: CutFrames): void {
    this.rest = bytes.subarray(cut.restAt);
    this.watchPartial(cut.restAt > 0);
    if (cut.frames.length === 0 && cut.garbage.length === 0) return;
    if (this.sensorId === null && !this.identify(bytes, cut)) return;
    const { sensorId } = this;
    if (sensorId === null) return;
    let received: readonly ReceivedFrame[];
    try {
      received = this.options.onFrames(sensorId, bytes, cut);
    } catch (error) {
      // Without an answer the monitor sends it again, when it has called in anew.
      this.options.log.error(
        { err: error, sensorId },
        'readings could not be stored; the monitor is asked for them again',
      );
      this.close('readings could not be stored');
      return;
    }
    this.answer(received);
  }

  /** Whether the sender is known now. */
  private identify(bytes: Buffer, cut: CutFrames): boolean {
    const { identify, onIdentified, onRefused, clock, log, socket } = this.options;
    if (cut.frames.length === 0) {
      this.unknownBytes += cut.restAt;
      onRefused(bytes.subarray(0, cut.restAt), { code: 'hj212.no-frame', detail: 'bytes that are no HJ 212 frame' });
      if (this.unknownBytes > MAX_UNKNOWN_BYTES) this.close('too much came that is no frame');
      return false;
    }
    const identified = identify(bytes, cut);
    if (identified.status === 'unknown') {
      onRefused(bytes.subarray(0, cut.restAt), identified);
      this.close('nobody is known by this MN and PW');
      return false;
    }
    clearTimeout(this.identifyTimer);
    this.sensorId = identified.sensorId;
    this.requests = new HostRequests(identified.identity);
    log.info({ sensorId: this.sensorId, address: socket.remoteAddress }, 'monitor called in');
    onIdentified(this.sensorId);
    this.lastClockCheckMs = clock.nowMs() - this.options.clockCheckMs;
    return true;
  }

  private answer(received: readonly ReceivedFrame[]): void {
    const { requests } = this;
    const { socket, clock } = this.options;
    const nowMs = clock.nowMs();
    socket.cork();
    for (const { frame, kind } of received) {
      if (frame === null) continue;
      const answer = answerTo(frame, nowMs);
      if (answer !== null) this.send(answer);
      if (requests === null || kind === 'again') continue;
      // HJ 212-2017, 6.6.5: CN 1013 asks the host for CN 1012.
      this.carryOut(frame.cn === CLOCK_REQUEST ? requests.setTime(nowMs) : requests.take(frame, nowMs));
    }
    socket.uncork();
  }

  private carryOut({ send, outcomes }: RequestStep): void {
    for (const frame of send) this.send(frame);
    const { sensorId, requests } = this;
    if (sensorId === null || requests === null) return;
    const { log, onClock, clockSetAboveMs, clock } = this.options;
    for (const outcome of outcomes) {
      if (outcome.status === 'failed') {
        const { cn, reason } = outcome;
        log.info({ sensorId, cn, reason }, 'request to a monitor failed');
      } else if (outcome.status === 'done') log.info({ sensorId, cn: outcome.cn }, 'monitor carried out a request');
      else {
        onClock(sensorId, outcome.aheadMs);
        if (clockSetAboveMs !== null && Math.abs(outcome.aheadMs) > clockSetAboveMs)
          this.carryOut(requests.setTime(clock.nowMs()));
      }
    }
  }

  private send(frame: Buffer): void {
    const { socket } = this.options;
    if (socket.writable && !socket.write(frame)) socket.pause();
  }

  /** A frame that has begun must end: what stands still is no frame, and what stands behind it is looked for. */
  private watchPartial(isAnother: boolean): void {
    if (this.partialTimer !== null && this.rest.length > 0 && !isAnother) return;
    if (this.partialTimer !== null) clearTimeout(this.partialTimer);
    this.partialTimer = null;
    if (this.rest.length === 0) return;
    this.partialTimer = setTimeout(() => {
      this.partialTimer = null;
      const bytes = this.rest;
      this.takeCut(bytes, cutFrames(bytes, { endOfInput: true }));
    }, this.options.partialFrameMs);
  }

  private endTimers(): void {
    clearTimeout(this.identifyTimer);
    if (this.partialTimer !== null) clearTimeout(this.partialTimer);
    // The end of a frame that never came is kept apart, too.
    const { rest, sensorId } = this;
    this.rest = Buffer.alloc(0);
    if (rest.length === 0 || sensorId === null) return;
    try {
      this.options.onFrames(sensorId, rest, cutFrames(rest, { endOfInput: true }));
    } catch (error) {
      this.options.log.error({ err: error, sensorId }, 'the last bytes of a monitor could not be stored');
    }
  }
}
