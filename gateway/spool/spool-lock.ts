import { type DirectoryLock, lockDirectory } from './directory-lock.js';
import { SpoolError } from './spool-error.js';

/**
 * Takes the spool's directory for this process: two gateways on one spool would fork the chain.
 *
 * @throws SpoolError `spool.in-use` when another process holds it
 */
export function lockSpool(directory: string): DirectoryLock {
  const lock = lockDirectory(directory);
  if (lock === null)
    throw new SpoolError(
      'spool.in-use',
      `spool ${directory} is in use by another gateway process; stop that one, or give this one a directory of its own`,
    );
  return lock;
}
