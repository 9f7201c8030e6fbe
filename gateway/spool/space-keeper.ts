import { statfsSync } from 'node:fs';
import type { Sha256Hex, Tombstone } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { DeviceKey } from '../evidence/device-key.js';
import type { EntryTable } from './entry-table.js';
import type { PackageRow, PackageTable } from './package-table.js';
import { MAX_DROPPED, sealTombstone } from './seal-tombstone.js';

/** What the keeper works with. */
export interface SpaceKeeperOptions {
  readonly gatewayId: string;
  readonly key: DeviceKey;
  readonly packages: PackageTable;
  readonly entries: EntryTable;
  /** Bytes that waiting packages may take. */
  readonly budgetBytes: number;
  /** Bytes of the disk that are to stay free. */
  readonly reserveBytes: number;
  /** Bytes of the disk that are free. */
  readonly freeBytes: () => number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A disk is called short from so many times the reserve on. */
const WARN_AT_RESERVES = 4;

/** Share of the reserve that is kept for the index and the readings alone. */
const LAST_SHARE = 0.25;

/** Bytes that a process may still write to the disk of a directory. */
export function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Gives packages up when there is no room for all, the slightest first and of those the oldest, and says so in the chain. */
export class SpaceKeeper {
  constructor(private readonly options: SpaceKeeperOptions) {}

  /**
   * Gives up what passes the budget. Where the disk has less left than its reserve, also as much as the newest package brought: what waits
   * does not grow then, but is not given up for what others write either; and the newest itself is given up for the disk only when the last
   * quarter of the reserve is touched. To be called in the transaction that adds the package.
   *
   * @param newest - digest of that package
   * @returns packages whose files may be deleted once the transaction is durable
   */
  makeRoom(newBytes: number, newest: Sha256Hex): PackageRow[] {
    const { packages, budgetBytes, reserveBytes, freeBytes } = this.options;
    const beyondBudget = this.choose(packages.waitingBytes() - budgetBytes, null);
    this.bury(beyondBudget, 'disk-budget', 'dropped');
    const freed = beyondBudget.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const leftBytes = freeBytes();
    const shortBytes = Math.min(reserveBytes - leftBytes, newBytes) - freed;
    if (shortBytes <= 0) return beyondBudget;
    const forDisk = this.choose(shortBytes, leftBytes >= LAST_SHARE * reserveBytes ? newest : null);
    this.bury(forDisk, 'disk-full', 'dropped');
    return [...beyondBudget, ...forDisk];
  }

  /** Says in the chain that the file of a package is gone. It is sent all the same if it comes back. */
  lose(row: PackageRow): void {
    this.bury([row], 'file-lost', 'lost');
  }

  /** What is short, in words; empty when nothing is. */
  shortages(): string[] {
    const { packages, budgetBytes, reserveBytes, freeBytes } = this.options;
    const [waitingBytes, leftBytes] = [packages.waitingBytes(), freeBytes()];
    const found: string[] = [];
    // Said long before anything is given up for it.
    if (leftBytes < WARN_AT_RESERVES * reserveBytes)
      found.push(
        `disk: ${megabytes(leftBytes)} are free; below ${megabytes(reserveBytes)} the slightest and oldest packages are given up for new ones: make room on the disk of the data directory`,
      );
    if (waitingBytes > 0.9 * budgetBytes)
      found.push(
        `spool: waiting packages take ${megabytes(waitingBytes)} of ${megabytes(budgetBytes)}; beyond it the slightest and oldest are given up`,
      );
    return found;
  }

  /** The slightest and oldest that together have so many bytes, without the one that is to be kept. */
  private choose(bytes: number, kept: string | null): PackageRow[] {
    const chosen: PackageRow[] = [];
    let chosenBytes = 0;
    if (bytes <= 0) return chosen;
    for (const row of this.options.packages.leastFirst()) {
      if (row.digest === kept) continue;
      chosen.push(row);
      chosenBytes += row.sizeBytes;
      if (chosenBytes >= bytes) break;
    }
    return chosen;
  }

  private bury(rows: readonly PackageRow[], reason: Tombstone['reason'], state: 'dropped' | 'lost'): void {
    const { gatewayId, key, packages, entries, clock, log } = this.options;
    for (let first = 0; first < rows.length; first += MAX_DROPPED) {
      const dropped = rows.slice(first, first + MAX_DROPPED);
      const tombstone = sealTombstone({ gatewayId, key, head: packages.head(), reason, dropped, nowMs: clock.nowMs() });
      entries.append(tombstone);
      for (const { sequence, digest, violationId, severity } of dropped) {
        packages.bury(digest, state, tombstone.sequence);
        log.error(
          { sequence, digest, violationId, severity, reason, tombstone: tombstone.sequence },
          'package given up',
        );
      }
    }
  }
}
