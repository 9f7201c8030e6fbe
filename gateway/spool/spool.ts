import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecidedBy, EvidenceDevice, Sha256Hex, SignedReceipt, Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ChainLink } from '../evidence/seal-package.js';
import type { DirectoryLock } from './directory-lock.js';
import { PackageFiles } from './package-files.js';
import { PackageTable, type PackageRow } from './package-table.js';
import { PendingTable, type PendingViolation } from './pending-table.js';
import { recover } from './recover.js';
import { inTransaction, openSpoolDatabase, type SpoolDatabase } from './spool-database.js';
import { SpoolError } from './spool-error.js';
import { lockSpool } from './spool-lock.js';
import { createStateStore, type StateStore } from './state-store.js';

/** What the spool needs. */
export interface SpoolOptions {
  /** Made when missing; this process alone may use it. */
  readonly directory: string;
  readonly log: Logger;
  readonly clock: Clock;
  /**
   * Bytes that waiting packages may take. **For now nothing is refused or deleted above it**: each commit above it is counted, and the
   * crossing is logged. Default {@link DEFAULT_BUDGET_BYTES}.
   */
  readonly budgetBytes?: number;
}

/** A sealed package to be kept. */
export interface PackageCommit {
  /** The pending violation that it is about. */
  readonly violationId: string;
  readonly digest: Sha256Hex;
  /** As given by {@link Spool.nextLink}. */
  readonly sequence: number;
  readonly zip: Buffer;
  /** 1 (slight) to 5 (grave): the gravest is sent first. */
  readonly severity: number;
}

/** How much the spool holds. */
export interface SpoolCounts {
  /** Violations without a package. */
  readonly pending: number;
  /** Packages without an answer of the cloud. */
  readonly waiting: number;
  readonly accepted: number;
  readonly refused: number;
  /** Packages without a receipt whose file is gone. */
  readonly lost: number;
  readonly waitingBytes: number;
  /** Commits since start that left more waiting than the budget allows. */
  readonly commitsOverBudget: number;
}

/** Used unless {@link SpoolOptions.budgetBytes} is given. */
export const DEFAULT_BUDGET_BYTES = 4_000_000_000;
/** A package that was postponed for longer than this is taken at once: the clock was set back since. */
export const LONGEST_POSTPONEMENT_MS = 3_600_000;

/**
 * Violations and sealed packages on the disk, until the cloud has given a receipt. Each method that promises something has it on the
 * disk (fsync) when it returns; after `kill -9` or a loss of power at any moment {@link Spool.open} finds every recorded violation
 * again, pending, waiting or accepted exactly once, in a chain without gap or fork.
 */
export class Spool {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #budgetBytes: number;
  #commitsOverBudget = 0;
  #isOverBudget = false;
  /** End of the commit that is under way: commits take turns, so that the chain can't fork. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Snapshots of tracks, rules and the enrolment, in the same database. */
  readonly states: StateStore;

  private constructor(
    options: SpoolOptions,
    private readonly lock: DirectoryLock,
    private readonly database: SpoolDatabase,
    private readonly files: PackageFiles,
    private readonly packages: PackageTable,
    private readonly pending: PendingTable,
  ) {
    this.#log = options.log;
    this.#clock = options.clock;
    this.#budgetBytes = options.budgetBytes ?? DEFAULT_BUDGET_BYTES;
    this.states = createStateStore(database);
  }

  /**
   * Opens the spool and recovers what an earlier run left.
   *
   * @throws SpoolError `spool.in-use`, `spool.too-new`, or `spool.unusable` when the directory can't be used
   */
  static async open(options: SpoolOptions): Promise<Spool> {
    const { directory, log } = options;
    let lock: DirectoryLock | null = null;
    let database: SpoolDatabase | null = null;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      lock = lockSpool(directory);
      database = openSpoolDatabase(join(directory, 'spool.db'));
      const files = await PackageFiles.open(directory);
      const packages = new PackageTable(database);
      const pending = new PendingTable(database, log);
      await recover({ files, packages, pendingCount: pending.count(), log });
      const spool = new Spool(options, lock, database, files, packages, pending);
      log.info(spool.counts(), 'spool opened');
      return spool;
    } catch (error) {
      database?.close();
      lock?.release();
      if (error instanceof SpoolError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new SpoolError(
        'spool.unusable',
        `spool ${directory} can not be used (${reason}); check that its disk is mounted, has space, and that the gateway may write there`,
        error,
      );
    }
  }

