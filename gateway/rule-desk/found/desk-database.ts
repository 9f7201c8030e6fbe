import Database from 'libsql';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS found (
  violation_id TEXT PRIMARY KEY,
  triggered_at_ms INTEGER NOT NULL,
  rule_id TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS found_by_time ON found (triggered_at_ms);
CREATE TABLE IF NOT EXISTS verdict (
  violation_id TEXT PRIMARY KEY,
  verdict TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS picture (
  violation_id TEXT PRIMARY KEY,
  captured_at_ms INTEGER,
  jpeg BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`;

/** Opens the index of what was found and what people made of it; it can be made again from the event log and the cloud, and is not synced for each row. */
export function openDeskDatabase(file: string): Database.Database {
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(SCHEMA);
  return database;
}
