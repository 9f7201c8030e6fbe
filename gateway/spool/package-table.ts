import { Matter, SignedReceipt, type Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { type ChainHead, advanceChainHead, readChainHead } from './chain-head.js';
import { type SpoolDatabase, prepareOnce } from './spool-database.js';

const State = z.enum(['waiting', 'accepted', 'refused', 'lost', 'dropped']);

const columns = z.object({
  sequence: z.int(),
  digest: z.string(),
  previous_digest: z.string().nullable(),
  violation_id: z.string(),
  matter: Matter.nullable(),
  severity: z.int(),
  triggered_at_ms: z.int(),
  size_bytes: z.int(),
  head_bytes: z.int().nullable(),
  sent_bytes: z.int(),
  state: State,
  upload_url: z.string().nullable(),
  receipt: z.string().nullable(),
  refused_code: z.string().nullable(),
  tombstone: z.int().nullable(),
});

const PackageRow = columns.transform((row) => ({
  sequence: row.sequence,
  digest: row.digest,
  previousDigest: row.previous_digest,
  violationId: row.violation_id,
  matter: row.matter,
  severity: row.severity,
  triggeredAtMs: row.triggered_at_ms,
  sizeBytes: row.size_bytes,
  headBytes: row.head_bytes ?? row.size_bytes,
  sentBytes: row.sent_bytes,
  state: row.state,
  uploadUrl: row.upload_url,
  receipt: row.receipt === null ? null : SignedReceipt.parse(JSON.parse(row.receipt)),
  refusedCode: row.refused_code,
  tombstone: row.tombstone,
}));
/**
 * A package as the index knows it. `headBytes` is what comes before its clip, `sentBytes` what the cloud has of it. `lost`: it has no receipt, and its file is gone. `dropped`: given up for want of space. `tombstone` is
 * the sequence number of the entry that says so.
 */
export type PackageRow = Readonly<z.infer<typeof PackageRow>>;

const CountRow = z.object({ state: State, count: z.int() });
const BytesRow = z.object({ bytes: z.int() });
const EarliestRow = z.object({ earliest: z.int().nullable() });

/** What a new row is made of. */
export type NewPackage = Pick<
  PackageRow,
  'sequence' | 'digest' | 'violationId' | 'matter' | 'severity' | 'triggeredAtMs' | 'sizeBytes' | 'headBytes'
>;

/** Settled packages that are remembered, so that their violations are known when they are found again; older ones are forgotten. */
export const MAX_SETTLED = 20_000;

/** The index of sealed packages and the head of their chain. */
export class PackageTable {
  readonly #database: SpoolDatabase;

  constructor(database: SpoolDatabase) {
    this.#database = database;
  }

  /** The entry that was sealed last. */
  head(): ChainHead {
    return readChainHead(this.#database);
  }

  /** Adds a waiting package behind the head, which it becomes; to be called in a transaction. */
  append(row: NewPackage, previousDigest: Sha256Hex | null): void {
    prepareOnce(
      this.#database,
      `INSERT INTO package
           (sequence, digest, previous_digest, violation_id, matter, severity, triggered_at_ms, size_bytes, head_bytes, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    ).run(
      row.sequence,
      row.digest,
      previousDigest,
      row.violationId,
      row.matter,
      row.severity,
      row.triggeredAtMs,
      row.sizeBytes,
      row.headBytes,
    );
    advanceChainHead(this.#database, row.sequence, row.digest);
  }

  find(digest: Sha256Hex): PackageRow | null {
    const row = this.#database.prepare('SELECT * FROM package WHERE digest = ?').get(digest);
    return row === undefined ? null : PackageRow.parse(row);
  }

  /** Waiting packages in the order in which they are given up: the slightest first, of those the oldest. */
  *leastFirst(): Generator<PackageRow> {
    const rows = this.#database
      .prepare("SELECT * FROM package WHERE state = 'waiting' ORDER BY severity, sequence")
      .iterate();
    for (const row of rows) yield PackageRow.parse(row);
  }

  /** Notes that a package was given up, and the tombstone that says so; to be called in a transaction. */
  bury(digest: Sha256Hex, state: 'dropped' | 'lost', tombstone: number): void {
    this.#database
      .prepare('UPDATE package SET state = ?, tombstone = ?, upload_url = NULL WHERE digest = ?')
      .run(state, tombstone, digest);
  }

  /** All that have no receipt and were not given up. */
  listUnaccepted(): PackageRow[] {
    const rows = this.#database
      .prepare("SELECT * FROM package WHERE state IN ('waiting', 'refused', 'lost') ORDER BY sequence")
      .all();
    return rows.map((row) => PackageRow.parse(row));
  }

  /**
   * The gravest waiting package, of those the oldest, whose postponement is over; one beyond `horizonMs` is a clock that was set back.
   * `isHeadless`: only one of which the cloud does not have all that comes before the clip; `digests`: only one of these.
   */
  nextWaiting(
    nowMs: number,
    horizonMs: number,
    { isHeadless = false, digests = null }: { isHeadless?: boolean; digests?: readonly Sha256Hex[] | null } = {},
  ): PackageRow | null {
    const row = this.#database
      .prepare(
        `SELECT * FROM package WHERE state = 'waiting' AND (not_before_ms <= ? OR not_before_ms > ?)
           ${digests === null ? '' : 'AND digest IN (SELECT value FROM json_each(?))'}
           ${isHeadless ? 'AND sent_bytes < coalesce(head_bytes, size_bytes)' : ''}
         ORDER BY severity DESC, sequence LIMIT 1`,
      )
      .get(nowMs, horizonMs, ...(digests === null ? [] : [JSON.stringify(digests)]));
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

  /** @returns whether the row had no answer, though it may have been given up, and now is accepted */
  accept(digest: Sha256Hex, receipt: SignedReceipt): boolean {
    const { changes } = this.#database
      .prepare(
        `UPDATE package SET state = 'accepted', receipt = ?, upload_url = NULL
         WHERE digest = ? AND state IN ('waiting', 'lost', 'dropped')`,
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

  /** Of an upload that begins nothing was sent yet. */
  setUploadUrl(digest: Sha256Hex, url: string | null): void {
    this.#database
      .prepare(
        'UPDATE package SET upload_url = ?1, sent_bytes = iif(upload_url IS ?1, sent_bytes, 0) WHERE digest = ?2',
      )
      .run(url, digest);
  }

  setSentBytes(digest: Sha256Hex, bytes: number): void {
    this.#database.prepare('UPDATE package SET sent_bytes = ? WHERE digest = ?').run(bytes, digest);
  }

  /** Number of the packages in each state, forgotten ones among them. */
  counts(): Record<PackageRow['state'], number> {
    const counts = { waiting: 0, accepted: 0, refused: 0, lost: 0, dropped: 0 };
    const rows = this.#database
      .prepare(
        'SELECT state, count(*) AS count FROM package GROUP BY state UNION ALL SELECT state, count FROM forgotten',
      )
      .all();
    for (const row of rows) {
      const { state, count } = CountRow.parse(row);
      counts[state] += count;
    }
    return counts;
  }

  /** When the violation of the oldest waiting package was told; null when none waits. */
  oldestWaitingMs(): number | null {
    const row = prepareOnce(
      this.#database,
      "SELECT min(triggered_at_ms) AS earliest FROM package WHERE state = 'waiting'",
    ).get();
    return EarliestRow.parse(row).earliest;
  }

  /** Bytes of the waiting packages. */
  waitingBytes(): number {
    const row = prepareOnce(
      this.#database,
      "SELECT coalesce(sum(size_bytes), 0) AS bytes FROM package WHERE state = 'waiting'",
    ).get();
    return BytesRow.parse(row).bytes;
  }

  /** Forgets the oldest settled packages beyond `keep`; their number stays counted. To be called in a transaction. */
  forgetSettled(keep: number): void {
    const oldest = `FROM package WHERE state IN ('accepted', 'dropped') AND sequence <= (
      SELECT sequence FROM package WHERE state IN ('accepted', 'dropped') ORDER BY sequence DESC LIMIT 1 OFFSET ?)`;
    this.#database
      .prepare(
        `INSERT INTO forgotten (state, count) SELECT state, count(*) ${oldest} GROUP BY state
         ON CONFLICT (state) DO UPDATE SET count = forgotten.count + excluded.count`,
      )
      .run(keep);
    this.#database.prepare(`DELETE ${oldest}`).run(keep);
  }
}
