import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';

/** What was deleted, and why. */
export interface Deletion {
  readonly what: 'package' | 'footage';
  /** Name of the file; for footage that of the camera. */
  readonly name: string;
  /** Files that went, and their bytes together. */
  readonly files: number;
  readonly bytes: number;
  /** Capture times of footage, from the first picture to the end of the last; left out for packages. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly reason: 'receipt' | 'given-up' | 'expired' | 'ring';
}

/** What the log works with. */
export interface DeletionLogOptions {
  /** Made when missing. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Bytes of one of the two files at most. Default {@link DEFAULT_LOG_BYTES}. */
  readonly maxBytes?: number;
}

/** Used unless {@link DeletionLogOptions.maxBytes} is given. */
export const DEFAULT_LOG_BYTES = 5_000_000;
const NEWEST = 'deletions.jsonl';
const OLDER = 'deletions.1.jsonl';
const BEGINNING = '0'.repeat(64);

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

/**
 * Says what was deleted on the box, a line of JSON each, which names the SHA-256 of the line before: a line that is changed or taken out
 * is seen. When the file is full it takes the place of the one before.
 */
export class DeletionLog {
  private readonly file: string;
  private bytes = 0;
  private previous = BEGINNING;

  constructor(private readonly options: DeletionLogOptions) {
    const { directory } = options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.file = join(directory, NEWEST);
    const text = existsSync(this.file) ? readFileSync(this.file, 'utf8') : '';
    // A line that was torn off when the program ended says nothing.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) writeFileSync(this.file, whole, { mode: 0o600 });
    this.bytes = Buffer.byteLength(whole);
    const last = whole.trimEnd().split('\n').at(-1) ?? '';
    if (last !== '') this.previous = hashOf(last);
    else if (existsSync(join(directory, OLDER))) this.previous = this.endOf(join(directory, OLDER));
  }

  /** Writes a line. A disk that takes none is told, and keeps nothing from being deleted. */
  note(deletion: Deletion): void {
    const { clock, log, maxBytes = DEFAULT_LOG_BYTES, directory } = this.options;
    const line = JSON.stringify({ atMs: clock.nowMs(), ...deletion, previous: this.previous });
    try {
      if (this.bytes + line.length > maxBytes) {
        renameSync(this.file, join(directory, OLDER));
        this.bytes = 0;
      }
      appendFileSync(this.file, `${line}\n`, { mode: 0o600 });
      this.bytes = statSync(this.file).size;
      this.previous = hashOf(line);
    } catch (error) {
      log.error({ err: error, ...deletion }, 'deletion could not be written down');
    }
  }

  private endOf(file: string): string {
    return hashOf(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '');
  }
}
