import { setTimeout as delay } from 'node:timers/promises';
import { CLOCK_LIMIT_MS, type ClockReading, type ClockStatus, worstClockErrorMs } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { type NtpServer, askNtp } from './ask-ntp.js';
import { readClockStatus } from './clock-status.js';

/** Options of {@link ClockWatch}. */
export interface ClockWatchOptions {
  /** Servers to ask, the first that answers counts; none: only the operating system is asked. */
  readonly servers: readonly NtpServer[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Root of the file system to look in for the operating system's word; `/` by default. */
  readonly root?: string;
  /** Pauses between two readings, and after one that failed; how long an answer is waited for. Milliseconds. */
  readonly times?: { readonly everyMs: number; readonly retryMs: number; readonly patienceMs: number };
}

const DEFAULT_TIMES = { everyMs: 300_000, retryMs: 15_000, patienceMs: 3_000 } as const;
/** A reading says little of a clock an hour later. */
const FRESH_MS = 3_600_000;

/** Knows how far the clock of the box can be trusted: what its operating system says, and what time servers answer. */
export class ClockWatch {
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;
  private reading: ClockReading | null = null;
  private isOff = false;

  constructor(private readonly options: ClockWatchOptions) {}

  /** Starts to ask the time servers; a second time does nothing. */
  start(): void {
    if (this.options.servers.length > 0) this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  /** What evidence sealed now says of the clock. */
  async status(): Promise<ClockStatus> {
    const nowMs = this.options.clock.nowMs();
    const { root } = this.options;
    const status = await readClockStatus({ nowMs, ...(root === undefined ? {} : { root }) });
    const ageMs = nowMs - (this.reading?.measuredAtMs ?? -Infinity);
    // A reading from the future was taken before the clock was set back.
    return this.reading !== null && ageMs >= 0 && ageMs <= FRESH_MS ? { ...status, reading: this.reading } : status;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    const { everyMs, retryMs } = this.options.times ?? DEFAULT_TIMES;
    while (!signal.aborted) {
      const reading = await this.ask();
      if (reading !== null) this.take(reading);
      await delay(reading === null ? retryMs : everyMs, null, { signal }).catch(() => null);
    }
  }

  private async ask(): Promise<ClockReading | null> {
    const { servers, clock } = this.options;
    const { patienceMs } = this.options.times ?? DEFAULT_TIMES;
    for (const server of servers) {
      const signal = AbortSignal.any([this.abort.signal, AbortSignal.timeout(patienceMs)]);
      const reading = await askNtp(server, clock, signal);
      if (reading !== null) return reading;
    }
    return null;
  }

  private take(reading: ClockReading): void {
    this.reading = reading;
    const isOff = worstClockErrorMs(reading) > CLOCK_LIMIT_MS;
    const { server, offsetMs, uncertaintyMs } = reading;
    if (isOff && !this.isOff)
      this.options.log.warn({ server, offsetMs, uncertaintyMs }, 'clock may be off by more than 1.0 s');
    if (!isOff && this.isOff) this.options.log.info({ server, offsetMs, uncertaintyMs }, 'clock is right again');
    this.isOff = isOff;
  }
}
