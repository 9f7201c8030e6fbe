import { hj212Crc } from '@lamppost/contracts';
import { BLANK, CR, HASH, LF, NINE, ZERO, byteAt, hexValue } from './ascii.js';
import type { Span } from './span.js';

/** Longest data segment that is waited for. HJ 212 allows 1024 characters; makers that pack many factors into one frame exceed it. */
export const MAX_SEGMENT_BYTES = 4096;

// HJ 212-2017, 6.3: "##", four decimal digits, the data segment, four hex digits of CRC, CR LF.
const PREAMBLE_BYTES = 2;
const LENGTH_BYTES = 4;
/** Where the data segment starts in a frame. */
export const SEGMENT_AT = PREAMBLE_BYTES + LENGTH_BYTES;
/** Hex digits of the CRC. */
export const CRC_BYTES = 4;

/** What was cut out of a run of bytes, as places in it. */
export interface CutFrames {
  /** Whole frames, from `##` to the CRC, which is not yet checked. */
  readonly frames: readonly Span[];
  /** Runs of bytes that belong to no frame, to be quarantined. Line ends, blanks and zero bytes between frames are not worth it. */
  readonly garbage: readonly Span[];
  /** Start of a frame whose end has not come: put what begins here in front of the next bytes. Never longer than the longest frame. */
  readonly restAt: number;
}

/** How frames are cut. */
export interface CutOptions {
  /** No more bytes will come, as at the end of an MQTT payload: an unfinished frame is garbage then, and is searched for others. */
  readonly endOfInput?: boolean;
  /** A longer declared length is garbage, which bounds the rest. Default {@link MAX_SEGMENT_BYTES}. */
  readonly maxSegmentBytes?: number;
}

const ABSENT = 0;
const UNFINISHED = -1;

/** The number that four hex digits give; -1 when one of them is none. */
export function readCrc(bytes: Uint8Array, at: number): number {
  let crc = 0;
  for (let index = at; index < at + CRC_BYTES; index += 1) {
    const digit = index < bytes.length ? hexValue(byteAt(bytes, index)) : -1;
    if (digit < 0) return -1;
    crc = crc * 16 + digit;
  }
  return crc;
}

/** End of the frame that starts at `at`; ABSENT when none does, UNFINISHED when that can't be told yet. */
function frameEnd(bytes: Uint8Array, at: number, maxSegmentBytes: number, endOfInput: boolean): number {
  if (at + SEGMENT_AT > bytes.length) {
    return at + 1 >= bytes.length || byteAt(bytes, at + 1) === HASH ? UNFINISHED : ABSENT;
  }
  if (byteAt(bytes, at + 1) !== HASH) return ABSENT;
  let length = 0;
  for (let index = at + PREAMBLE_BYTES; index < at + SEGMENT_AT; index += 1) {
    const byte = byteAt(bytes, index);
    if (byte < ZERO || byte > NINE) return ABSENT;
    length = length * 10 + (byte - ZERO);
  }
  if (length > maxSegmentBytes) return ABSENT;
  const segmentEnd = at + SEGMENT_AT + length;
  const end = segmentEnd + CRC_BYTES;
  if (end > bytes.length) return UNFINISHED;
  const next = byteAt(bytes, end);
  if (end < bytes.length && (next === CR || next === LF)) return end;
  // Monitors of the field leave the line end out: then the CRC alone tells that this is the end of a frame.
  if (readCrc(bytes, segmentEnd) === hj212Crc(bytes, at + SEGMENT_AT, segmentEnd)) return end;
  if (end < bytes.length) return ABSENT;
  return endOfInput ? end : UNFINISHED;
}

function isWorthKeeping(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = byteAt(bytes, at);
    if (byte !== CR && byte !== LF && byte !== BLANK && byte !== 0) return true;
  }
  return false;
}

/**
 * Cuts HJ 212 frames out of a byte stream by their declared length. Lines and `&&` say nothing: an SM4 cipher (HJ 212-2025) may hold
 * any byte. Where neither a line end nor the right CRC stands at the declared end, the `##` was no start, and the search goes on behind it.
 */
export function cutFrames(bytes: Uint8Array, options: CutOptions = {}): CutFrames {
  const { endOfInput = false, maxSegmentBytes = MAX_SEGMENT_BYTES } = options;
  const frames: Span[] = [];
  const garbage: Span[] = [];
  let at = 0;
  let keptTo = 0;
  const keepGarbage = () => {
    if (at > keptTo && isWorthKeeping(bytes, keptTo, at)) garbage.push({ start: keptTo, end: at });
  };
  while (at < bytes.length) {
    if (byteAt(bytes, at) !== HASH) {
      const hash = bytes.indexOf(HASH, at);
      at = hash < 0 ? bytes.length : hash;
      continue;
    }
    const end = frameEnd(bytes, at, maxSegmentBytes, endOfInput);
    if (end > 0) {
      keepGarbage();
      frames.push({ start: at, end });
      at = end;
      keptTo = at;
    } else if (end === UNFINISHED && !endOfInput) break;
    else at += 1;
  }
  keepGarbage();
  return { frames, garbage, restAt: at };
}
