import { join } from 'node:path';
import Database from 'libsql';

/** Name of the file that is locked. */
export const LOCK_FILE = 'lock.db';

/** A lock that is held. */
export interface DirectoryLock {
  release(): void;
}

/**
 * Takes a directory for this process. The lock is an open transaction on an empty database, so the operating system lets go of it however
 * the process ends.
 *
 * @returns null when another process holds it
 */
export function lockDirectory(directory: string): DirectoryLock | null {
  const database = new Database(join(directory, LOCK_FILE));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
