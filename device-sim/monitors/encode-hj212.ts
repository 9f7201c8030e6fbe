import { hj212Crc, type DataFlag, type Factor } from '@lamppost/contracts';
import { formatBeijingTime } from './beijing-time.js';

/** A real-time message of a construction-site dust monitor. */
export interface Hj212RealTime {
  readonly measuredAtMs: number;
  readonly mn: string;
  readonly pw: string;
  readonly values: readonly { readonly factor: Factor; readonly value: number; readonly flag: DataFlag }[];
}

/** HJ 212-2017, 6.3.1: longest data segment, in characters. */
const MAX_SEGMENT_CHARACTERS = 1024;

/**
 * Puts a data segment into its frame (HJ 212-2017, 6.3): mark, length, segment, CRC, CR LF.
 *
 * @throws RangeError when the segment is longer than the standard allows
 */
export function frameHj212(segment: string): Buffer {
  const bytes = Buffer.from(segment, 'latin1');
  if (bytes.length > MAX_SEGMENT_CHARACTERS)
    throw new RangeError(
      `HJ 212 segment of ${bytes.length} characters: at most ${MAX_SEGMENT_CHARACTERS}, send fewer factors`,
    );
  const length = String(bytes.length).padStart(4, '0');
  const crc = hj212Crc(bytes).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([Buffer.from(`##${length}`), bytes, Buffer.from(`${crc}\r\n`)]);
}

/** Encodes real-time data (CN=2011) of a dust monitor (ST=39), without asking for an acknowledgement (Flag=4: version 2017). */
export function encodeHj212RealTime(message: Hj212RealTime): Buffer {
  const time = formatBeijingTime(message.measuredAtMs);
  const data = message.values.map(
    ({ factor, value, flag }) => `${factor}-Rtd=${value.toFixed(1)},${factor}-Flag=${flag}`,
  );
  const parameters = [`DataTime=${time.slice(0, 14)}`, ...data].join(';');
  return frameHj212(`QN=${time};ST=39;CN=2011;PW=${message.pw};MN=${message.mn};Flag=4;CP=&&${parameters}&&`);
}
