import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { type DirectoryLock, lockDirectory } from '../spool/directory-lock.js';
import { EventLogError } from './event-log-error.js';
import { EventWriter } from './event-writer.js';
import { journalName, listLogFiles } from './file-names.js';
import { type Chunk, GroupJournal, parseJournal } from './group-journal.js';
import type { Happening } from './log-event.js';
import { type SegmentFigures, SegmentStore } from './segment-store.js';

/** Segments that the budget holds: when the oldest goes, this share of the log goes with it. */
const SEGMENTS_IN_BUDGET = 32;
const LARGEST_SEGMENT_BYTES = 32 * 1024 * 1024;
/** Bytes of events that are packed together. More pack better, and take longer to read one event of. */
const DEFAULT_GROUP_BYTES = 512 * 1024;
/** A group is packed after this time, however small it is. */
const GROUP_MS = 3_600_000;
const DEFAULT_FLUSH_EVERY_MS = 1_000;
/** Bytes of events that may wait for a disk that is slow; what comes then is given up, and counted. */
const DEFAULT_PENDING_BYTES = 8 * 1024 * 1024;
/** Journals that wait to be packed while the disk is full; above it the oldest is given up. */
const MOST_FULL_JOURNALS = 8;
const MS_PER_DAY = 86_400_000;

/** Options of {@link EventLog.open}. */
export interface EventLogOptions {
  /** Made when it is missing. */
  readonly directory: string;
  readonly gatewayId: string;
  /** Bytes on the disk, at most. */
  readonly budgetBytes: number;
  /** Days that events are kept, if the budget holds them. */
  readonly days: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Default 512 KiB. */
  readonly groupBytes?: number;
  /** Default 1 s; 0 writes only when {@link EventLog.flush} is called. */
  readonly flushEveryMs?: number;
  /** Default 8 MiB. */
  readonly pendingBytes?: number;
}

/** How the log stands, for metrics. */
export interface EventLogFigures extends SegmentFigures {
  /** Events written since the start. */
  readonly written: number;
  /** Events given up since the start, because the disk was full or too slow. */
  readonly dropped: number;
}

interface Pending {
  events: number;
  fromMs: number;
  toMs: number;
  recordedToMs: number;
}

const NOTHING: Pending = { events: 0, fromMs: Infinity, toMs: -Infinity, recordedToMs: 0 };

/**
 * Records what the rules are given and what they find. Each second what came is appended to a journal: the end of the process loses no more
 * than that second, a loss of power what the system had not yet written. A full journal is packed into the last segment file. Nothing here
 * stops the gateway: what can't be written is given up, counted, and told in the log as a gap.
 */
export class EventLog {
  private writer = new EventWriter();
  private pending: Pending = { ...NOTHING };
  private journal: GroupJournal | null = null;
  private journalSinceMs = 0;
  private nextGroup: number;
  /** Groups that are written and wait to be packed. */
  private readonly full: number[] = [];
  private written = 0;
  private dropped = 0;
  /** Since when nothing could be written, and how much was given up; null while all is well. */
  private outage: { sinceMs: number; events: number; isTold: boolean } | null = null;
  private isPackingStuck = false;
  private flushing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout | null;
  private isClosed = false;

  private constructor(
    private readonly options: Required<EventLogOptions>,
    private readonly lock: DirectoryLock,
    private readonly segments: SegmentStore,
  ) {
    this.nextGroup = segments.lastGroup + 1;
    const { flushEveryMs } = options;
    this.timer = flushEveryMs === 0 ? null : setInterval(() => void this.flush(), flushEveryMs);
    this.timer?.unref();
  }

