import { EXE_RTN, EXE_RTN_DONE, QN_RTN, QN_RTN_READY, explainCode } from './answer-codes.js';
import { type SystemFrame, systemFrame } from './answer-frame.js';
import { formatBeijingTime, parseBeijingTime } from './beijing-time.js';
import type { Hj212Frame } from './hj212-frame.js';
import { parameterOf } from './parameter-cursor.js';

// HJ 212-2017, 6.5: OverTime and ReCount, unless a device is told otherwise.
const OVER_TIME_MS = 5_000;
const RE_COUNT = 3;
/** Requests that may wait for the one before; one more is left out. */
const MAX_WAITING = 4;

const GET_TIME = 1011;
const SET_TIME = 1012;
const REQUEST_ANSWERED = 9011;
const RESULT = 9012;

/** What came of a request. */
export type RequestOutcome =
  | { readonly cn: number; readonly status: 'done' }
  /** The device's clock stands this far ahead of ours. */
  | { readonly cn: number; readonly status: 'time'; readonly aheadMs: number }
  | { readonly cn: number; readonly status: 'failed'; readonly reason: string };

/** What is sent to a device in answer to its frames, or as time goes by. */
export interface RequestStep {
  readonly send: readonly Buffer[];
  readonly outcomes: readonly RequestOutcome[];
}

const NOTHING: RequestStep = { send: [], outcomes: [] };

interface OpenRequest {
  readonly cn: number;
  readonly qn: string;
  readonly sentAtMs: number;
  readonly attempt: number;
  /** The device said that it sets about it. */
  readonly isAccepted: boolean;
}

/** How the gateway speaks to one device. */
export type HostIdentity = Pick<SystemFrame, 'st' | 'password' | 'mn' | 'version'>;

/**
 * The requests of the host to one device, one at a time (HJ 212-2017, 6.5.1): sent, answered by 9011, carried out, closed by 9012; sent
 * again when nothing comes. Pure but for its own state: times are given, frames to send are returned.
 */
export class HostRequests {
  private readonly waiting: number[] = [];
  private open: OpenRequest | null = null;
  private lastQnMs = 0;

  constructor(private readonly identity: HostIdentity) {}

  /** Asks for the time of the device's clock (CN 1011). */
  askTime(nowMs: number): RequestStep {
    return this.request(GET_TIME, nowMs);
  }

  /** Sets the device's clock to ours (CN 1012). */
  setTime(nowMs: number): RequestStep {
    return this.request(SET_TIME, nowMs);
  }

  /** Takes what the device sent: its part in an open request, if it has one. */
  take(frame: Hj212Frame, nowMs: number): RequestStep {
    const { open } = this;
    if (frame.qn === null || frame.qn !== open?.qn) return NOTHING;
    if (frame.cn === REQUEST_ANSWERED) {
      const code = parameterOf(frame, 'QnRtn');
      if (code === QN_RTN_READY) {
        this.open = { ...open, isAccepted: true, sentAtMs: nowMs };
        return NOTHING;
      }
      return this.end({ cn: open.cn, status: 'failed', reason: explainCode(QN_RTN, code) }, nowMs);
    }
    if (frame.cn === RESULT) {
      const code = parameterOf(frame, 'ExeRtn');
      return this.end(
        code === EXE_RTN_DONE
          ? { cn: open.cn, status: 'done' }
          : { cn: open.cn, status: 'failed', reason: explainCode(EXE_RTN, code) },
        nowMs,
      );
    }
    if (frame.cn !== GET_TIME || open.cn !== GET_TIME) return NOTHING;
    const text = Buffer.from(parameterOf(frame, 'SystemTime') ?? '', 'latin1');
    const deviceMs = parseBeijingTime(text, 0, text.length);
    const outcome: RequestOutcome =
      deviceMs === null
        ? { cn: GET_TIME, status: 'failed', reason: 'was answered without a time' }
        : { cn: GET_TIME, status: 'time', aheadMs: deviceMs - nowMs };
    return { send: [], outcomes: [outcome] };
  }

  /** Sends again what was not answered in time, at most three times. */
  tick(nowMs: number): RequestStep {
    const { open } = this;
    if (open === null || nowMs - open.sentAtMs < OVER_TIME_MS) return NOTHING;
    if (open.isAccepted || open.attempt >= RE_COUNT)
      return this.end({ cn: open.cn, status: 'failed', reason: 'was not answered in time' }, nowMs);
    return this.send(open.cn, nowMs, open.attempt + 1);
  }

  private request(cn: number, nowMs: number): RequestStep {
    if (this.open === null) return this.send(cn, nowMs, 1);
    if (this.open.cn !== cn && !this.waiting.includes(cn) && this.waiting.length < MAX_WAITING) this.waiting.push(cn);
    return NOTHING;
  }

  private send(cn: number, nowMs: number, attempt: number): RequestStep {
    // Two requests of one millisecond would have the same number.
    this.lastQnMs = Math.max(nowMs, this.lastQnMs + 1);
    const qn = formatBeijingTime(this.lastQnMs);
    this.open = { cn, qn, sentAtMs: nowMs, attempt, isAccepted: false };
    const parameters = cn === SET_TIME ? `PolId=,SystemTime=${formatBeijingTime(nowMs).slice(0, 14)}` : '';
    return { send: [systemFrame({ ...this.identity, qn, cn, needsAnswer: true, parameters })], outcomes: [] };
  }

  private end(outcome: RequestOutcome, nowMs: number): RequestStep {
    this.open = null;
    const next = this.waiting.shift();
    const step = next === undefined ? NOTHING : this.send(next, nowMs, 1);
    return { send: step.send, outcomes: [outcome] };
  }
}
