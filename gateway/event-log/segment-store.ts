import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncDirectory } from '../spool/durable-file.js';
import { type LogFile, listLogFiles, segmentName } from './file-names.js';
import type { Chunk } from './group-journal.js';
import { packGroup } from './pack-group.js';
import { type PlacedBlock, scanSegment } from './scan-segment.js';
import { blockHead, segmentHead } from './segment-format.js';

/** How segments are kept. */
export interface SegmentStoreOptions {
  readonly directory: string;
  readonly gatewayId: string;
  /** All segments together, at most. */
  readonly budgetBytes: number;
  /** A segment that has reached this size is not added to. */
  readonly segmentBytes: number;
}

interface Segment {
  readonly file: LogFile;
  bytes: number;
  /** Latest time at which one of its events was taken. */
  recordedToMs: number;
}

/** What the segments come to. */
export interface SegmentFigures {
  readonly bytes: number;
  readonly segments: number;
  /** Segments that were forgotten since the start, for their age or for want of room. */
  readonly forgotten: number;
}

/** The packed groups on the disk, oldest first; the oldest go when there is no room, or when they are too old. */
export class SegmentStore {
  private readonly segments: Segment[] = [];
  /** The last segment, while it is being added to. */
  private current: FileHandle | null = null;
  private forgotten = 0;
  private newestGroup = -1;

  private constructor(private readonly options: SegmentStoreOptions) {}

  /** Takes stock of what is there, and cuts off what was being written when the gateway ended. */
  static async open(options: SegmentStoreOptions): Promise<SegmentStore> {
    const store = new SegmentStore(options);
    const { segments } = await listLogFiles(options.directory);
    for (const file of segments) await store.takeStock(file, file === segments.at(-1));
    return store;
  }

  /** Number of the last group that is kept; -1 when there is none. */
  get lastGroup(): number {
    return this.newestGroup;
  }

  /** Latest time at which an event that is kept was taken; null when there is none. */
  get recordedToMs(): number | null {
    return this.segments.at(-1)?.recordedToMs ?? null;
  }

  /** What the segments come to now. */
  figures(): SegmentFigures {
    const bytes = this.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    return { bytes, segments: this.segments.length, forgotten: this.forgotten };
  }

  /** Packs a group and keeps it; on the disk when it returns. Its number must be above that of the last. */
  async add(group: number, chunks: readonly Chunk[], nowMs: number): Promise<void> {
    const raw = Buffer.concat(chunks.map(({ bytes }) => bytes));
    const packed = await packGroup(raw);
    const recordedToMs = chunks.at(-1)?.recordedToMs ?? nowMs;
    const head = blockHead({
      group,
      events: chunks.reduce((sum, { events }) => sum + events, 0),
      packedBytes: packed.length,
      rawBytes: raw.length,
      crc: crc32(packed),
      fromMs: Math.min(...chunks.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...chunks.map(({ toMs }) => toMs)),
      recordedToMs,
    });
    const block = Buffer.concat([head, packed]);
    await this.makeRoom(block.length);
    const { segment, file } = await this.segmentFor(group, nowMs);
    try {
      await writeAll(file, block, segment.bytes);
      await file.datasync();
    } catch (error) {
      // What was written of the block is cut off, now or at the next start.
      await file.truncate(segment.bytes).catch(() => undefined);
      throw error;
    }
    segment.bytes += block.length;
    segment.recordedToMs = recordedToMs;
    this.newestGroup = group;
  }

  /** Forgets segments whose last event was taken before `beforeMs`. */
  async forgetBefore(beforeMs: number): Promise<void> {
    for (
      let oldest = this.segments[0];
      oldest !== undefined && oldest.recordedToMs < beforeMs;
      oldest = this.segments[0]
    )
      await this.forgetOldest();
  }

  async close(): Promise<void> {
    await this.current?.close();
    this.current = null;
  }

  private async takeStock(file: LogFile, isLast: boolean): Promise<void> {
    const handle = await open(file.path, 'r+');
    let isKept = false;
    try {
      const scan = await scanSegment(handle);
      const blocks = isLast ? await withoutTorn(handle, scan.blocks) : scan.blocks;
      const last = blocks.at(-1);
      const isEmpty = last === undefined && !scan.isForeign;
      if (isLast && isEmpty) {
        // Made, and the gateway ended before its first block was written.
        await rm(file.path);
        return;
      }
      const wholeBytes = last === undefined ? scan.fileBytes : last.offset + last.packedBytes;
      if (isLast && wholeBytes < scan.fileBytes) {
        await handle.truncate(wholeBytes);
        await handle.datasync();
      }
      this.newestGroup = Math.max(this.newestGroup, last?.group ?? file.group);
      // One that can't be read counts as old as its neighbour, and takes its room until it is forgotten.
      const recordedToMs = last?.recordedToMs ?? this.segments.at(-1)?.recordedToMs ?? 0;
      this.segments.push({ file, bytes: isLast ? wholeBytes : scan.fileBytes, recordedToMs });
      isKept = isLast && !scan.isForeign;
      if (isKept) this.current = handle;
    } finally {
      if (!isKept) await handle.close();
    }
  }

  private async segmentFor(group: number, nowMs: number): Promise<{ segment: Segment; file: FileHandle }> {
    const last = this.segments.at(-1);
    const { directory, gatewayId, segmentBytes } = this.options;
    if (last !== undefined && this.current !== null && last.bytes < segmentBytes)
      return { segment: last, file: this.current };
    await this.close();
    const path = join(directory, segmentName(group));
    const head = segmentHead({ format: 'lamppost.event-log/1', gatewayId, createdAtMs: nowMs });
    // One that is there already is left over from an attempt that failed.
    const file = await open(path, 'w+', 0o600);
    try {
      await writeAll(file, head, 0);
      await syncDirectory(directory);
    } catch (error) {
      await file.close();
      throw error;
    }
    const segment = { file: { path, group }, bytes: head.length, recordedToMs: nowMs };
    this.segments.push(segment);
    this.current = file;
    return { segment, file };
  }

  private async makeRoom(bytes: number): Promise<void> {
    const { budgetBytes } = this.options;
    while (this.segments.length > 0 && this.figures().bytes + bytes > budgetBytes) await this.forgetOldest();
  }

  private async forgetOldest(): Promise<void> {
    const [oldest] = this.segments;
    if (oldest === undefined) return;
    if (this.segments.length === 1) await this.close();
    await rm(oldest.file.path, { force: true });
    this.segments.shift();
    this.forgotten += 1;
  }
}

/** Blocks without the last, where that was not yet whole on the disk when the power went: its length may be there, and its bytes not. */
async function withoutTorn(file: FileHandle, blocks: readonly PlacedBlock[]): Promise<readonly PlacedBlock[]> {
  const last = blocks.at(-1);
  if (last === undefined) return blocks;
  const { buffer } = await file.read(Buffer.alloc(last.packedBytes), 0, last.packedBytes, last.offset);
  return crc32(buffer) === last.crc ? blocks : blocks.slice(0, -1);
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
