import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedReceipt } from '@lamppost/contracts';
import { pino } from 'pino';
import { type DeviceKey, loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { sampleDevice, sampleViolation } from './sample-violation.js';
import { Spool } from '../spool/spool.js';
import type { SpoolOptions } from '../spool/spool-options.js';

const START_MS = 1_780_000_000_000;

/** A spool in a directory of its own, with a clock that stands: what the spool's tests work on. */
export class SpoolBench {
  nowMs = START_MS;
  /** Warnings and errors that were logged. */
  readonly logged: string[] = [];
  readonly #opened: Spool[] = [];

  private constructor(
    readonly directory: string,
    readonly key: DeviceKey,
  ) {}

  static async open(): Promise<SpoolBench> {
    const directory = await mkdtemp(join(tmpdir(), 'spool-'));
    return new SpoolBench(directory, await loadOrCreateDeviceKey(join(directory, 'key.pem')));
  }

  async close(): Promise<void> {
    for (const spool of this.#opened) await spool.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  async openSpool(options: Partial<SpoolOptions> = {}): Promise<Spool> {
    const log = pino({ level: 'warn' }, { write: (line: string) => this.logged.push(line) });
    const { directory, key } = this;
    const clock = { nowMs: () => this.nowMs };
    const spool = await Spool.open({ directory, gatewayId: 'pole-1', key, log, clock, ...options });
    this.#opened.push(spool);
    return spool;
  }

  async reopen(spool: Spool, options: Partial<SpoolOptions> = {}): Promise<Spool> {
    await spool.close();
    return this.openSpool(options);
  }

  /** Records the n-th violation and commits a package for it; gives its digest. */
  async spoolPackage(spool: Spool, n: number, severity = 3): Promise<string> {
    const violation = sampleViolation(n, severity);
    const { violationId } = violation;
    spool.recordViolation(violation, sampleDevice);
    const { sequence } = spool.nextLink();
    await spool.commitPackage({ violationId, digest: digestOf(n), sequence, zip: Buffer.from(`zip ${n}`), severity });
    return digestOf(n);
  }

  files(folder: 'packages' | 'refused' | 'set-aside'): Promise<string[]> {
    return readdir(join(this.directory, folder));
  }

  timesLogged(words: string): number {
    return this.logged.filter((line) => line.includes(words)).length;
  }
}

/** Digest of the package that {@link SpoolBench.spoolPackage} makes. */
export function digestOf(n: number): string {
  return createHash('sha256').update(`package ${n}`).digest('hex');
}

/** A receipt as the uplink hands it over; the spool doesn't look at its signature. */
export function receiptFor(digest: string): SignedReceipt {
  const receipt = { gatewayId: 'pole-1', sequence: 1, caseId: 'case-1', acceptedAtMs: START_MS, digest };
  return {
    receipt: { schema: 'lamppost.receipt/1', ...receipt },
    keyId: 'a'.repeat(32),
    signature: `${'A'.repeat(86)}==`,
  };
}
