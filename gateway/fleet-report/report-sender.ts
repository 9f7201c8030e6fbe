import type { GatewayReport, GatewayStatus } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { Alarm, pause } from '../uplink/alarm.js';
import type { CloudClient } from '../uplink/cloud-client.js';

/** Options of {@link ReportSender}. */
export interface ReportSenderOptions {
  readonly client: Pick<CloudClient, 'report'>;
  /** The state now. */
  readonly build: () => Promise<GatewayReport>;
  readonly log: Logger;
  readonly times?: Partial<ReportTimes>;
}

/** How often reports go out, in milliseconds. */
export interface ReportTimes {
  /** While nothing changes. */
  readonly everyMs: number;
  /** Pause after each at least, however much changes. */
  readonly gapMs: number;
  /** Spreads gateways that were started together. */
  readonly jitter: (ms: number) => number;
}

/** Used unless the line is metered. */
export const REPORT_EVERY_MS = 60_000;
/** Used on a metered line, where every byte counts. */
export const METERED_REPORT_EVERY_MS = 300_000;

const DEFAULT_TIMES: ReportTimes = {
  everyMs: REPORT_EVERY_MS,
  gapMs: 5_000,
  jitter: (ms) => ms * (0.9 + Math.random() * 0.2),
};

/** What is worth a report at once; the times and counts in a status change all the while. */
function essence(status: GatewayStatus): string {
  if (status.state === 'offline') return status.state;
  const { cloud, cameras, sensorFaults, shortages, rules } = status;
  const links = Object.entries(cameras).map(([cameraId, { state }]) => [cameraId, state]);
  const faults = Object.entries(sensorFaults).map(([sensorId, those]) => [
    sensorId,
    those.map(({ kind, factor }) => [kind, factor]),
  ]);
  // Once the cloud can be reached again, it hears at once what happened meanwhile.
  const isReached = cloud.state === 'up';
  return JSON.stringify([isReached, links, faults, shortages?.length, rules?.sha256, rules?.refused?.atMs]);
}

/**
 * Tells the cloud how the gateway is, now and then and when something changes. A report that does not arrive is not sent again: the next one says how
 * things are then. It runs beside the uplink and waits for nothing of it.
 */
export class ReportSender {
  private readonly times: ReportTimes;
  private readonly alarm = new Alarm();
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;
  private told = '';
  private lastOutcome = '';

  constructor(private readonly options: ReportSenderOptions) {
    this.times = { ...DEFAULT_TIMES, ...options.times };
  }

  /** Starts to report; a second time does nothing. */
  start(): void {
    this.running ??= this.run();
  }

  /** To be called with each status: one that differs in what matters is reported soon. */
  noteStatus(status: GatewayStatus): void {
    const now = essence(status);
    if (now === this.told) return;
    this.told = now;
    this.alarm.ring();
  }

  /** Breaks off a report under way. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    const { everyMs, gapMs, jitter } = this.times;
    while (!signal.aborted) {
      await this.report(signal);
      await pause(gapMs, signal);
      await this.alarm.wait(Math.max(1, jitter(everyMs) - gapMs), signal);
    }
  }

  private async report(signal: AbortSignal): Promise<void> {
    const { client, build, log } = this.options;
    try {
      const { status } = await client.report(await build(), signal);
      if (signal.aborted || status === this.lastOutcome) return;
      this.lastOutcome = status;
      log.info({ status }, 'outcome of reports to the cloud changed');
    } catch (error) {
      log.error({ err: error }, 'a report could not be written; the next one will be tried');
    }
  }
}
