import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'libsql';
import { SpoolError } from './spool-error.js';

/** An open database of the spool. */
export type SpoolDatabase = Database.Database;
type Statement = Database.Statement;

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
  // A CHECK can't be changed in place, so the table is made anew. Packages from before have only packages before them in the chain.
  `CREATE TABLE package_with_dropped (
     sequence INTEGER PRIMARY KEY,
     digest TEXT NOT NULL UNIQUE,
     previous_digest TEXT,
     violation_id TEXT NOT NULL UNIQUE,
     matter TEXT,
     severity INTEGER NOT NULL,
     triggered_at_ms INTEGER NOT NULL,
     size_bytes INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'lost', 'dropped')),
     not_before_ms INTEGER NOT NULL DEFAULT 0,
     upload_url TEXT,
     receipt TEXT,
     refused_code TEXT,
     refused_detail TEXT,
     tombstone INTEGER
   ) STRICT;
   INSERT INTO package_with_dropped
     SELECT sequence, digest, (SELECT digest FROM package AS before WHERE before.sequence = package.sequence - 1),
       violation_id, NULL, severity, triggered_at_ms, size_bytes, state, not_before_ms, upload_url, receipt,
       refused_code, refused_detail, NULL
     FROM package;
   DROP TABLE package;
   ALTER TABLE package_with_dropped RENAME TO package;
   CREATE INDEX package_by_state ON package (state, severity DESC, sequence, size_bytes);
   CREATE TABLE forgotten (state TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
   CREATE TABLE entry (
     sequence INTEGER PRIMARY KEY,
     digest TEXT NOT NULL UNIQUE,
     signed TEXT NOT NULL,
     refused_code TEXT
   ) STRICT;`,
  // A metered line carries the part before the clip first. Of packages from before nobody knows where that ends: they go as a whole.
  `ALTER TABLE package ADD COLUMN head_bytes INTEGER;
   ALTER TABLE package ADD COLUMN sent_bytes INTEGER NOT NULL DEFAULT 0;`,
];

const prepared = new WeakMap<SpoolDatabase, Map<string, Statement>>();

/** A statement that is used again and again, compiled once; not for one that is iterated while it is used. */
export function prepareOnce(database: SpoolDatabase, sql: string): Statement {
  const statements = prepared.get(database) ?? new Map<string, Statement>();
  prepared.set(database, statements);
  const statement = statements.get(sql) ?? database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

/**
 * Runs `work` in one transaction, whose rows outlive the end of the program, but a loss of power only with the next that is durable: for
 * what can be made again from files. None of it is there when it throws.
 */
export function inQuickTransaction<T>(database: SpoolDatabase, work: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return inTransaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
}

/** Makes durable what quick transactions wrote to the index at this path. */
export function syncIndex(path: string): void {
  const log = openSync(`${path}-wal`, 'r+');
  try {
    fsyncSync(log);
  } finally {
    closeSync(log);
  }
}

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
