import type { Violation } from '@lamppost/contracts';
import type Database from 'libsql';
import type { FoundFate, FoundLead, Verdict } from '../../console-shapes/leads.js';
import type { Outcome } from '../../rules/outcome.js';

/** What was found that is remembered, and pictures of it, at most; the oldest make room. */
const MOST_FOUND = 20_000;
const MOST_PICTURES = 2_000;
/** Rows added between two looks at the bounds. */
const PRUNE_EVERY = 100;

/** Something that was found, with the rules that found it. */
export interface FoundRecord {
  readonly violation: Violation;
  readonly fate: FoundFate;
  readonly rulesSha256: string;
  /** The rule as it was then; null where that is not known any more. */
  readonly rule: FoundLead['rule'];
}

/** Verdicts of the violations after one ID up to another, both of which may be open. */
export interface VerdictPage {
  readonly afterId: string;
  /** Null: up to the last. */
  readonly lastId: string | null;
  readonly verdicts: readonly Verdict[];
}

interface FoundRow {
  json: string;
  verdict: Verdict['verdict'] | null;
  reason: string | null;
  has_picture: number;
}

const FATES = { violation: 'lead', shadow: 'shadow', remind: 'reminded', corrected: 'corrected' } as const;
const SELECT = `SELECT found.json, verdict.verdict, verdict.reason, picture.violation_id IS NOT NULL AS has_picture
  FROM found LEFT JOIN verdict USING (violation_id) LEFT JOIN picture USING (violation_id)`;

/** What became of an outcome. */
export function fateOf({ kind }: Outcome): FoundFate {
  return FATES[kind];
}

/** What the gateway found of late, what people made of it, and one picture of each, on the box. */
export class FoundStore {
  private added = 0;

  constructor(private readonly database: Database.Database) {}

  /** Keeps what was found; of one that is known, what became of it since. Found again, as when rules are published, it stays as it was first. */
  add(record: FoundRecord): void {
    const { violationId, triggeredAtMs, ruleId } = record.violation;
    this.database
      .prepare(
        `INSERT INTO found VALUES (?, ?, ?, ?)
         ON CONFLICT (violation_id) DO UPDATE SET json = excluded.json
           WHERE excluded.json ->> '$.fate' <> found.json ->> '$.fate'`,
      )
      .run(violationId, triggeredAtMs, ruleId, JSON.stringify(record));
    this.added += 1;
    if (this.added % PRUNE_EVERY === 0) this.prune();
  }

  /** Keeps a picture in which nobody uninvolved is to be known. */
  addPicture(violationId: string, capturedAtMs: number | null, jpeg: Buffer): void {
    this.database.prepare('INSERT OR REPLACE INTO picture VALUES (?, ?, ?)').run(violationId, capturedAtMs, jpeg);
  }

  /** A JPEG; null where none is kept. */
  picture(violationId: string): { readonly jpeg: Buffer; readonly capturedAtMs: number | null } | null {
    const row = this.database
      .prepare('SELECT jpeg, captured_at_ms FROM picture WHERE violation_id = ?')
      .get(violationId) as { jpeg: Buffer; captured_at_ms: number | null } | undefined;
    return row === undefined ? null : { jpeg: Buffer.from(row.jpeg), capturedAtMs: row.captured_at_ms };
  }

  /** The newest first, before a moment. */
  list(limit: number, beforeMs: number): FoundLead[] {
    const rows = this.database
      .prepare(`${SELECT} WHERE found.triggered_at_ms < ? ORDER BY found.triggered_at_ms DESC LIMIT ?`)
      .all(beforeMs, limit) as FoundRow[];
    return rows.map(toLead);
  }

  /** One by its ID; null when it is not known. */
  find(violationId: string): FoundLead | null {
    const row = this.database.prepare(`${SELECT} WHERE found.violation_id = ?`).get(violationId) as
      FoundRow | undefined;
    return row === undefined ? null : toLead(row);
  }

  /** Every verdict, in the form that backtests take. */
  verdicts(): Verdict[] {
    const rows = this.database
      .prepare('SELECT violation_id, verdict, reason FROM verdict ORDER BY violation_id')
      .all() as { violation_id: string; verdict: Verdict['verdict']; reason: string | null }[];
    return rows.map(({ violation_id: violationId, verdict, reason }) => ({
      violationId,
      verdict,
      ...(reason === null ? {} : { reason }),
    }));
  }

  /** Takes what the cloud says of a span of IDs: what it does not name any more has no verdict. */
  takeVerdicts({ afterId, lastId, verdicts }: VerdictPage): void {
    const put = this.database.prepare('INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)');
    this.database.exec('BEGIN');
    try {
      this.database
        .prepare('DELETE FROM verdict WHERE violation_id > ? AND violation_id <= ?')
        .run(afterId, lastId ?? '~');
      for (const { violationId, verdict, reason } of verdicts) put.run(violationId, verdict, reason ?? null);
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Whether what was found before this store was begun is in it. */
  get isFilled(): boolean {
    return this.database.prepare(`SELECT 1 AS one FROM note WHERE name = 'filled'`).get() !== undefined;
  }

  /** Notes that it is. */
  noteFilled(): void {
    this.database.exec(`INSERT OR REPLACE INTO note VALUES ('filled', '1')`);
  }

  close(): void {
    this.database.close();
  }

  private prune(): void {
    const keepNewest = (table: 'found' | 'picture', order: string, count: number) =>
      `DELETE FROM ${table} WHERE violation_id IN (SELECT violation_id FROM ${table} ORDER BY ${order} DESC LIMIT -1 OFFSET ${count})`;
    this.database.exec(keepNewest('found', 'triggered_at_ms', MOST_FOUND));
    this.database.exec(keepNewest('picture', 'captured_at_ms', MOST_PICTURES));
  }
}

function toLead({ json, verdict, reason, has_picture: hasPicture }: FoundRow): FoundLead {
  const { violation, fate, rulesSha256, rule } = JSON.parse(json) as FoundRecord;
  return { violation, fate, rulesSha256, rule, verdict, reason, hasPicture: hasPicture === 1 };
}
