import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { Clock } from '../clock.js';

/** Most messages kept; beyond it the oldest make room. */
const MAX_MESSAGES = 1_000;
/** Most of one source, so that one broken device does not push out what the others sent. */
const MAX_OF_SOURCE = 200;
/** Messages of one source that are kept in a minute; the others are only counted, for each costs a write to the disk. */
const MAX_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** Sources whose rate is followed; beyond it the rates begin anew. */
const MAX_SOURCES = 4_096;
/** A longer payload is kept cut to this many bytes. */
const MAX_PAYLOAD_BYTES = 16_384;

/** A message that could not be read, and why. */
export interface QuarantinedMessage {
  readonly source: string;
  readonly payload: Buffer;
  readonly code: string;
  readonly detail: string;
}

/** Keeps messages that could not be read, with their bytes and the reason: nothing that a device sent is dropped in silence. */
export class Quarantine {
  private readonly database: Database.Database;
  private readonly rates = new Map<string, { readonly fromMs: number; count: number }>();

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    mkdirSync(dirname(file), { recursive: true });
    this.database = new Database(file);
    this.database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
       CREATE TABLE IF NOT EXISTS quarantine (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, source TEXT NOT NULL, payload BLOB NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL)`,
    );
  }

  /** Keeps one message, durable when it returns; `counted` when its source has had more than enough kept in this minute. */
  keep(message: QuarantinedMessage): 'kept' | 'counted' {
    const nowMs = this.clock.nowMs();
    if (!this.hasRoom(message.source, nowMs)) return 'counted';
    const { source, payload, code, detail } = message;
    this.database
      .prepare('INSERT INTO quarantine (at_ms, source, payload, code, detail) VALUES (?, ?, ?, ?, ?)')
      .run(nowMs, source, payload.subarray(0, MAX_PAYLOAD_BYTES), code, detail);
    this.database
      .prepare(
        'DELETE FROM quarantine WHERE source = ? AND id <= (SELECT id FROM quarantine WHERE source = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
      )
      .run(source, source, MAX_OF_SOURCE);
    this.database.prepare('DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?').run(MAX_MESSAGES);
    return 'kept';
  }

  /** The messages kept, newest first, at most `limit`. */
  list(limit: number): QuarantinedMessage[] {
    const rows = this.database
      .prepare('SELECT source, payload, code, detail FROM quarantine ORDER BY id DESC LIMIT ?')
      .all(limit) as (Omit<QuarantinedMessage, 'payload'> & { payload: ArrayBuffer })[];
    return rows.map(({ source, payload, code, detail }) => ({ source, payload: Buffer.from(payload), code, detail }));
  }

  close(): void {
    this.database.close();
  }

  private hasRoom(source: string, nowMs: number): boolean {
    const rate = this.rates.get(source);
    if (rate === undefined || Math.abs(nowMs - rate.fromMs) >= MINUTE_MS) {
      if (this.rates.size >= MAX_SOURCES) this.rates.clear();
      this.rates.set(source, { fromMs: nowMs, count: 1 });
      return true;
    }
    rate.count += 1;
    return rate.count <= MAX_PER_MINUTE;
  }
}
