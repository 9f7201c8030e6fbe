import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { Clock } from '../clock.js';

/** Most messages kept; beyond it the oldest make room. */
const MAX_MESSAGES = 1_000;
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

  /** Keeps one message; durable when it returns. */
  keep(message: QuarantinedMessage): void {
    this.database
      .prepare('INSERT INTO quarantine (at_ms, source, payload, code, detail) VALUES (?, ?, ?, ?, ?)')
      .run(
        this.clock.nowMs(),
        message.source,
        message.payload.subarray(0, MAX_PAYLOAD_BYTES),
        message.code,
        message.detail,
      );
    this.database.prepare('DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?').run(MAX_MESSAGES);
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
}
