import { hj212Crc } from '@lamppost/contracts';

/**
 * Puts a data segment into a frame: `##`, length, segment, CRC, CR LF.
 *
 * @param segment one character a byte (latin1), at most 9999 of them
 * @param crcOf what the CRC is taken over, when not the segment itself: HJ 212-2025 takes it before it encrypts
 */
export function buildFrame(segment: string, crcOf: string = segment): Buffer {
  const length = String(segment.length).padStart(4, '0');
  const crc = hj212Crc(Buffer.from(crcOf, 'latin1')).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`##${length}${segment}${crc}\r\n`, 'latin1');
}
