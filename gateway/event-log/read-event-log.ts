import { type FileHandle, open, readFile } from 'node:fs/promises';
import { EventLogError } from './event-log-error.js';
import { type LogFile, listLogFiles } from './file-names.js';
import { parseJournal } from './group-journal.js';
import type { LogEvent } from './log-event.js';
import { unpackGroup } from './pack-group.js';
import { readEvents } from './read-events.js';
import { type PlacedBlock, scanSegment } from './scan-segment.js';

/** What of a log is read. */
export interface ReadEventLogOptions {
  /** First event time that belongs to the answer; default the beginning. */
  readonly fromMs?: number;
  /** First event time that no longer belongs to it; default the end. */
  readonly toMs?: number;
  /** Whether to read what the model saw in each frame, too. Default false. */
  readonly detections?: boolean;
  /** Told of each part that can't be read; the rest is read all the same. */
  readonly onDamage?: (place: string, reason: string) => void;
}

/** Part of the log that is read at once. */
interface Group {
  readonly place: string;
  readonly number: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly read: () => Promise<Buffer>;
}

/**
 * Reads an event log in the order in which its events were taken, some at a time: of a running gateway, of one that ended in whatever way,
 * or of a copy. One part is unpacked in another thread while the one before is used; no more than two are held.
 *
 * @throws EventLogError `event-log.missing` when there is no log in the directory
 */
export async function* readEventBatches(
  directory: string,
  options: ReadEventLogOptions = {},
): AsyncGenerator<readonly LogEvent[], void, undefined> {
  const { fromMs = -Infinity, toMs = Infinity, detections = false, onDamage } = options;
  const groups = groupsOf(directory, options);
  try {
    let next = startReading(await groups.next());
    while (next !== null) {
      const { group, bytes } = next;
      const raw = await bytes;
      next = startReading(await groups.next());
      const isWhole = group.fromMs >= fromMs && group.toMs < toMs;
      try {
        if (raw instanceof Error) throw raw;
        for (const events of readEvents(raw, detections))
          yield isWhole ? events : events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      } catch (error) {
        onDamage?.(group.place, asError(error).message);
      }
    }
  } finally {
    await groups.return();
  }
}

/** As {@link readEventBatches}, an event at a time. */
export async function* readEventLog(
  directory: string,
  options: ReadEventLogOptions = {},
): AsyncGenerator<LogEvent, void, undefined> {
  for await (const events of readEventBatches(directory, options)) yield* events;
}

/** Begins to read a group; the promise never rejects, for nobody may be waiting for it yet. */
function startReading(
  next: IteratorResult<Group, unknown>,
): { readonly group: Group; readonly bytes: Promise<Buffer | Error> } | null {
  if (next.done === true) return null;
  const group = next.value;
  return { group, bytes: group.read().catch((error: unknown) => asError(error)) };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The groups that may hold events of the time asked for: of the segments, then of the journals that are not packed yet. */
async function* groupsOf(directory: string, options: ReadEventLogOptions): AsyncGenerator<Group, void, undefined> {
  const { fromMs = -Infinity, toMs = Infinity } = options;
  // The journals first: one that is packed meanwhile is then in the segments.
  const { journals } = await list(directory);
  const opened = await Promise.all(journals.map(openJournal));
  const { segments } = await list(directory);
  const isWanted = (group: { fromMs: number; toMs: number }) => group.toMs >= fromMs && group.fromMs < toMs;
  let lastGroup = -1;
  for (const segment of segments)
    for await (const group of segmentGroups(segment, options)) {
      lastGroup = group.number;
      if (isWanted(group)) yield group;
    }
  // Groups are packed in their order: what is not in the segments comes after them.
  for (const journal of opened) if (journal !== null && journal.number > lastGroup && isWanted(journal)) yield journal;
}

async function list(directory: string) {
  let reason = 'none of its files are here';
  try {
    const files = await listLogFiles(directory);
    if (files.isLog) return files;
  } catch (error) {
    reason = asError(error).message;
  }
  throw new EventLogError('event-log.missing', `${directory}: is no event log (${reason}); give the directory of one`);
}

async function openJournal({ path, group }: LogFile): Promise<Group | null> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch {
    return null; // packed in between
  }
  const { chunks } = parseJournal(file);
  return {
    place: path,
    number: group,
    fromMs: Math.min(...chunks.map((chunk) => chunk.fromMs)),
    toMs: Math.max(...chunks.map((chunk) => chunk.toMs)),
    read: () => Promise.resolve(Buffer.concat(chunks.map(({ bytes }) => bytes))),
  };
}

async function* segmentGroups(
  { path }: LogFile,
  { onDamage }: ReadEventLogOptions,
): AsyncGenerator<Group, void, undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    onDamage?.(path, `it can't be opened: ${asError(error).message}`);
    return;
  }
  try {
    const { isForeign, blocks, damagedBytes } = await scanSegment(file);
    if (isForeign) onDamage?.(path, 'it is of a format that this program does not know; update the program');
    if (damagedBytes > 0) onDamage?.(path, `${damagedBytes} bytes in it can't be read`);
    for (const block of blocks)
      yield {
        place: `${path} at ${block.offset}`,
        number: block.group,
        fromMs: block.fromMs,
        toMs: block.toMs,
        read: async () => unpackGroup(await readPacked(file, block), block),
      };
  } finally {
    await file.close();
  }
}

async function readPacked(file: FileHandle, { offset, packedBytes }: PlacedBlock): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(packedBytes), 0, packedBytes, offset);
  return buffer.subarray(0, bytesRead);
}
