import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecidedBy, EvidenceDevice, KeyId, Sha256Hex, SignedReceipt, Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ChainLink } from '../evidence/seal-package.js';
import type { DirectoryLock } from './directory-lock.js';
import { type EntryRow, EntryTable } from './entry-table.js';
import { PackageCommits } from './package-commits.js';
import { PackageFiles } from './package-files.js';
import { MAX_SETTLED, PackageTable, type PackageRow } from './package-table.js';
import { PendingTable, type PendingViolation } from './pending-table.js';
import { recover } from './recover.js';
import { SpaceKeeper, freeBytesOf } from './space-keeper.js';
import { inTransaction, openSpoolDatabase, type SpoolDatabase } from './spool-database.js';
import { SpoolError } from './spool-error.js';
import { lockSpool } from './spool-lock.js';
import {
  DEFAULT_BUDGET_BYTES,
  DEFAULT_RESERVE_BYTES,
  LONGEST_POSTPONEMENT_MS,
  type PackageCommit,
  type SpoolCounts,
  type SpoolOptions,
} from './spool-options.js';
import { createStateStore, type StateStore } from './state-store.js';

/**
 * Violations and sealed packages on the disk, until the cloud has given a receipt. Each method that promises something has it on the
 * disk (fsync) when it returns; after `kill -9` or a loss of power at any moment {@link Spool.open} finds every recorded violation
 * again, pending, waiting or accepted exactly once, in a chain without gap or fork.
 */
export class Spool {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #freeBytes: () => number;

  /** Snapshots of tracks, rules and the enrolment, in the same database. */
  readonly states: StateStore;

