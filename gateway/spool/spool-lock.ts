import { join } from 'node:path';
import Database from 'libsql';
import { SpoolError } from './spool-error.js';

/** A lock that is held. */
export interface SpoolLock {
  release(): void;
}

/**
 * Takes the spool's directory for this process: two gateways on one spool would fork the chain. The lock is an open transaction on an
 * empty database, so the operating system lets go of it however the process ends.
 *
 * @throws SpoolError `spool.in-use` when another process holds it
 */
export function lockSpool(directory: string): SpoolLock {
  const path = join(directory, 'lock.db');
  const database = new Database(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')
      throw new SpoolError(
        'spool.in-use',
        `spool ${directory} is in use by another gateway process; stop that one, or give this one a directory of its own`,
        error,
      );
    throw error;
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
