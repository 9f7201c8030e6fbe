import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Clock } from '../clock.js';
import type { RulesRead } from '../rules/document/read-rules.js';
import { readRuleFile } from './read-rule-file.js';

/** How often the file is looked at. */
const POLL_MS = 1_000;

/** Options of {@link RuleFileWatch}. */
export interface RuleFileWatchOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Called with what each new content of the file came to. Must not throw. */
  readonly onRead: (read: RulesRead) => void;
}

/**
 * Watches a rule file. It is polled, so that it works alike on every file system and with every way of replacing a file; a new content is
 * read when it has stayed the same from one look to the next, so that a half-written file is not taken for a whole one.
 */
export class RuleFileWatch {
  private readonly timer: NodeJS.Timeout;
  /** Of the content that was read last. */
  private readHash: string;
  /** Of the content that the last look saw, while it is new. */
  private newHash: string | null = null;
  private signature: string;

  constructor(private readonly options: RuleFileWatchOptions) {
    this.signature = signatureOf(options.file);
    this.readHash = hashOf(options.file);
    this.timer = setInterval(() => {
      this.poll();
    }, POLL_MS);
    this.timer.unref();
  }

  /** Looks at the file once; the watch does so each second. */
  poll(): void {
    const signature = signatureOf(this.options.file);
    if (signature === this.signature && this.newHash === null) return;
    this.signature = signature;
    const hash = hashOf(this.options.file);
    if (hash === this.readHash) this.newHash = null;
    else if (hash === this.newHash) this.read(hash);
    else this.newHash = hash;
  }

  /** Reads the file at once, whether it has changed or not. */
  readNow(): void {
    this.signature = signatureOf(this.options.file);
    this.read(hashOf(this.options.file));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private read(hash: string): void {
    this.readHash = hash;
    this.newHash = null;
    this.options.onRead(readRuleFile(this.options.file, this.options.clock.nowMs()));
  }
}

/** Changes with every write and every replacement of the file; empty while there is none. */
function signatureOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
}

/** Of what cannot be read, the reason. */
function hashOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