  private constructor(
    options: SpoolOptions,
    private readonly lock: DirectoryLock,
    private readonly database: SpoolDatabase,
    private readonly files: PackageFiles,
    private readonly packages: PackageTable,
    private readonly pending: PendingTable,
    private readonly entries: EntryTable,
    private readonly space: SpaceKeeper,
    private readonly commits: PackageCommits,
    freeBytes: () => number,
  ) {
    this.#log = options.log;
    this.#clock = options.clock;
    this.#freeBytes = freeBytes;
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
    let files: PackageFiles | null = null;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      lock = lockSpool(directory);
      const indexPath = join(directory, 'spool.db');
      database = openSpoolDatabase(indexPath);
      files = await PackageFiles.open(directory);
      const packages = new PackageTable(database);
      const pending = new PendingTable(database, log);
      const entries = new EntryTable(database);
      const freeBytes = options.freeBytes ?? (() => freeBytesOf(directory));
      const space = new SpaceKeeper({
        budgetBytes: DEFAULT_BUDGET_BYTES,
        reserveBytes: DEFAULT_RESERVE_BYTES,
        ...options,
        ...{ packages, entries, freeBytes },
      });
      const { onDeleted } = options;
      const commits = new PackageCommits({ database, indexPath, files, packages, pending, space, onDeleted });
      const spool = new Spool(options, lock, database, files, packages, pending, entries, space, commits, freeBytes);
      await recover({
        files,
        packages,
        hasPending: () => pending.count() > 0,
        adopt: (name, zip) => commits.adoptNow(name, zip),
        lose: (row) => {
          commits.loseNow(row);
        },
        log,
      });
      inTransaction(database, () => {
        packages.forgetSettled(MAX_SETTLED);
      });
      log.info(spool.counts(), 'spool opened');
      return spool;
    } catch (error) {
      await files?.close();
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

  /** Violations that are not yet sealed, at most `limit`: those tried least first; of these the gravest, and then the oldest. */
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
   * Keeps a sealed package in place of its pending violation; durable when it returns. Where there is no room for all, the slightest and
   * oldest are given up, which may be this one.
   *
   * @throws SpoolError `spool.stale-link` when another package took the link, `spool.not-pending` when the violation isn't
   */
  commitPackage(commit: PackageCommit): Promise<void> {
    return this.commits.commit(commit);
  }

  /** Deletes what the cloud refused, and what the index could not explain, once it is older than that. */
  async expireKept(beforeMs: number): Promise<void> {
    await this.commits.expireKept(beforeMs);
  }

  /** The gravest package that waits, of those the oldest, leaving out the postponed; null when there is none. */
  nextToSend(): PackageRow | null {
    return this.#next({});
  }

  /** The same among these. */
  nextAmong(digests: readonly Sha256Hex[]): PackageRow | null {
    return this.#next({ digests });
  }

  /** The same among those of which the cloud does not have all that comes before the clip. */
  nextHead(): PackageRow | null {
    return this.#next({ isHeadless: true });
  }

  /** When the next postponement ends (epoch milliseconds, 0 when a package waits unpostponed); null when nothing waits. */
  nextSendAtMs(): number | null {
    return this.packages.earliestMs();
  }

  /** The bytes of a waiting package. Null when its file is gone: then it is `lost` from here on. */
  async readPackage(name: Pick<PackageRow, 'digest' | 'sequence'>): Promise<Buffer | null> {
    const bytes = await this.files.read('packages', name);
    if (bytes !== null) return bytes;
    const { sequence, digest } = name;
    if (await this.commits.lose(digest))
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
    if (row !== null) await this.commits.settle(row);
  }

  /**
   * Keeps a package that the cloud refuses, with its reason, in `refused/`. It is never sent again by itself. One that was given up
   * meanwhile stays so.
   *
   * @throws SpoolError `spool.not-waiting` when the package is not one that waits
   */
  async markRefused(digest: Sha256Hex, code: string, detail: string): Promise<void> {
    if (this.packages.find(digest)?.state === 'dropped') return;
    if (!this.packages.refuse(digest, code, detail)) throw this.#notWaiting(digest);
    this.#log.error({ digest, code, detail }, 'package refused by the cloud, kept in refused');
    const row = this.packages.find(digest);
    if (row !== null && (await this.readPackage(row)) !== null) await this.files.move('packages', 'refused', row);
  }

  /** Leaves a package out of {@link Spool.nextToSend} until then, at most {@link LONGEST_POSTPONEMENT_MS} ahead. */
  postpone(digest: Sha256Hex, untilMs: number): void {
    this.packages.postpone(digest, Math.ceil(Math.min(untilMs, this.#clock.nowMs() + LONGEST_POSTPONEMENT_MS)));
  }

  /** Keeps where an upload can be resumed that begins; null forgets it. */
  saveUploadUrl(digest: Sha256Hex, url: string | null): void {
    this.packages.setUploadUrl(digest, url);
  }

  /** Keeps how many bytes of a package the cloud has. */
  saveSentBytes(digest: Sha256Hex, bytes: number): void {
    this.packages.setSentBytes(digest, bytes);
  }

  /** A package by its digest, also one that was accepted, with its receipt; null when there is none. */
  findPackage(digest: Sha256Hex): PackageRow | null {
    return this.packages.find(digest);
  }

  /** The oldest entry of the chain that is no package and waits for its receipt; null when none does. */
  nextEntry(): EntryRow | null {
    return this.entries.next();
  }

  /** Whether a change of keys, or the one to this key, waits for its receipt: what the new key sealed must not come before it. */
  hasRotation(newKeyId: KeyId | null = null): boolean {
    return this.entries.hasRotation(newKeyId);
  }

  /**
   * Adds a change of keys to the chain; durable when it returns.
   *
   * @throws SpoolError `spool.stale-link` when another entry took the link
   */
  appendRotation(row: EntryRow): void {
    const next = this.nextLink().sequence;
    if (row.sequence !== next)
      throw new SpoolError('spool.stale-link', `entry ${row.digest} has link ${row.sequence}, but ${next} is the next`);
    inTransaction(this.database, () => {
      this.entries.append(row);
    });
  }

  /** Forgets an entry whose receipt the caller has verified. */
  markEntryAccepted(digest: Sha256Hex): void {
    this.entries.delete(digest);
  }

  /** Keeps an entry that the cloud refuses; it is never sent again by itself. */
  markEntryRefused(digest: Sha256Hex, code: string, detail: string): void {
    this.entries.refuse(digest, code);
    this.#log.error({ digest, code, detail }, 'entry of the chain refused by the cloud, kept');
  }

  /** What is short of space, in words; empty when nothing is. */
  shortages(): string[] {
    return this.space.shortages();
  }

  counts(): SpoolCounts {
    return {
      pending: this.pending.count(),
      ...this.packages.counts(),
      entriesWaiting: this.entries.count(),
      waitingBytes: this.packages.waitingBytes(),
      oldestWaitingMs: this.packages.oldestWaitingMs(),
      freeBytes: this.#freeBytes(),
    };
  }

  /** Waits for the commit that is under way and lets go of the directory; a second time does nothing. */
  async close(): Promise<void> {
    await this.commits.end();
    if (!this.database.open) return;
    this.database.close();
    await this.files.close();
    this.lock.release();
  }

  #next(among: { isHeadless?: boolean; digests?: readonly Sha256Hex[] }): PackageRow | null {
    const nowMs = this.#clock.nowMs();
    return this.packages.nextWaiting(nowMs, nowMs + LONGEST_POSTPONEMENT_MS, among);
  }

  #notWaiting(digest: Sha256Hex): SpoolError {
    const state = this.packages.find(digest)?.state ?? 'unknown';
    return new SpoolError('spool.not-waiting', `package ${digest} does not wait for an answer, it is ${state}`);
  }
}
