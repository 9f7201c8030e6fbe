import { crc32 } from 'node:zlib';
import { z } from 'zod';

/** First bytes of every segment file. */
const SEGMENT_MAGIC = 'LPEVLOG1';
/** First bytes of every block. */
export const BLOCK_MAGIC = Buffer.from('LPB1', 'latin1');
/** Length of a block's header. */
export const BLOCK_HEADER_BYTES = 72;
/** Bytes before a segment's facts: magic, their length, their checksum. */
export const SEGMENT_PREFIX_BYTES = 16;
/** A block of more bytes, packed or not, was not written by us. */
const LARGEST_BLOCK_BYTES = 64 * 1024 * 1024;
const LARGEST_FACTS_BYTES = 4096;

/** What a segment says of itself, so that it can be read without any other file. */
const SegmentFacts = z.strictObject({
  format: z.literal('lamppost.event-log/1'),
  gatewayId: z.string(),
  createdAtMs: z.number(),
});
type SegmentFacts = z.infer<typeof SegmentFacts>;

/** What stands before a group of events. */
export interface BlockHeader {
  /** Number of the group; it rises by at least 1 from group to group. */
  readonly group: number;
  readonly events: number;
  readonly packedBytes: number;
  readonly rawBytes: number;
  /** Checksum of the packed bytes. */
  readonly crc: number;
  /** Earliest and latest event time in the group. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Latest time at which one of its events was taken. */
  readonly recordedToMs: number;
}

/** The beginning of a segment file. */
export function segmentHead(facts: SegmentFacts): Buffer {
  const json = Buffer.from(JSON.stringify(facts));
  const prefix = Buffer.alloc(SEGMENT_PREFIX_BYTES);
  prefix.write(SEGMENT_MAGIC, 0, 'latin1');
  prefix.writeUInt32LE(json.length, 8);
  prefix.writeUInt32LE(crc32(json), 12);
  return Buffer.concat([prefix, json]);
}

/** Length of the facts that follow a segment's first bytes; null when it is no segment. */
export function factsLength(prefix: Buffer): number | null {
  if (prefix.length < SEGMENT_PREFIX_BYTES || prefix.toString('latin1', 0, 8) !== SEGMENT_MAGIC) return null;
  const length = prefix.readUInt32LE(8);
  return length <= LARGEST_FACTS_BYTES ? length : null;
}

/** What a segment says of itself; `foreign` when it is of a format that is not known here. */
export function parseFacts(prefix: Buffer, json: Buffer): SegmentFacts | 'damaged' | 'foreign' {
  if (crc32(json) !== prefix.readUInt32LE(12)) return 'damaged';
  return SegmentFacts.safeParse(JSON.parse(json.toString())).data ?? 'foreign';
}

/** The bytes of a block's header. */
export function blockHead(header: BlockHeader): Buffer {
  const bytes = Buffer.alloc(BLOCK_HEADER_BYTES);
  BLOCK_MAGIC.copy(bytes);
  bytes.writeUInt32LE(header.events, 8);
  bytes.writeUInt32LE(header.packedBytes, 12);
  bytes.writeUInt32LE(header.rawBytes, 16);
  bytes.writeUInt32LE(header.crc, 20);
  bytes.writeDoubleLE(header.group, 24);
  bytes.writeDoubleLE(header.fromMs, 32);
  bytes.writeDoubleLE(header.toMs, 40);
  bytes.writeDoubleLE(header.recordedToMs, 48);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/** Reads a block's header; null when there is none, or it is damaged. */
export function parseBlockHead(bytes: Buffer): BlockHeader | null {
  if (bytes.length < BLOCK_HEADER_BYTES || !bytes.subarray(0, BLOCK_MAGIC.length).equals(BLOCK_MAGIC)) return null;
  if (crc32(bytes.subarray(8, BLOCK_HEADER_BYTES)) !== bytes.readUInt32LE(4)) return null;
  const packedBytes = bytes.readUInt32LE(12);
  const rawBytes = bytes.readUInt32LE(16);
  if (packedBytes > LARGEST_BLOCK_BYTES || rawBytes > LARGEST_BLOCK_BYTES) return null;
  return {
    events: bytes.readUInt32LE(8),
    packedBytes,
    rawBytes,
    crc: bytes.readUInt32LE(20),
    group: bytes.readDoubleLE(24),
    fromMs: bytes.readDoubleLE(32),
    toMs: bytes.readDoubleLE(40),
    recordedToMs: bytes.readDoubleLE(48),
  };
}
