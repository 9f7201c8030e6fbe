/** Longest data segment that is waited for. HJ 212 allows 1024 characters; makers that pack many factors into one frame exceed it. */
export const MAX_SEGMENT_BYTES = 4096;

// HJ 212-2017: "##", four decimal digits, the data segment, four hex digits of CRC, CR LF.
const PREAMBLE_BYTES = 2;
const LENGTH_BYTES = 4;
/** Where the data segment starts in a frame. */
export const SEGMENT_AT = PREAMBLE_BYTES + LENGTH_BYTES;
const CRC_BYTES = 4;
const END_BYTES = 2;

const HASH = 0x23;
const ZERO = 0x30;
const NINE = 0x39;
const CR = 0x0d;
const LF = 0x0a;

/** What was cut out of a run of bytes. All are views of the input: joined in their order they are the input again. */
export interface CutFrames {
  /** Whole frames, from `##` to CR LF, CRC not yet checked. */
  readonly frames: readonly Uint8Array[];
  /** Start of a frame whose end has not come: put it in front of the next bytes. Never longer than the longest frame. */
  readonly rest: Uint8Array;
  /** Runs of bytes that belong to no frame, to be quarantined. */
  readonly garbage: readonly Uint8Array[];
}

/** How frames are cut. */
export interface CutOptions {
  /** No more bytes will come, as at the end of an MQTT payload: an unfinished frame is garbage then, and is searched for others. */
  readonly endOfInput?: boolean;
  /** A longer declared length is garbage, which bounds `rest`. Default {@link MAX_SEGMENT_BYTES}. */
  readonly maxSegmentBytes?: number;
}

/** Size of the frame that starts at `at`; `absent` when none does, `unfinished` when that can't be told yet. */
function frameSizeAt(bytes: Uint8Array, at: number, maxSegmentBytes: number): number | 'absent' | 'unfinished' {
  let length = 0;
  for (let index = 0; index < SEGMENT_AT; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return 'unfinished';
    if (index < PREAMBLE_BYTES) {
      if (byte !== HASH) return 'absent';
    } else {
      if (byte < ZERO || byte > NINE) return 'absent';
      length = length * 10 + (byte - ZERO);
    }
  }
  if (length > maxSegmentBytes) return 'absent';
  const size = SEGMENT_AT + length + CRC_BYTES + END_BYTES;
  if (at + size > bytes.length) return 'unfinished';
  return bytes[at + size - 2] === CR && bytes[at + size - 1] === LF ? size : 'absent';
}

/**
 * Cuts HJ 212 frames out of a byte stream by their declared length. Lines and `&&` say nothing: an SM4 cipher (HJ 212-2025) may hold
 * any byte. Where no CR LF stands at the declared end, the `##` was no start, and the search goes on behind it.
 */
export function cutFrames(bytes: Uint8Array, options: CutOptions = {}): CutFrames {
  const { endOfInput = false, maxSegmentBytes = MAX_SEGMENT_BYTES } = options;
  const frames: Uint8Array[] = [];
  const garbage: Uint8Array[] = [];
  let at = 0;
  let keptTo = 0;
  const keepGarbage = () => {
    if (at > keptTo) garbage.push(bytes.subarray(keptTo, at));
  };
  while (at < bytes.length) {
    const size = frameSizeAt(bytes, at, maxSegmentBytes);
    if (size === 'unfinished' && !endOfInput) break;
    if (typeof size === 'number') {
      keepGarbage();
      frames.push(bytes.subarray(at, at + size));
      at += size;
      keptTo = at;
    } else {
      at += 1;
    }
  }
  keepGarbage();
  return { frames, garbage, rest: bytes.subarray(at) };
}
