import { SignedReceipt, type Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import type { SpoolDatabase } from './spool-database.js';

const State = z.enum(['waiting', 'accepted', 'refused', 'lost']);

const columns = z.object({
  sequence: z.int(),
  digest: z.string(),
  violation_id: z.string(),
  severity: z.int(),
  triggered_at_ms: z.int(),
  size_bytes: z.int(),
  state: State,
  upload_url: z.string().nullable(),
  receipt: z.string().nullable(),
  refused_code: z.string().nullable(),
});

const PackageRow = columns.transform((row) => ({
  sequence: row.sequence,
  digest: row.digest,
  violationId: row.violation_id,
  severity: row.severity,
  triggeredAtMs: row.triggered_at_ms,
  sizeBytes: row.size_bytes,
  state: row.state,
  uploadUrl: row.upload_url,
  receipt: row.receipt === null ? null : SignedReceipt.parse(JSON.parse(row.receipt)),
  refusedCode: row.refused_code,
}));
/** A package as the index knows it. `lost`: it has no receipt, and its file is gone. */
export type PackageRow = Readonly<z.infer<typeof PackageRow>>;

const HeadRow = z.object({ sequence: z.int(), digest: z.string() });
const SumRow = z.object({ state: State, count: z.int(), bytes: z.int() });
const EarliestRow = z.object({ earliest: z.int().nullable() });

/** What a new row is made of. */
export type NewPackage = Pick<
  PackageRow,
  'sequence' | 'digest' | 'violationId' | 'severity' | 'triggeredAtMs' | 'sizeBytes'
>;

/** The index of sealed packages and the head of their chain. */
export class PackageTable {
  readonly #database: SpoolDatabase;

  constructor(database: SpoolDatabase) {
    this.#database = database;
  }

  /** The package that was sealed last; sequence 0 and no digest before the first. */
  head(): { sequence: number; digest: Sha256Hex | null } {
    const row = this.#database.prepare('SELECT sequence, digest FROM chain_head').get();
    return row === undefined ? { sequence: 0, digest: null } : HeadRow.parse(row);
  }

  /** Adds a waiting package and advances the head; to be called in a transaction. */
  append(row: NewPackage): void {
    this.#database
      .prepare(
        `INSERT INTO package (sequence, digest, violation_id, severity, triggered_at_ms, size_bytes, state)
         VALUES (?, ?, ?, ?, ?, ?, 'waiting')`,
      )
      .run(row.sequence, row.digest, row.violationId, row.severity, row.triggeredAtMs, row.sizeBytes);
    this.#database
      .prepare(
        `INSERT INTO chain_head (only, sequence, digest) VALUES (1, ?, ?)
         ON CONFLICT (only) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest`,
      )
      .run(row.sequence, row.digest);
  }

  find(digest: Sha256Hex): PackageRow | null {
    const row = this.#database.prepare('SELECT * FROM package WHERE digest = ?').get(digest);
    return row === undefined ? null : PackageRow.parse(row);
  }

  /** All that have no receipt. */
  listUnaccepted(): PackageRow[] {
    const rows = this.#database.prepare("SELECT * FROM package WHERE state <> 'accepted' ORDER BY sequence").all();
    return rows.map((row) => PackageRow.parse(row));
  }

  /** The gravest waiting package, of those the oldest, whose postponement is over; one beyond `horizonMs` is a clock that was set back. */
  nextWaiting(nowMs: number, horizonMs: number): PackageRow | null {
    const row = this.#database
      .prepare(
        `SELECT * FROM package WHERE state = 'waiting' AND (not_before_ms <= ? OR not_before_ms > ?)
         ORDER BY severity DESC, sequence LIMIT 1`,
      )
      .get(nowMs, horizonMs);
    return row === undefined ? null : PackageRow.parse(row);
  }

  /** End of the earliest postponement among the waiting; null when none waits. */
  earliestMs(): number | null {
    const row = this.#database
      .prepare("SELECT min(not_before_ms) AS earliest FROM package WHERE state = 'waiting'")
      .get();
    return EarliestRow.parse(row).earliest;
  }

  setState(digest: Sha256Hex, state: PackageRow['state']): void {
    this.#database.prepare('UPDATE package SET state = ? WHERE digest = ?').run(state, digest);
  }

  /** @returns whether the row was waiting (or lost) and now is accepted */
  accept(digest: Sha256Hex, receipt: SignedReceipt): boolean {
    const { changes } = this.#database
      .prepare(
        `UPDATE package SET state = 'accepted', receipt = ?, upload_url = NULL
         WHERE digest = ? AND state IN ('waiting', 'lost')`,
      )
      .run(JSON.stringify(receipt), digest);
    return changes > 0;
  }

  /** @returns whether the row was waiting and now is refused */
  refuse(digest: Sha256Hex, code: string, detail: string): boolean {
    const { changes } = this.#database
      .prepare(
        `UPDATE package SET state = 'refused', refused_code = ?, refused_detail = ?, upload_url = NULL
         WHERE digest = ? AND state = 'waiting'`,
      )
      .run(code, detail, digest);
    return changes > 0;
  }

  postpone(digest: Sha256Hex, untilMs: number): void {
    this.#database.prepare('UPDATE package SET not_before_ms = ? WHERE digest = ?').run(untilMs, digest);
  }

  setUploadUrl(digest: Sha256Hex, url: string | null): void {
    this.#database.prepare('UPDATE package SET upload_url = ? WHERE digest = ?').run(url, digest);
  }

  /** Number and bytes of the packages in each state. */
  sums(): Record<PackageRow['state'], { count: number; bytes: number }> {
    const sums = {
      waiting: { count: 0, bytes: 0 },
      accepted: { count: 0, bytes: 0 },
      refused: { count: 0, bytes: 0 },
      lost: { count: 0, bytes: 0 },
    };
    const rows = this.#database
      .prepare('SELECT state, count(*) AS count, sum(size_bytes) AS bytes FROM package GROUP BY state')
      .all();
    for (const row of rows) {
      const { state, count, bytes } = SumRow.parse(row);
      sums[state] = { count, bytes };
    }
    return sums;
  }
}
