import { headBytesOf } from '../evidence/head-bytes.js';
import { readWholePackage } from '../evidence/read-whole-package.js';
import { type PackageFiles, type PackageName, fileNameOf } from './package-files.js';
import { MAX_SETTLED, type PackageRow, type PackageTable } from './package-table.js';
import type { PendingTable } from './pending-table.js';
import type { SpaceKeeper } from './space-keeper.js';
import { inQuickTransaction, inTransaction, syncIndex, type SpoolDatabase } from './spool-database.js';
import { SpoolError } from './spool-error.js';
import type { PackageCommit, SpoolOptions } from './spool-options.js';

/** Settled packages that may come before the oldest are forgotten. */
const SETTLED_BETWEEN = 500;

/** What commits work with. */
export interface PackageCommitsOptions {
  readonly database: SpoolDatabase;
  /** Path of its file. */
  readonly indexPath: string;
  readonly files: PackageFiles;
  readonly packages: PackageTable;
  readonly pending: PendingTable;
  readonly space: SpaceKeeper;
  readonly onDeleted: SpoolOptions['onDeleted'];
}

/** What adds to the chain, one after another so that it can't fork, and what deletes files of packages. */
export class PackageCommits {
  private settled = 0;
  /** End of what is under way. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PackageCommitsOptions) {}

  /** Keeps a sealed package in place of its pending violation; durable when it resolves. */
  commit(commit: PackageCommit): Promise<void> {
    return this.inTurn(() => this.commitNow(commit));
  }

  /** Notes that the file of a waiting package is gone, unless it was given up meanwhile. @returns whether it was */
  async lose(digest: string): Promise<boolean> {
    return this.inTurn(() => {
      const row = this.options.packages.find(digest);
      if (row?.state !== 'waiting') return Promise.resolve(false);
      this.loseNow(row);
      return Promise.resolve(true);
    });
  }

  /** The same at the start, when nothing is under way. */
  loseNow(row: PackageRow): void {
    const { database, packages, space } = this.options;
    inTransaction(database, () => {
      if (row.tombstone === null) space.lose(row);
      else packages.setState(row.digest, 'lost');
    });
  }

  /**
   * Takes in a package whose file is durable while its row went with a loss of power, at the start, when nothing is under way.
   *
   * @returns whether it is whole, comes next in the chain, and its violation still waits for it
   */
  adoptNow(name: PackageName, zip: Buffer): boolean {
    const { database, packages, pending } = this.options;
    const whole = readWholePackage(zip);
    const head = packages.head();
    if (whole?.digest !== name.digest || name.sequence !== head.sequence + 1) return false;
    const { sequence, previousDigest, violation } = whole.manifest;
    if (sequence !== name.sequence || previousDigest !== head.digest) return false;
    const { violationId, matter, severity, triggeredAtMs } = violation;
    if (pending.find(violationId) === undefined) return false;
    const sizes = { sizeBytes: zip.length, headBytes: headBytesOf(zip) };
    inTransaction(database, () => {
      packages.append({ ...name, violationId, matter, severity, triggeredAtMs, ...sizes }, previousDigest);
      pending.delete(violationId);
    });
    return true;
  }

  /** Deletes the file of a package that has its receipt. */
  async settle(row: PackageRow): Promise<void> {
    await this.delete(row, 'receipt');
    this.forget(1);
  }

  /** Deletes what the cloud refused, and what the index could not explain, once it is older than that. */
  async expireKept(beforeMs: number): Promise<void> {
    const { files, onDeleted } = this.options;
    for (const folder of ['refused', 'set-aside'] as const)
      for (const file of await files.deleteOlder(folder, beforeMs)) onDeleted?.(file, 'expired');
  }

  /** Resolves when nothing is under way. */
  async end(): Promise<void> {
    await this.turn;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async commitNow({ violationId, digest, sequence, zip, severity }: PackageCommit): Promise<void> {
    const { database, indexPath, files, packages, pending, space } = this.options;
    const head = packages.head();
    const next = head.sequence + 1;
    if (sequence !== next)
      throw new SpoolError(
        'spool.stale-link',
        `package ${digest} has link ${sequence}, but ${next} is the next: seal it again`,
      );
    const violation = pending.find(violationId);
    if (violation === undefined)
      throw new SpoolError(
        'spool.not-pending',
        `violation ${violationId} is not pending: record it before it is sealed`,
      );
    const headBytes = headBytesOf(zip);
    await files.write({ sequence, digest }, zip);
    let dropped: readonly PackageRow[];
    try {
      // The file is durable, and a row that is lost with the power is made again from it.
      dropped = inQuickTransaction(database, () => {
        packages.append(
          { ...violation, sequence, digest, violationId, severity, sizeBytes: zip.length, headBytes },
          head.digest,
        );
        pending.delete(violationId);
        return space.makeRoom(zip.length, digest);
      });
    } catch (error) {
      if (packages.find(digest) === null) await files.delete({ sequence, digest });
      throw error;
    }
    // That they were given up must be on the disk before they are gone.
    if (dropped.length > 0) syncIndex(indexPath);
    for (const row of dropped) await this.delete(row, 'given-up');
    this.forget(dropped.length);
  }

  private async delete(row: PackageRow, reason: 'receipt' | 'given-up'): Promise<void> {
    await this.options.files.delete(row);
    this.options.onDeleted?.({ name: fileNameOf(row), bytes: row.sizeBytes }, reason);
  }

  /** Forgets the oldest of what is settled, now and then. */
  private forget(count: number): void {
    const { database, packages } = this.options;
    this.settled += count;
    if (this.settled < SETTLED_BETWEEN) return;
    this.settled = 0;
    inTransaction(database, () => {
      packages.forgetSettled(MAX_SETTLED);
    });
  }
}
