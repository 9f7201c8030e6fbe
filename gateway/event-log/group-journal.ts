import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { journalName } from './file-names.js';

const CHUNK_MAGIC = 0x314a504c;
const CHUNK_HEADER_BYTES = 44;

/** What was written at once. */
export interface Chunk {
  readonly bytes: Buffer;
  readonly events: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly recordedToMs: number;
}

/** A journal as far as it is whole. */
export interface ReadJournal {
  readonly chunks: readonly Chunk[];
  /** Bytes behind the last whole chunk: they were being written when the gateway ended. */
  readonly tornBytes: number;
}

function chunkHead({ bytes, events, fromMs, toMs, recordedToMs }: Chunk): Buffer {
  const head = Buffer.alloc(CHUNK_HEADER_BYTES);
  head.writeUInt32LE(CHUNK_MAGIC, 0);
  head.writeUInt32LE(bytes.length, 8);
  head.writeUInt32LE(events, 12);
  head.writeUInt32LE(crc32(bytes), 16);
  head.writeDoubleLE(fromMs, 20);
  head.writeDoubleLE(toMs, 28);
  head.writeDoubleLE(recordedToMs, 36);
  head.writeUInt32LE(crc32(head.subarray(8)), 4);
  return head;
}

/** Reads a journal up to its first chunk that is not whole. */
export function parseJournal(file: Buffer): ReadJournal {
  const chunks: Chunk[] = [];
  let at = 0;
  while (file.length - at >= CHUNK_HEADER_BYTES) {
    const head = file.subarray(at, at + CHUNK_HEADER_BYTES);
    if (head.readUInt32LE(0) !== CHUNK_MAGIC || crc32(head.subarray(8)) !== head.readUInt32LE(4)) break;
    const end = at + CHUNK_HEADER_BYTES + head.readUInt32LE(8);
    if (end > file.length) break;
    const bytes = file.subarray(at + CHUNK_HEADER_BYTES, end);
    if (crc32(bytes) !== head.readUInt32LE(16)) break;
    const [fromMs, toMs, recordedToMs] = [head.readDoubleLE(20), head.readDoubleLE(28), head.readDoubleLE(36)];
    chunks.push({ bytes, events: head.readUInt32LE(12), fromMs, toMs, recordedToMs });
    at = end;
  }
  return { chunks, tornBytes: file.length - at };
}

/** The file of a group that still grows: each chunk is in the hands of the system when `append` is done, and survives the process. */
export class GroupJournal {
  /** Bytes of events in it. */
  rawBytes = 0;

  private constructor(
    readonly group: number,
    private readonly file: FileHandle,
  ) {}

  /** Throws when the file is there already, or can't be made. */
  static async create(directory: string, group: number): Promise<GroupJournal> {
    return new GroupJournal(group, await open(join(directory, journalName(group)), 'wx', 0o600));
  }

  async append(chunk: Chunk): Promise<void> {
    await this.file.appendFile(Buffer.concat([chunkHead(chunk), chunk.bytes]));
    this.rawBytes += chunk.bytes.length;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
