import type { Logger } from 'pino';
import { UNFINISHED_SUFFIX } from './durable-file.js';
import { parsePackageFileName, type PackageFiles, type PackageFolder, type PackageName } from './package-files.js';
import type { PackageRow, PackageTable } from './package-table.js';

/** What recovery works on. */
export interface RecoverOptions {
  readonly files: PackageFiles;
  readonly packages: PackageTable;
  /** Violations that have no package yet. */
  readonly pendingCount: number;
  /** Notes that the file of a package is gone. */
  readonly lose: (row: PackageRow) => void;
  readonly log: Logger;
}

/** Settles a file in `packages` against the index. */
async function settleFile(name: PackageName, { files, packages, pendingCount, log }: RecoverOptions): Promise<void> {
  const row = packages.find(name.digest);
  if (row === null) {
    // Written, and then the program ended before the commit: its violation is still pending and will be sealed again. Any other file
    // without a row means that the index is not the one that this file was written under, and then it may be the only copy.
    const isUncommitted = name.sequence === packages.head().sequence + 1 && pendingCount > 0;
    if (isUncommitted) {
      await files.delete(name);
      log.info(name, 'uncommitted package file deleted, its violation is sealed again');
    } else {
      await files.move('packages', 'set-aside', name);
      log.error(name, 'package file unknown to the index was set aside; compare it with the cloud before deleting it');
    }
    return;
  }
  switch (row.state) {
    case 'accepted':
    case 'dropped':
      await files.delete(name);
      return;
    case 'waiting':
    case 'refused':
    case 'lost':
      if ((await files.sizeBytes('packages', name)) !== row.sizeBytes) {
        await files.move('packages', 'set-aside', name);
        log.error(name, 'package file does not have the size it was written with and was set aside');
      } else if (row.refusedCode !== null) await files.move('packages', 'refused', name);
      return;
    default:
      row.state satisfies never;
  }
}

/** Settles a row that has no receipt against the files: it is `lost` exactly while its file is gone. */
async function settleRow(row: PackageRow, { files, packages, lose, log }: RecoverOptions): Promise<void> {
  const folder: PackageFolder = row.refusedCode === null ? 'packages' : 'refused';
  const isThere = (await files.sizeBytes(folder, row)) === row.sizeBytes;
  const { sequence, digest, violationId } = row;
  if (!isThere) {
    if (row.state !== 'lost') lose(row);
    log.error({ sequence, digest, violationId, folder }, 'package file is gone; restore it and restart to send it');
  } else if (row.state === 'lost') {
    packages.setState(digest, row.refusedCode === null ? 'waiting' : 'refused');
    log.warn({ sequence, digest, violationId }, 'lost package file is back');
  }
}

/**
 * Brings files and index to one truth after the program ended at any moment. Deletes only unfinished writes, files of packages whose
 * receipt is kept or that were given up, and a package that was never committed and whose violation is still pending.
 */
export async function recover(options: RecoverOptions): Promise<void> {
  const { files, packages, log } = options;
  for (const fileName of await files.list('packages')) {
    const name = parsePackageFileName(fileName);
    if (name !== null) await settleFile(name, options);
    else if (fileName.endsWith(UNFINISHED_SUFFIX)) await files.deleteUnfinished(fileName);
    else log.warn({ fileName }, 'file that is not a package left alone in the spool');
  }
  for (const row of packages.listUnaccepted()) await settleRow(row, options);
}
