import { QN_RTN_CN } from './answer-codes.js';
import { formatBeijingTime } from './beijing-time.js';
import { buildFrame } from './build-frame.js';
import type { Hj212Frame } from './hj212-frame.js';

/** System type of what host and device tell each other about the talk itself (HJ 212-2017, 6.6.2). */
const SYSTEM_TYPE = 91;
/** Version of a device that leaves Flag out: HJ 212-2017. */
const DEFAULT_VERSION = 1;

const REQUEST_ANSWERED = 9011;
const NOTICE_ACKNOWLEDGED = 9013;
const DATA_ACKNOWLEDGED = 9014;

// HJ 212-2017, 6.6.5: what a device sends unasked to be noticed, not kept: clock calibration wanted, heartbeat.
const NOTICES: ReadonlySet<number> = new Set([1013, 9015]);
/** Answers are never answered: two programs that did would not come to an end. */
const ANSWERS: ReadonlySet<number> = new Set([9011, 9012, 9013, 9014]);
/** Values of the device that a host asks for with the same command number. */
const ASKED_VALUES: ReadonlySet<number> = new Set([1001, 1002, 1011, 1014, 1061]);
/** Commands of the 2000s that only a host sends: stop real-time data, stop equipment states. */
const HOST_ONLY: ReadonlySet<number> = new Set([2012, 2022]);

/** What a command number is to the host. */
export type CommandKind = 'upload' | 'notice' | 'answer' | 'request';

/** Tells what a device means by a command number. */
export function commandKind(cn: number): CommandKind {
  if (ANSWERS.has(cn)) return 'answer';
  if (NOTICES.has(cn)) return 'notice';
  const isUpload = (cn >= 2000 && cn < 4000 && !HOST_ONLY.has(cn)) || ASKED_VALUES.has(cn);
  return isUpload ? 'upload' : 'request';
}

const ANSWER_TO = {
  upload: { cn: DATA_ACKNOWLEDGED, parameters: '' },
  notice: { cn: NOTICE_ACKNOWLEDGED, parameters: '' },
  // The gateway is the host: a command that belongs to a device is answered as one that it does not know.
  request: { cn: REQUEST_ANSWERED, parameters: `QnRtn=${QN_RTN_CN}` },
} as const;

/**
 * The answer that a frame asks for by bit 0 of its Flag, to be sent once what it says is durable: 9014 for data, 9013 for a notice, 9011
 * for a request. It repeats the QN of the frame, with ST=91.
 *
 * @returns null when no answer is asked for
 */
export function answerTo(frame: Hj212Frame, nowMs: number): Buffer | null {
  const kind = commandKind(frame.cn);
  if (frame.flag?.needsAcknowledgement !== true || kind === 'answer') return null;
  const { cn, parameters } = ANSWER_TO[kind];
  return systemFrame({
    qn: frame.qn ?? formatBeijingTime(nowMs),
    st: SYSTEM_TYPE,
    cn,
    password: frame.password ?? '',
    mn: frame.mn ?? '',
    version: frame.flag.version,
    needsAnswer: false,
    parameters,
  });
}

/** What stands in a frame that the gateway sends. */
export interface SystemFrame {
  readonly qn: string;
  readonly st: number | string;
  readonly cn: number;
  readonly password: string;
  readonly mn: string;
  /** Version bits of Flag; that of the device. */
  readonly version?: number | undefined;
  readonly needsAnswer: boolean;
  readonly parameters: string;
}

/** A frame of the gateway. */
export function systemFrame(content: SystemFrame): Buffer {
  const { qn, st, cn, password, mn, version = DEFAULT_VERSION, needsAnswer, parameters } = content;
  const flag = (version << 2) | (needsAnswer ? 1 : 0);
  return buildFrame(`QN=${qn};ST=${st};CN=${cn};PW=${password};MN=${mn};Flag=${flag};CP=&&${parameters}&&`);
}
