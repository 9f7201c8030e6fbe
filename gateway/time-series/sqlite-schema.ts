import Database from 'libsql';

const SCHEMA_VERSION = 2;
/** How long a writer waits for another one before it fails. */
const BUSY_TIMEOUT_MS = 5000;
/** Memory for pages, KiB: those that hundreds of series are written to at the same time, so that none is written twice. */
const CACHE_KIB = 16_000;
/** Pages of 4 KiB that the write-ahead log holds before they go to their places, for which the disk is waited for once more. */
const CHECKPOINT_PAGES = 4_000;

// `sequence` is the order of arrival. AUTOINCREMENT never gives a number again, so a cursor over it stays true after readings were
// forgotten.
const SCHEMA = `
  CREATE TABLE reading (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    sensor_id TEXT NOT NULL,
    factor TEXT NOT NULL,
    measured_at_ms INTEGER NOT NULL,
    value REAL NOT NULL,
    flag TEXT NOT NULL,
    marks INTEGER NOT NULL DEFAULT 0,
    UNIQUE (sensor_id, factor, measured_at_ms)
  ) STRICT;
  CREATE INDEX reading_by_time ON reading (measured_at_ms);
  CREATE TABLE forward_cursor (target TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT;
  CREATE TABLE retention (id INTEGER PRIMARY KEY CHECK (id = 1), kept_from_ms INTEGER NOT NULL) STRICT;
  INSERT INTO retention VALUES (1, 0);
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** What brings a layout to the next version. */
const MIGRATIONS: Readonly<Record<number, string>> = {
  0: SCHEMA,
  1: 'ALTER TABLE reading ADD COLUMN marks INTEGER NOT NULL DEFAULT 0; PRAGMA user_version = 2;',
};

/** Version of a database's layout; 0 of one that was just made. */
function versionOf(database: Database.Database): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

/**
 * Opens the database file of the readings, and makes it when it is missing.
 *
 * @throws Error naming the file when it can't be opened, or was written by a newer version
 */
export function openReadingDatabase(path: string): Database.Database {
  try {
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    // FULL: the write-ahead log is synced at each commit, so an appended reading survives a power cut.
    database.pragma('synchronous = FULL');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    const version = versionOf(database);
    if (version > SCHEMA_VERSION) {
      database.close();
      throw new Error(
        `it has version ${version} of its layout, where this program knows ${SCHEMA_VERSION}: update the program`,
      );
    }
    for (let from = version; from < SCHEMA_VERSION; from = versionOf(database))
      database.transaction(() => database.exec(MIGRATIONS[from] ?? '')).immediate();
    return database;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot open the readings in ${path} (is the directory there and writable?): ${reason}`, { cause });
  }
}
