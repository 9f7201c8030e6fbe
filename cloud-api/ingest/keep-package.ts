import { adoptOnDisk } from '../evidence-store/adopt-on-disk.js';
import { createStaging, type StagedFile } from '../evidence-store/stage-files.js';
import { verifyPackage, type VerifyOptions, type VerifyResult } from './verify-package.js';

/** Where files of packages go. */
export interface KeepFolders {
  /** Where they are written while it is not known whether they are kept. */
  readonly incoming: string;
  /** The store, where it is a folder on the same disk; null: somebody else takes them there. */
  readonly diskFolder: string | null;
}

/** A package that was looked through, and those of its files that are still to go into the store. */
export interface KeptPackage {
  readonly result: VerifyResult;
  readonly staged: readonly StagedFile[];
}

/**
 * Verifies a package and keeps its files, reading it once: what is hashed is what is written. Nothing is kept of one that is refused. It blocks
 * its thread while it reads and writes.
 *
 * @throws Error when the disk or the look-up of keys fails
 */
export async function keepPackage(options: VerifyOptions & KeepFolders): Promise<KeptPackage> {
  const { incoming, diskFolder } = options;
  const staging = createStaging(incoming);
  try {
    const result = await verifyPackage({ ...options, isBlocking: true, copy: ({ sha256 }) => staging.begin(sha256) });
    if (result.status === 'refused') {
      staging.drop();
      return { result, staged: [] };
    }
    const staged = await staging.finish();
    if (diskFolder === null) return { result, staged };
    await adoptOnDisk(diskFolder, staged);
    return { result, staged: [] };
  } catch (error) {
    staging.drop();
    throw error;
  }
}
