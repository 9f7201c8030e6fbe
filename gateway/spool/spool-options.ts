import type { Sha256Hex } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { DeviceKey } from '../evidence/device-key.js';

/** What the spool needs. */
export interface SpoolOptions {
  /** Made when missing; this process alone may use it. */
  readonly directory: string;
  readonly log: Logger;
  readonly clock: Clock;
  readonly gatewayId: string;
  /** Signs the tombstones of packages that are given up. */
  readonly key: DeviceKey;
  /**
   * Bytes that waiting packages may take; beyond, the slightest and oldest are given up, each with a tombstone in the chain. Default
   * {@link DEFAULT_BUDGET_BYTES}.
   */
  readonly budgetBytes?: number;
  /** Bytes of the disk that are to stay free: with less, waiting packages do not grow any more. Default {@link DEFAULT_RESERVE_BYTES}. */
  readonly reserveBytes?: number;
  /** Told of each package whose file was deleted, and why. */
  readonly onDeleted?: (file: DeletedFile, reason: 'receipt' | 'given-up' | 'expired') => void;
  /** Bytes of the disk that are free; by default the operating system is asked. */
  readonly freeBytes?: () => number;
}

/** A package's file that is gone. */
export interface DeletedFile {
  readonly name: string;
  readonly bytes: number;
}

/** A sealed package to be kept. */
export interface PackageCommit {
  /** The pending violation that it is about. */
  readonly violationId: string;
  readonly digest: Sha256Hex;
  /** As given by `Spool.nextLink`. */
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
  /** Packages that were given up for want of space. */
  readonly dropped: number;
  /** Tombstones and other entries of the chain without a receipt. */
  readonly entriesWaiting: number;
  readonly waitingBytes: number;
  /** When the violation of the oldest waiting package was told, epoch milliseconds; null when none waits. */
  readonly oldestWaitingMs: number | null;
  /** Bytes of the disk that are free. */
  readonly freeBytes: number;
}

/** Used unless {@link SpoolOptions.budgetBytes} is given. */
export const DEFAULT_BUDGET_BYTES = 4_000_000_000;
/** Used unless {@link SpoolOptions.reserveBytes} is given: room for a package that is being written, the index and the readings. */
export const DEFAULT_RESERVE_BYTES = 100_000_000;
/** A package that was postponed for longer than this is taken at once: the clock was set back since. */
export const LONGEST_POSTPONEMENT_MS = 3_600_000;