  /**
   * Opens the log, and packs what an earlier run left.
   *
   * @throws EventLogError `event-log.in-use` when another process writes it
   */
  static async open(given: EventLogOptions): Promise<EventLog> {
    const options = {
      groupBytes: DEFAULT_GROUP_BYTES,
      flushEveryMs: DEFAULT_FLUSH_EVERY_MS,
      pendingBytes: DEFAULT_PENDING_BYTES,
      ...given,
    };
    const { directory, gatewayId, budgetBytes, groupBytes, clock } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const lock = lockDirectory(directory);
    if (lock === null)
      throw new EventLogError(
        'event-log.in-use',
        `event log ${directory} is in use by another process; stop that one, or give this one a directory of its own`,
      );
    try {
      const segments = await SegmentStore.open({
        directory,
        gatewayId,
        // Journals take the rest: one that grows, and one that is being packed.
        budgetBytes: Math.max(0, budgetBytes - 2 * groupBytes),
        segmentBytes: Math.min(LARGEST_SEGMENT_BYTES, Math.ceil(budgetBytes / SEGMENTS_IN_BUDGET)),
      });
      const log = new EventLog(options, lock, segments);
      await log.packLeftovers();
      const lastMs = segments.recordedToMs;
      if (lastMs !== null)
        log.append({ kind: 'gap', atMs: clock.nowMs(), cause: 'stopped', fromMs: lastMs, events: null });
      return log;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Takes an event; it is on its way to the disk with the next flush. Never throws. */
  append(happening: Happening): void {
    const recordedAtMs = this.options.clock.nowMs();
    if (this.isClosed || this.writer.length >= this.options.pendingBytes) {
      this.giveUp(1, recordedAtMs);
      return;
    }
    this.put(happening, recordedAtMs);
  }

  /** Writes what came so far. Never rejects. */
  async flush(): Promise<void> {
    this.flushing = this.flushing.then(async () => this.writePending());
    await this.flushing;
  }

  /** How the log stands now. */
  figures(): EventLogFigures {
    return { ...this.segments.figures(), written: this.written, dropped: this.dropped };
  }

  /** Writes what came so far, and lets go of the directory. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    if (this.timer !== null) clearInterval(this.timer);
    await this.flush();
    this.isClosed = true;
    await this.journal?.close();
    await this.segments.close();
    this.lock.release();
  }

  private put(event: Happening, recordedAtMs: number): void {
    this.writer.write(event, recordedAtMs);
    const { pending } = this;
    pending.events += 1;
    pending.fromMs = Math.min(pending.fromMs, event.atMs);
    pending.toMs = Math.max(pending.toMs, event.atMs);
    pending.recordedToMs = recordedAtMs;
  }

  private async writePending(): Promise<void> {
    const { clock, log, directory, days } = this.options;
    const nowMs = clock.nowMs();
    try {
      if (this.pending.events > 0) await this.writeChunk(nowMs);
    } catch (error) {
      if (this.outage?.isTold === true) return;
      log.error({ directory, reason: reasonOf(error) }, 'event log can not be written; events are given up');
      this.outage = { sinceMs: nowMs, events: 0, ...this.outage, isTold: true };
    }
    try {
      await this.packFull();
      await this.segments.forgetBefore(nowMs - days * MS_PER_DAY);
      this.isPackingStuck = false;
    } catch (error) {
      if (!this.isPackingStuck)
        log.error({ directory, reason: reasonOf(error) }, 'event log can not be packed; it will be tried again');
      this.isPackingStuck = true;
    }
  }

  private async writeChunk(nowMs: number): Promise<void> {
    const { outage } = this;
    if (outage !== null) {
      const { sinceMs: fromMs, events } = outage;
      this.put({ kind: 'gap', atMs: nowMs, cause: 'not-written', fromMs, events }, nowMs);
    }
    const chunk: Chunk = { bytes: this.writer.take(), ...this.pending };
    this.pending = { ...NOTHING };
    const isOld = this.journal !== null && Math.abs(nowMs - this.journalSinceMs) >= GROUP_MS;
    const isFull = (this.journal?.rawBytes ?? 0) + chunk.bytes.length >= this.options.groupBytes;
    // What comes while this is written belongs to the group that begins with it.
    if (isOld || isFull) this.writer = new EventWriter();
    try {
      this.journal ??= await this.beginGroup(nowMs);
      await this.journal.append(chunk);
    } catch (error) {
      this.endGroup();
      this.giveUp(chunk.events - (outage === null ? 0 : 1), nowMs);
      // What came meanwhile is told as its difference from what is lost.
      if (!isOld && !isFull) {
        this.giveUp(this.pending.events, nowMs);
        this.writer = new EventWriter();
        this.pending = { ...NOTHING };
      }
      throw error;
    }
    this.written += chunk.events;
    if (outage !== null) {
      this.options.log.info({ dropped: outage.events }, 'event log is written again');
      this.outage = null;
    }
    if (isOld || isFull) this.endGroup();
  }

  private async beginGroup(nowMs: number): Promise<GroupJournal> {
    const group = this.nextGroup;
    this.nextGroup += 1;
    this.journalSinceMs = nowMs;
    return GroupJournal.create(this.options.directory, group);
  }

  private endGroup(): void {
    const { journal } = this;
    this.journal = null;
    if (journal === null) return;
    this.full.push(journal.group);
    journal.close().catch(() => undefined);
  }

  private async packFull(): Promise<void> {
    for (let group = this.full[0]; group !== undefined; group = this.full[0]) {
      if (this.full.length > MOST_FULL_JOURNALS) await rm(this.journalPath(group), { force: true });
      else await this.pack(group);
      this.full.shift();
    }
  }

  private async pack(group: number): Promise<void> {
    const path = this.journalPath(group);
    const { chunks, tornBytes } = parseJournal(await readFile(path));
    if (tornBytes > 0) this.options.log.warn({ path, tornBytes }, 'the end of a journal was not whole, it is cut off');
    if (chunks.length > 0 && group > this.segments.lastGroup)
      await this.segments.add(group, chunks, this.options.clock.nowMs());
    await rm(path);
  }

  private journalPath(group: number): string {
    return join(this.options.directory, journalName(group));
  }

  private async packLeftovers(): Promise<void> {
    const { journals } = await listLogFiles(this.options.directory);
    for (const { group } of journals) {
      await this.pack(group);
      this.nextGroup = Math.max(this.nextGroup, group + 1);
    }
  }

  private giveUp(events: number, nowMs: number): void {
    this.dropped += events;
    this.outage ??= { sinceMs: nowMs, events: 0, isTold: false };
    this.outage.events += events;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
