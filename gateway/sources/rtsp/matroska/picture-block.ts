import { ELEMENT, readVariableInteger } from './element-head.js';
import { childElements } from './child-elements.js';
import { MatroskaError } from './matroska-error.js';

/** One encoded picture of the stream. */
export interface PictureBlock {
  /** Time stamp of the picture on the stream's own clock, ms; in the order of decoding, so that pictures between others run back. */
  readonly ptsMs: number;
  /** Whether it is marked as a picture at which decoding can begin. */
  readonly isKey: boolean;
  /** Time stamp that the block's own is counted from. */
  readonly clusterMs: number;
  /** Body of a SimpleBlock, as it came. */
  readonly body: Buffer;
  /** The encoded picture: the part of `body` behind its head. */
  readonly picture: Buffer;
}

const KEY_FLAG = 0x80;
const LACING_FLAGS = 0x06;
/** Two bytes of time and one of flags. */
const FIXED_BYTES = 3;
/** Of an element with a time of six bytes, and of the head of a block with a size of eight. */
const TIME_BYTES = 8;
const BLOCK_HEAD_BYTES = 9;

/** Reads the body of a SimpleBlock in a cluster of time `clusterMs`. @throws MatroskaError when it is none with one picture */
export function readSimpleBlock(body: Buffer, clusterMs: number): PictureBlock {
  const track = readVariableInteger(body, 0);
  if (track === null || body.length < track.length + FIXED_BYTES)
    throw new MatroskaError('matroska.bad-block', `a block of ${body.length} bytes`);
  const flags = body[track.length + 2] ?? 0;
  if ((flags & LACING_FLAGS) !== 0) throw new MatroskaError('matroska.bad-block', 'a block of several pictures');
  return {
    ptsMs: clusterMs + body.readInt16BE(track.length),
    isKey: (flags & KEY_FLAG) !== 0,
    clusterMs,
    body,
    picture: body.subarray(track.length + FIXED_BYTES),
  };
}

/** Reads the body of a BlockGroup, whose picture stands for itself when it names no other. @throws MatroskaError as above */
export function readBlockGroup(group: Buffer, clusterMs: number): PictureBlock {
  let block: Buffer | null = null;
  let isKey = true;
  for (const { id, body } of childElements(group))
    if (id === ELEMENT.block) block = body;
    else if (id === ELEMENT.referenceBlock) isKey = false;
  if (block === null) throw new MatroskaError('matroska.bad-block', 'a group without a block');
  const simple = readSimpleBlock(block, clusterMs);
  const flagsAt = simple.body.length - simple.picture.length - 1;
  const marked = Buffer.from(simple.body);
  // The bit says nothing in the block of a group.
  marked[flagsAt] = (marked[flagsAt] ?? 0) & ~KEY_FLAG;
  if (isKey) marked[flagsAt] = (marked[flagsAt] ?? 0) | KEY_FLAG;
  return readSimpleBlock(marked, clusterMs);
}

/** What makes a cluster of its own of a block's body, which follows it: a decoder takes any choice of them behind the head of the stream. */
export function clusterHead({ clusterMs, body }: PictureBlock): Buffer {
  const bytes = Buffer.alloc(29);
  let at = bytes.writeUInt32BE(ELEMENT.cluster);
  at = writeSize(bytes, at, TIME_BYTES + BLOCK_HEAD_BYTES + body.length);
  at = bytes.writeUInt8(ELEMENT.timestamp, at);
  at = bytes.writeUInt8(0x86, at);
  at = bytes.writeUIntBE(clusterMs, at, 6);
  at = bytes.writeUInt8(ELEMENT.simpleBlock, at);
  writeSize(bytes, at, body.length);
  return bytes;
}

/** A size in eight bytes. */
function writeSize(bytes: Buffer, at: number, size: number): number {
  return bytes.writeBigUInt64BE((1n << 56n) | BigInt(size), at);
}
