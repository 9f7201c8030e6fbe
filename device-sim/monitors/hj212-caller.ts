import { type Socket, connect } from 'node:net';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ScenarioMonitor } from '../scenarios/scenario.js';
import { formatBeijingTime, parseBeijingTime } from './beijing-time.js';
import { type Hj212Message, type SentValue, dataParameters, encodeHj212 } from './encode-hj212.js';
import { type HostCommand, readCommands } from './read-command.js';

/** First and longest wait before it calls again. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** Measurements that wait for their acknowledgement; beyond it the oldest is forgotten, as a small memory does. */
const MAX_KEPT = 10_000;
/** Measurements of an outage that are sent behind each new one. */
const BACKFILL_AT_ONCE = 5;
const VERSION_BITS = { '2017': 4, '2025': 8 } as const;
/** HJ 212-2017: a frame with a wrong CRC comes now and then from a monitor with that habit. */
const WRONG_CRC_EVERY = 7;

/** A monitor of a scenario that calls in over TCP. */
export type CallingMonitor = Extract<ScenarioMonitor, { protocol: 'hj212-tcp' }>;

/** Options of {@link Hj212Caller}. */
export interface Hj212CallerOptions {
  readonly monitor: CallingMonitor;
  readonly host: string;
  readonly port: number;
  /** Wall-clock time of the scenario's second 0. */
  readonly startedAtMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

interface KeptMeasurement {
  readonly measuredAtMs: number;
  readonly values: readonly SentValue[];
}

/**
 * A dust monitor that calls its host over TCP and speaks HJ 212: it reports its start, sends values and keeps them until they are
 * acknowledged, calls again when the line breaks, and then sends new values first and what it kept behind them. It answers the commands
 * 1011, 1012, 1061 and 1062.
 */
export class Hj212Caller {
  private socket: Socket | null = null;
  private isUp = false;
  private retryMs = FIRST_RETRY_MS;
  private retryTimer: NodeJS.Timeout | null = null;
  private received: Buffer = Buffer.alloc(0);
  /** By request number. */
  private readonly unacknowledged = new Map<string, KeptMeasurement>();
  private readonly gap: KeptMeasurement[] = [];
  private clockAheadMs: number;
  private sent = 0;
  private lastQnMs = 0;
  private isStopped = false;
  private readonly habits: ReadonlySet<CallingMonitor['habits'][number]>;
  private readonly sm4Key: Buffer | null;

  constructor(private readonly options: Hj212CallerOptions) {
    const { monitor } = options;
    this.habits = new Set(monitor.habits);
    this.sm4Key = monitor.sm4Key === undefined ? null : Buffer.from(monitor.sm4Key, 'hex');
    this.clockAheadMs = monitor.clockAheadSeconds * 1000;
    this.call();
  }

  /** Measurements that the host has not acknowledged. */
  get waiting(): number {
    return this.unacknowledged.size + this.gap.length;
  }

  /** Sends a measurement, or keeps it for later. */
  measure(values: readonly SentValue[]): void {
    const nowMs = this.options.clock.nowMs();
    const measurement = { measuredAtMs: nowMs + this.clockAheadMs, values };
    if (this.isInOutage(nowMs)) {
      this.socket?.destroy();
      this.keep(measurement);
      return;
    }
    if (!this.isUp) {
      this.keep(measurement);
      return;
    }
    this.sendMeasurement(measurement, false);
    // HJ 212-2025: new data go before what fills a gap.
    for (const kept of this.gap.splice(0, BACKFILL_AT_ONCE)) this.sendMeasurement(kept, true);
  }

  /** Hangs up for good. */
  stop(): void {
    this.isStopped = true;
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.socket?.destroy();
  }

  private isInOutage(nowMs: number): boolean {
    const atSeconds = (nowMs - this.options.startedAtMs) / 1000;
    return this.options.monitor.outages.some(({ from, to }) => atSeconds >= from && atSeconds < to);
  }

  private keep(measurement: KeptMeasurement): void {
    this.gap.push(measurement);
    if (this.gap.length > MAX_KEPT) this.gap.shift();
  }

  private call(): void {
    const { host, port, clock } = this.options;
    if (this.isInOutage(clock.nowMs())) {
      this.callLater();
      return;
    }
    const socket = connect({ host, port, noDelay: true });
    this.socket = socket;
    this.received = Buffer.alloc(0);
    socket.on('connect', () => {
      this.isUp = true;
      this.retryMs = FIRST_RETRY_MS;
      this.sayHello();
    });
    socket.on('data', (chunk) => {
      this.take(chunk);
    });
    socket.on('error', (error) => {
      this.options.log.debug({ monitorId: this.options.monitor.id, reason: error.message }, 'host not reached');
    });
    socket.once('close', () => {
      this.isUp = false;
      // What was not acknowledged is sent again, as filling of a gap.
      this.gap.unshift(...this.unacknowledged.values());
      this.unacknowledged.clear();
      this.callLater();
    });
  }

