import Database from 'libsql';
import { SpoolError } from './spool-error.js';

/** An open database of the spool. */
export type SpoolDatabase = Database.Database;

/** Entry of the list below is the step from that version to the next; a database says in `user_version` how many it has taken. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE pending (
     violation_id TEXT PRIMARY KEY,
     recorded_at_ms INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     violation TEXT NOT NULL,
     device TEXT NOT NULL
   ) STRICT;
   CREATE TABLE package (
     sequence INTEGER PRIMARY KEY,
     digest TEXT NOT NULL UNIQUE,
     violation_id TEXT NOT NULL UNIQUE,
     severity INTEGER NOT NULL,
     triggered_at_ms INTEGER NOT NULL,
     size_bytes INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'lost')),
     not_before_ms INTEGER NOT NULL DEFAULT 0,
     upload_url TEXT,
     receipt TEXT,
     refused_code TEXT,
     refused_detail TEXT
   ) STRICT;
   CREATE INDEX package_by_state ON package (state, severity DESC, sequence);
   CREATE TABLE chain_head (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     sequence INTEGER NOT NULL,
     digest TEXT NOT NULL
   ) STRICT;
   CREATE TABLE state (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;`,
  // What decided, so that a change of the rules before the package is sealed changes nothing of it.
  `ALTER TABLE pending ADD COLUMN rules TEXT;`,
];

/** Runs `work` in one transaction: all of it is durable when this returns, or none of it is there when it throws. */
export function inTransaction<T>(database: SpoolDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full or failing disk makes the database roll back by itself; a second ROLLBACK would hide why.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function readUserVersion(database: SpoolDatabase): number {
  const [row] = database.prepare('PRAGMA user_version').all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

function migrate(database: SpoolDatabase, path: string): void {
  const version = readUserVersion(database);
  if (version > MIGRATIONS.length)
    throw new SpoolError(
      'spool.too-new',
      `${path} was written by a newer Lamppost (version ${version}); install that version again, or a later one`,
    );
  for (const [step, sql] of MIGRATIONS.entries())
    if (step >= version)
      inTransaction(database, () => {
        database.exec(sql);
        database.exec(`PRAGMA user_version = ${step + 1}`);
      });
}

/**
 * Opens the spool's index, made when missing: write-ahead log, each transaction on the disk before it returns.
 *
 * @throws SpoolError `spool.too-new` when a newer program wrote it
 */
export function openSpoolDatabase(path: string): SpoolDatabase {
  const database = new Database(path);
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    migrate(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}
