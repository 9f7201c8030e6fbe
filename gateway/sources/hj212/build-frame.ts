import { hj212Crc } from '@lamppost/contracts';
import { CRC_BYTES, SEGMENT_AT } from './cut-frames.js';

/**
 * Puts a data segment into a frame (HJ 212-2017, 6.3.1): `##`, length, segment, CRC, CR LF.
 *
 * @param segment one character a byte (latin1), at most 9999 of them
 * @param crcOf what the CRC is taken over, when not the segment itself: HJ 212-2025 takes it before it encrypts
 */
export function buildFrame(segment: string, crcOf: string = segment): Buffer {
  const length = String(segment.length).padStart(SEGMENT_AT - 2, '0');
  const crc = hj212Crc(Buffer.from(crcOf, 'latin1')).toString(16).toUpperCase().padStart(CRC_BYTES, '0');
  return Buffer.from(`##${length}${segment}${crc}\r\n`, 'latin1');
}
