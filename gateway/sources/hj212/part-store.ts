import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';

/** One packet of a message that was split. */
export interface StoredPart {
  readonly sensorId: string;
  /** Which message of the sensor it belongs to. */
  readonly message: string;
  /** PNO: which packet it is, from 1. */
  readonly number: number;
  /** When it came, epoch milliseconds. */
  readonly atMs: number;
  /** The frame as it came. */
  readonly bytes: Buffer;
}

/** Port: keeps the packets of split messages until the last one comes, so that each can be acknowledged when it is there. */
export interface PartStore {
  /** Keeps a packet; durable when it returns. */
  keep(part: StoredPart): void;
  /** The packets of a sensor, in the order in which they came. */
  list(sensorId: string): readonly StoredPart[];
  /** Forgets a message. */
  remove(sensorId: string, message: string): void;
  close(): void;
}

/** Keeps packets in a SQLite file. */
export class SqlitePartStore implements PartStore {
  private readonly database: Database.Database;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.database = new Database(file);
    this.database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
       CREATE TABLE IF NOT EXISTS part (sensor_id TEXT NOT NULL, message TEXT NOT NULL, number INTEGER NOT NULL, at_ms INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (sensor_id, message, number))`,
    );
  }

  keep({ sensorId, message, number, atMs, bytes }: StoredPart): void {
    this.database
      .prepare('INSERT OR IGNORE INTO part (sensor_id, message, number, at_ms, bytes) VALUES (?, ?, ?, ?, ?)')
      .run(sensorId, message, number, atMs, bytes);
  }

  list(sensorId: string): StoredPart[] {
    const rows = this.database
      .prepare('SELECT message, number, at_ms AS atMs, bytes FROM part WHERE sensor_id = ? ORDER BY rowid')
      .all(sensorId) as { message: string; number: number; atMs: number; bytes: ArrayBuffer }[];
    return rows.map((row) => ({ ...row, sensorId, bytes: Buffer.from(row.bytes) }));
  }

  remove(sensorId: string, message: string): void {
    this.database.prepare('DELETE FROM part WHERE sensor_id = ? AND message = ?').run(sensorId, message);
  }

  close(): void {
    this.database.close();
  }
}
