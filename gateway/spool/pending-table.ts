import { DecidedBy, EvidenceDevice, Matter, Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type SpoolDatabase, prepareOnce } from './spool-database.js';

/** A violation as it is recorded. */
type RecordedViolation = Pick<PendingViolation, 'violation' | 'device' | 'rules'>;

/** A violation that was recorded and has no package yet. */
export interface PendingViolation {
  readonly violation: Violation;
  readonly device: EvidenceDevice;
  /** The rules that found it; null when a version before this one recorded it. */
  readonly rules: DecidedBy | null;
  readonly recordedAtMs: number;
  /** How often sealing it was begun, over all runs of the program. */
  readonly attempts: number;
}

const fromJson = z.string().transform((text): unknown => JSON.parse(text));

const PendingRow = z.object({
  violation: fromJson.pipe(Violation),
  device: fromJson.pipe(EvidenceDevice),
  rules: fromJson.pipe(DecidedBy).nullable(),
  recorded_at_ms: z.int(),
  attempts: z.int(),
});
const SortedRow = z.object({ matter: Matter, severity: z.int(), triggered_at_ms: z.int() });
const IdRow = z.object({ violation_id: z.string() });
const AttemptsRow = z.object({ attempts: z.int() });
const CountRow = z.object({ count: z.int() });

/** The violations that wait for their package. */
export class PendingTable {
  readonly #database: SpoolDatabase;
  readonly #log: Logger;
  /** Those that were complained of, once each. */
  readonly #unreadable = new Set<string>();

  constructor(database: SpoolDatabase, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  /** @returns whether it was new: false when it is pending already, or was sealed before */
  insert({ violation, device, rules }: RecordedViolation, nowMs: number): boolean {
    const { changes } = this.#database
      .prepare(
        `INSERT INTO pending (violation_id, recorded_at_ms, violation, device, rules)
         SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM package WHERE violation_id = ?1)
         ON CONFLICT (violation_id) DO NOTHING`,
      )
      .run(
        violation.violationId,
        nowMs,
        JSON.stringify(violation),
        JSON.stringify(device),
        rules === null ? null : JSON.stringify(rules),
      );
    return changes > 0;
  }

  /** Those tried least first; of these the gravest, and then the oldest; at most `limit`. */
  list(limit: number): PendingViolation[] {
    const rows = this.#database
      .prepare(
        `SELECT * FROM pending
         ORDER BY attempts, json_extract(violation, '$.severity') DESC, recorded_at_ms, rowid LIMIT ?`,
      )
      .all(limit);
    const found: PendingViolation[] = [];
    for (const row of rows) {
      const parsed = PendingRow.safeParse(row);
      if (parsed.success) {
        const { violation, device, rules, recorded_at_ms: recordedAtMs, attempts } = parsed.data;
        found.push({ violation, device, rules, recordedAtMs, attempts });
      } else {
        this.#complain(IdRow.parse(row).violation_id, parsed.error);
      }
    }
    return found;
  }

  /** An older program wrote it. It stays pending and counted, and doesn't keep the others from being sealed. */
  #complain(violationId: string, error: z.ZodError): void {
    if (this.#unreadable.has(violationId)) return;
    this.#unreadable.add(violationId);
    this.#log.error(
      { violationId, cause: error.message },
      'recorded violation does not follow the schema of this version and can not be sealed',
    );
  }

  /** What the index of packages keeps of a violation; undefined when it is not pending. */
  find(violationId: string): Pick<Violation, 'matter' | 'severity' | 'triggeredAtMs'> | undefined {
    const row = prepareOnce(
      this.#database,
      `SELECT json_extract(violation, '$.matter') AS matter, json_extract(violation, '$.severity') AS severity,
           json_extract(violation, '$.triggeredAtMs') AS triggered_at_ms
         FROM pending WHERE violation_id = ?`,
    ).get(violationId);
    if (row === undefined) return undefined;
    const { matter, severity, triggered_at_ms: triggeredAtMs } = SortedRow.parse(row);
    return { matter, severity, triggeredAtMs };
  }

  /** @returns the count with this attempt; 0 when the violation is not pending */
  countAttempt(violationId: string): number {
    const row = this.#database
      .prepare('UPDATE pending SET attempts = attempts + 1 WHERE violation_id = ? RETURNING attempts')
      .all(violationId)[0];
    return row === undefined ? 0 : AttemptsRow.parse(row).attempts;
  }

  delete(violationId: string): void {
    prepareOnce(this.#database, 'DELETE FROM pending WHERE violation_id = ?').run(violationId);
  }

  count(): number {
    return CountRow.parse(this.#database.prepare('SELECT count(*) AS count FROM pending').get()).count;
  }
}
