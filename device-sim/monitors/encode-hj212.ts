import { createCipheriv } from 'node:crypto';
import { hj212Crc, type DataFlag, type Factor } from '@lamppost/contracts';
import { formatBeijingTime } from './beijing-time.js';

/** A habit of monitors in the field that the standard does not know. */
export type SloppyHabit =
  | 'no-flag'
  | 'short-qn'
  | 'no-data-flags'
  | 'flag-in-own-item'
  | 'doubled-separators'
  | 'lower-case-crc'
  | 'no-line-end'
  | 'noise-between-frames'
  | 'wrong-crc-at-times';

/** Header of a frame, and what stands between `CP=&&` and `&&`. */
export interface Hj212Message {
  /** Request number: when it was made, or that of the request that it answers. */
  readonly qn: string;
  readonly st: number;
  readonly cn: number;
  readonly pw: string;
  readonly mn: string;
  /** Bits 7 to 2: version; bit 1: packets; bit 0: acknowledgement wanted. Null leaves it out. */
  readonly flag: number | null;
  /** PNUM and PNO of one packet of several. */
  readonly packet?: { readonly count: number; readonly number: number };
  /** HJ 212-2025: sent later, to fill a gap. */
  readonly isBackfill?: boolean;
  readonly parameters: string;
  /** 16 bytes, HJ 212-2025; null sends the parameters plain. */
  readonly sm4Key?: Buffer | null;
}

/** A value as it is sent. */
export interface SentValue {
  readonly factor: Factor;
  readonly value: number;
  readonly flag: DataFlag;
}

/** A real-time message of a construction-site dust monitor. */
export interface Hj212RealTime {
  readonly measuredAtMs: number;
  readonly mn: string;
  readonly pw: string;
  readonly values: readonly SentValue[];
}

/** HJ 212-2017, 6.3.1: longest data segment, in characters. */
const MAX_SEGMENT_CHARACTERS = 1024;
const SM4_BLOCK_BYTES = 16;

/**
 * Puts a data segment into its frame (HJ 212-2017, 6.3): mark, length, segment, CRC, CR LF.
 *
 * @param crcOf what the CRC is taken over, when not the segment itself: HJ 212-2025 takes it before it encrypts
 * @throws RangeError when the segment is longer than the standard allows
 */
export function frameHj212(segment: string, crcOf: string = segment): Buffer {
  const bytes = Buffer.from(segment, 'latin1');
  if (bytes.length > MAX_SEGMENT_CHARACTERS)
    throw new RangeError(
      `HJ 212 segment of ${bytes.length} characters: at most ${MAX_SEGMENT_CHARACTERS}, send fewer factors`,
    );
  const length = String(bytes.length).padStart(4, '0');
  const crc = hj212Crc(Buffer.from(crcOf, 'latin1')).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([Buffer.from(`##${length}`), bytes, Buffer.from(`${crc}\r\n`)]);
}

/** HJ 212-2025: SM4-ECB over whole blocks without padding, a tail below 16 bytes stays plain. */
function encrypt(parameters: string, key: Buffer): string {
  const whole = parameters.length - (parameters.length % SM4_BLOCK_BYTES);
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return cipher.update(parameters.slice(0, whole), 'latin1', 'latin1') + parameters.slice(whole);
}

/** Encodes a message, with the habits of the monitor that sends it. */
export function encodeHj212(message: Hj212Message, habits: ReadonlySet<SloppyHabit> = new Set()): Buffer {
  const { st, cn, pw, mn, packet, isBackfill = false, parameters, sm4Key = null } = message;
  const qn = habits.has('short-qn') ? message.qn.slice(0, 14) : message.qn;
  const flag = habits.has('no-flag') ? null : message.flag;
  const fields = [
    `QN=${qn}`,
    `ST=${st}`,
    `CN=${cn}`,
    `PW=${pw}`,
    `MN=${mn}`,
    ...(flag === null ? [] : [`Flag=${flag}`]),
    ...(packet === undefined ? [] : [`PNUM=${packet.count}`, `PNO=${packet.number}`]),
    ...(isBackfill ? ['RF=1'] : []),
  ];
  const header = `${fields.join(habits.has('doubled-separators') ? ';;' : ';')};CP=&&`;
  const sent = sm4Key === null ? parameters : encrypt(parameters, sm4Key);
  const frame = frameHj212(`${header}${sent}&&`, `${header}${parameters}&&`);
  let [body, crc, end] = [frame.subarray(0, -6), frame.subarray(-6, -2).toString('latin1'), '\r\n'];
  if (habits.has('lower-case-crc')) crc = crc.toLowerCase();
  if (habits.has('no-line-end')) end = '';
  if (habits.has('noise-between-frames')) body = Buffer.concat([Buffer.from('\0\0+IPD,7:##00'), body]);
  return Buffer.concat([body, Buffer.from(`${crc}${end}`, 'latin1')]);
}

/** Command parameters of measured values. */
export function dataParameters(
  measuredAtMs: number,
  values: readonly SentValue[],
  habits: ReadonlySet<SloppyHabit> = new Set(),
): string {
  const flagged = ({ factor, flag }: SentValue) => {
    if (habits.has('no-data-flags')) return '';
    return `${habits.has('flag-in-own-item') ? ';' : ','}${factor}-Flag=${flag}`;
  };
  const data = values.map((value) => `${value.factor}-Rtd=${value.value.toFixed(1)}${flagged(value)}`);
  return [`DataTime=${formatBeijingTime(measuredAtMs).slice(0, 14)}`, ...data].join(';');
}

/** Encodes real-time data (CN=2011) of a dust monitor (ST=39), without asking for an acknowledgement (Flag=4: version 2017). */
export function encodeHj212RealTime({ measuredAtMs, mn, pw, values }: Hj212RealTime): Buffer {
  const qn = formatBeijingTime(measuredAtMs);
  return encodeHj212({ qn, st: 39, cn: 2011, pw, mn, flag: 4, parameters: dataParameters(measuredAtMs, values) });
}
