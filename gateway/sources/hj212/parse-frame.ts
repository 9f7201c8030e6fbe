import { hj212Crc } from '@lamppost/contracts';
import { HASH, NINE, ZERO, byteAt } from './ascii.js';
import { CRC_BYTES, SEGMENT_AT, readCrc } from './cut-frames.js';
import { type FrameHeader, Hj212Frame, type ParsedFrame, type RefusedFrame, refuseFrame } from './hj212-frame.js';
import { isEncrypted } from './is-encrypted.js';
import { parseHeader } from './parse-header.js';
import type { Sm4 } from './sm4.js';
import type { Span } from './span.js';

/** How a frame is read. */
export interface ParseFrameOptions {
  /** The cipher of the device; null when it has no key. */
  readonly sm4?: Sm4 | null;
}

function hex(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(CRC_BYTES, '0');
}

function refuseCrc(sent: number, computed: number): RefusedFrame {
  if (sent < 0) return refuseFrame('crc-not-hex', 'the CRC is not four hex digits');
  return refuseFrame('crc-mismatch', `the CRC is ${hex(sent)}, where the segment has ${hex(computed)}`);
}

/** The frame with its parameters in plain text, at the same places. The CRC is taken before the encryption (HJ 212-2025). */
function decipher(bytes: Uint8Array, segment: Span, header: FrameHeader, sm4: Sm4 | null, sent: number): ParsedFrame {
  if (sm4 === null)
    return refuseFrame('encrypted', 'the parameters are encrypted (SM4), and no key is set for this device');
  const plain = Uint8Array.from(bytes.subarray(0, segment.end));
  const { start, end } = header.parameters;
  plain.set(sm4.decrypt(bytes.subarray(start, end)), start);
  const computed = hj212Crc(plain, segment.start, segment.end);
  if (computed !== sent) return refuseCrc(sent, computed);
  return { status: 'ok', frame: new Hj212Frame(plain, header) };
}

/**
 * Reads one HJ 212 frame (2005, 2017 and 2025), from `##` to the CRC, as `cutFrames` gives it. Never throws. A frame with a wrong CRC is
 * refused, not mended.
 *
 * @param span where the frame lies; all of the bytes when left out
 */
export function parseFrame(
  bytes: Uint8Array,
  { start, end }: Span = { start: 0, end: bytes.length },
  { sm4 = null }: ParseFrameOptions = {},
): ParsedFrame {
  if (end - start < 2 || byteAt(bytes, start) !== HASH || byteAt(bytes, start + 1) !== HASH)
    return refuseFrame('preamble-missing', 'the frame does not start with ##');
  let length = 0;
  for (let at = start + 2; at < start + SEGMENT_AT; at += 1) {
    const byte = at < end ? byteAt(bytes, at) : 0;
    if (byte < ZERO || byte > NINE) return refuseFrame('length-invalid', 'no four digits of length follow the ##');
    length = length * 10 + (byte - ZERO);
  }
  const segmentStart = start + SEGMENT_AT;
  const segmentEnd = segmentStart + length;
  if (end !== segmentEnd + CRC_BYTES) {
    const expected = SEGMENT_AT + length + CRC_BYTES;
    return refuseFrame(
      'length-mismatch',
      `the frame has ${end - start} bytes before its line end, where its length field means ${expected}`,
    );
  }
  const sent = readCrc(bytes, segmentEnd);
  const computed = hj212Crc(bytes, segmentStart, segmentEnd);
  const header = parseHeader(bytes, segmentStart, segmentEnd);
  const isRefused = 'status' in header;
  if (!isRefused && isEncrypted(bytes, header))
    return decipher(bytes, { start: segmentStart, end: segmentEnd }, header, sm4, sent);
  if (sent !== computed) return refuseCrc(sent, computed);
  return isRefused ? header : { status: 'ok', frame: new Hj212Frame(bytes, header) };
}
