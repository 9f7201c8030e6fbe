import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCK_FILE } from '../spool/directory-lock.js';

const DIGITS = 12;
const SEGMENT = /^segment-(\d{12})\.lpe$/;
const JOURNAL = /^group-(\d{12})\.journal$/;

/** A file of the log. */
export interface LogFile {
  readonly path: string;
  /** Of a segment, the number of its first group; of a journal, that of its only one. */
  readonly group: number;
}

/** Name of the segment that begins with a group. */
export function segmentName(group: number): string {
  return `segment-${String(group).padStart(DIGITS, '0')}.lpe`;
}

/** Name of the journal of a group that is not packed yet. */
export function journalName(group: number): string {
  return `group-${String(group).padStart(DIGITS, '0')}.journal`;
}

/** What a directory holds of a log. */
export interface LogFiles {
  readonly segments: readonly LogFile[];
  readonly journals: readonly LogFile[];
  /** Whether it is a log at all, be it an empty one. */
  readonly isLog: boolean;
}

/** The log's files in a directory, in the order in which they were written; other files are left out. */
export async function listLogFiles(directory: string): Promise<LogFiles> {
  const names = (await readdir(directory)).sort();
  const pick = (pattern: RegExp): LogFile[] =>
    names.flatMap((name) => {
      const group = pattern.exec(name)?.[1];
      return group === undefined ? [] : [{ path: join(directory, name), group: Number(group) }];
    });
  const segments = pick(SEGMENT);
  const journals = pick(JOURNAL);
  return { segments, journals, isLog: segments.length + journals.length > 0 || names.includes(LOCK_FILE) };
}