  private callLater(): void {
    if (this.isStopped) return;
    this.retryTimer = setTimeout(() => {
      this.call();
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  /** CN 2081: when the data logger was started; CN 1013: it wants its clock set. */
  private sayHello(): void {
    const now = formatBeijingTime(this.deviceMs()).slice(0, 14);
    this.send({ cn: 2081, parameters: `DataTime=${now};RestartTime=${now}` });
    if (this.options.monitor.asksForClock) this.send({ cn: 1013, parameters: 'PolId=' });
  }

  private deviceMs(): number {
    return this.options.clock.nowMs() + this.clockAheadMs;
  }

  private nextQn(): string {
    this.lastQnMs = Math.max(this.deviceMs(), this.lastQnMs + 1);
    return formatBeijingTime(this.lastQnMs);
  }

  private sendMeasurement(measurement: KeptMeasurement, isBackfill: boolean): void {
    const qn = this.nextQn();
    const parameters = dataParameters(measurement.measuredAtMs, measurement.values, this.habits);
    // Without Flag nobody acknowledges: then there is nothing to wait for.
    if (!this.habits.has('no-flag'))
      this.unacknowledged.set(this.habits.has('short-qn') ? qn.slice(0, 14) : qn, measurement);
    this.send({ qn, cn: 2011, parameters, isBackfill, sm4Key: this.sm4Key });
  }

  private send(
    message: Pick<Hj212Message, 'cn' | 'parameters'> &
      Partial<Pick<Hj212Message, 'qn' | 'st' | 'isBackfill' | 'sm4Key'>> & { readonly wantsAnswer?: boolean },
  ): void {
    const { mn, pw, version } = this.options.monitor;
    const { wantsAnswer = true, ...rest } = message;
    const flag = VERSION_BITS[version] | (wantsAnswer ? 1 : 0);
    const frame = encodeHj212({ qn: this.nextQn(), st: 39, pw, mn, flag, ...rest }, this.habits);
    this.sent += 1;
    if (this.habits.has('wrong-crc-at-times') && this.sent % WRONG_CRC_EVERY === 0) {
      const at = frame.indexOf('&&') - 1;
      frame[at] = (frame[at] ?? 0) ^ 1;
    }
    this.socket?.write(frame);
  }

  private take(chunk: Buffer): void {
    const { commands, rest } = readCommands(Buffer.concat([this.received, chunk]));
    this.received = rest;
    for (const command of commands) {
      if (command.cn === 9014) this.unacknowledged.delete(command.qn);
      else if (command.cn < 9000) this.carryOut(command);
    }
  }

  /** HJ 212-2017, 6.5.1: a request is answered by 9011, carried out, and closed by 9012. */
  private carryOut({ qn, cn, pw, mn, parameters }: HostCommand): void {
    const { monitor } = this.options;
    const answer = (code: number, text: string) => {
      this.send({ qn, st: 91, cn: code, parameters: text, wantsAnswer: false });
    };
    if (pw !== monitor.pw || mn !== monitor.mn) {
      answer(9011, `QnRtn=${pw === monitor.pw ? 4 : 3}`);
      return;
    }
    if (![1011, 1012, 1061, 1062].includes(cn)) {
      answer(9011, 'QnRtn=8');
      return;
    }
    answer(9011, 'QnRtn=1');
    let isDone = true;
    if (cn === 1011) {
      const time = formatBeijingTime(this.deviceMs()).slice(0, 14);
      this.send({ qn, cn, parameters: `PolId=,SystemTime=${time}`, wantsAnswer: false });
    } else if (cn === 1061)
      this.send({ qn, cn, parameters: `RtdInterval=${Math.round(monitor.intervalSeconds)}`, wantsAnswer: false });
    else if (cn === 1012) {
      const setToMs = parseBeijingTime(/SystemTime=(\d{14})/.exec(parameters)?.[1] ?? '');
      isDone = !Number.isNaN(setToMs);
      if (isDone) this.clockAheadMs = setToMs - this.options.clock.nowMs();
    }
    answer(9012, `ExeRtn=${isDone ? 1 : 3}`);
  }
}
