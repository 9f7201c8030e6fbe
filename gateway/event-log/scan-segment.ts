import type { FileHandle } from 'node:fs/promises';
import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  type BlockHeader,
  SEGMENT_PREFIX_BYTES,
  factsLength,
  parseBlockHead,
  parseFacts,
} from './segment-format.js';

/** Where a block stands in its segment. */
export interface PlacedBlock extends BlockHeader {
  /** Of its packed bytes. */
  readonly offset: number;
}

/** What a segment holds, without its events. */
export interface SegmentScan {
  /** Whether it was written in a format that is not known here: then none of it is read. */
  readonly isForeign: boolean;
  readonly blocks: readonly PlacedBlock[];
  /** Bytes between blocks that can't be read. */
  readonly damagedBytes: number;
  /** End of the last block; what follows was being written when the gateway ended. */
  readonly wholeBytes: number;
  readonly fileBytes: number;
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** Where the blocks begin: behind the facts, or at once where these are damaged. */
async function readBeginning(file: FileHandle): Promise<{ isForeign: boolean; at: number }> {
  const prefix = await readAt(file, 0, SEGMENT_PREFIX_BYTES);
  const length = factsLength(prefix);
  if (length === null) return { isForeign: false, at: 0 };
  const facts = parseFacts(prefix, await readAt(file, SEGMENT_PREFIX_BYTES, length));
  return { isForeign: facts === 'foreign', at: facts === 'damaged' ? 0 : SEGMENT_PREFIX_BYTES + length };
}

async function blockAt(file: FileHandle, at: number, fileBytes: number): Promise<PlacedBlock | null> {
  const header = parseBlockHead(await readAt(file, at, BLOCK_HEADER_BYTES));
  const offset = at + BLOCK_HEADER_BYTES;
  return header === null || offset + header.packedBytes > fileBytes ? null : { ...header, offset };
}

/** The next block behind bytes that are none; null when there is none to the end. */
async function findBlock(file: FileHandle, from: number, fileBytes: number): Promise<PlacedBlock | null> {
  const rest = await readAt(file, from, fileBytes - from);
  for (let at = rest.indexOf(BLOCK_MAGIC); at >= 0; at = rest.indexOf(BLOCK_MAGIC, at + 1)) {
    const block = await blockAt(file, from + at, fileBytes);
    if (block !== null) return block;
  }
  return null;
}

/** Reads the headers of a segment's blocks. */
export async function scanSegment(file: FileHandle): Promise<SegmentScan> {
  const { size: fileBytes } = await file.stat();
  const { isForeign, at } = await readBeginning(file);
  if (isForeign) return { isForeign, blocks: [], damagedBytes: 0, wholeBytes: fileBytes, fileBytes };
  const blocks: PlacedBlock[] = [];
  let wholeBytes = at;
  let damagedBytes = 0;
  while (wholeBytes < fileBytes) {
    const block = (await blockAt(file, wholeBytes, fileBytes)) ?? (await findBlock(file, wholeBytes, fileBytes));
    if (block === null) break;
    blocks.push(block);
    damagedBytes += block.offset - BLOCK_HEADER_BYTES - wholeBytes;
    wholeBytes = block.offset + block.packedBytes;
  }
  return { isForeign, blocks, damagedBytes, wholeBytes, fileBytes };
}