  /**
   * Keeps a violation, and the rules that found it, until it is sealed; durable when it returns. The same violation again changes nothing,
   * also after it was sealed.
   */
  recordViolation(violation: Violation, device: EvidenceDevice, rules: DecidedBy | null = null): 'recorded' | 'known' {
    return this.pending.insert({ violation, device, rules }, this.#clock.nowMs()) ? 'recorded' : 'known';
  }

  /** Violations that are not yet sealed, oldest record first, at most `limit`. */
  pendingViolations(limit = 100): PendingViolation[] {
    return this.pending.list(limit);
  }

  /**
   * Counts an attempt to seal; to be called before it, so that one which ends the program is counted too.
   *
   * @returns attempts with this one; 0 when the violation is not pending
   */
  countAttempt(violationId: string): number {
    return this.pending.countAttempt(violationId);
  }

  /** Link for the package to be sealed next. It stays the same until that is committed: seal one after the other. */
  nextLink(): ChainLink {
    const { sequence, digest } = this.packages.head();
    return { sequence: sequence + 1, previousDigest: digest };
  }

  /**
   * Keeps a sealed package in place of its pending violation; durable when it returns.
   *
   * @throws SpoolError `spool.stale-link` when another package took the link, `spool.not-pending` when the violation isn't
   */
  commitPackage(commit: PackageCommit): Promise<void> {
    const done = this.#turn.then(() => this.#commit(commit));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #commit({ violationId, digest, sequence, zip, severity }: PackageCommit): Promise<void> {
    const next = this.packages.head().sequence + 1;
    if (sequence !== next)
      throw new SpoolError(
        'spool.stale-link',
        `package ${digest} has link ${sequence}, but ${next} is the next: seal it again`,
      );
    const violation = this.pending.find(violationId);
    if (violation === undefined)
      throw new SpoolError(
        'spool.not-pending',
        `violation ${violationId} is not pending: record it before it is sealed`,
      );
    const { triggeredAtMs } = violation;
    await this.files.write({ sequence, digest }, zip);
    try {
      inTransaction(this.database, () => {
        this.packages.append({ sequence, digest, violationId, severity, triggeredAtMs, sizeBytes: zip.length });
        this.pending.delete(violationId);
      });
    } catch (error) {
      if (this.packages.find(digest) === null) await this.files.delete({ sequence, digest });
      throw error;
    }
    this.#watchBudget();
  }

  #watchBudget(): void {
    const waitingBytes = this.packages.sums().waiting.bytes;
    const isOver = waitingBytes > this.#budgetBytes;
    if (isOver) this.#commitsOverBudget += 1;
    if (isOver && !this.#isOverBudget)
      this.#log.warn({ waitingBytes, budgetBytes: this.#budgetBytes }, 'waiting packages pass the budget of the spool');
    this.#isOverBudget = isOver;
  }

  /** The gravest package that waits, of those the oldest, leaving out the postponed; null when there is none. */
  nextToSend(): PackageRow | null {
    const nowMs = this.#clock.nowMs();
    return this.packages.nextWaiting(nowMs, nowMs + LONGEST_POSTPONEMENT_MS);
  }

  /** When the next postponement ends (epoch milliseconds, 0 when a package waits unpostponed); null when nothing waits. */
  nextSendAtMs(): number | null {
    return this.packages.earliestMs();
  }

  /** The bytes of a waiting package. Null when its file is gone: then it is `lost` from here on. */
  async readPackage(name: Pick<PackageRow, 'digest' | 'sequence'>): Promise<Buffer | null> {
    const bytes = await this.files.read('packages', name);
    if (bytes !== null) return bytes;
    this.packages.setState(name.digest, 'lost');
    const { sequence, digest } = name;
    this.#log.error({ sequence, digest }, 'package file is gone; restore it and restart to send it');
    return null;
  }

  /**
   * Keeps the receipt, and only then deletes the package's file. The caller has verified the receipt's signature.
   *
   * @throws SpoolError `spool.not-waiting` when the package is not one that waits
   */
  async markAccepted(digest: Sha256Hex, receipt: SignedReceipt): Promise<void> {
    if (receipt.receipt.digest !== digest || !this.packages.accept(digest, receipt)) throw this.#notWaiting(digest);
    const row = this.packages.find(digest);
    if (row !== null) await this.files.delete(row);
  }

  /**
   * Keeps a package that the cloud refuses, with its reason, in `refused/`. It is never sent again by itself.
   *
   * @throws SpoolError `spool.not-waiting` when the package is not one that waits
   */
  async markRefused(digest: Sha256Hex, code: string, detail: string): Promise<void> {
    if (!this.packages.refuse(digest, code, detail)) throw this.#notWaiting(digest);
    this.#log.error({ digest, code, detail }, 'package refused by the cloud, kept in refused');
    const row = this.packages.find(digest);
    if (row !== null && (await this.readPackage(row)) !== null) await this.files.move('packages', 'refused', row);
  }

  /** Leaves a package out of {@link Spool.nextToSend} until then, at most {@link LONGEST_POSTPONEMENT_MS} ahead. */
  postpone(digest: Sha256Hex, untilMs: number): void {
    this.packages.postpone(digest, Math.ceil(Math.min(untilMs, this.#clock.nowMs() + LONGEST_POSTPONEMENT_MS)));
  }

  /** Keeps where an upload that is under way can be resumed; null forgets it. */
  saveUploadUrl(digest: Sha256Hex, url: string | null): void {
    this.packages.setUploadUrl(digest, url);
  }

  /** A package by its digest, also one that was accepted, with its receipt; null when there is none. */
  findPackage(digest: Sha256Hex): PackageRow | null {
    return this.packages.find(digest);
  }

  counts(): SpoolCounts {
    const sums = this.packages.sums();
    return {
      pending: this.pending.count(),
      waiting: sums.waiting.count,
      accepted: sums.accepted.count,
      refused: sums.refused.count,
      lost: sums.lost.count,
      waitingBytes: sums.waiting.bytes,
      commitsOverBudget: this.#commitsOverBudget,
    };
  }

  /** Waits for the commit that is under way and lets go of the directory; a second time does nothing. */
  async close(): Promise<void> {
    await this.#turn;
    if (!this.database.open) return;
    this.database.close();
    this.lock.release();
  }

  #notWaiting(digest: Sha256Hex): SpoolError {
    const state = this.packages.find(digest)?.state ?? 'unknown';
    return new SpoolError('spool.not-waiting', `package ${digest} does not wait for an answer, it is ${state}`);
  }
}
