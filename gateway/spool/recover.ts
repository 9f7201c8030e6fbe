import type { Logger } from 'pino';
import { UNFINISHED_SUFFIX } from './durable-file.js';
import { parsePackageFileName, type PackageFiles, type PackageFolder, type PackageName } from './package-files.js';
import type { PackageRow, PackageTable } from './package-table.js';

/** What recovery works on. */
export interface RecoverOptions {
  readonly files: PackageFiles;
  readonly packages: PackageTable;
  /** Whether violations have no package yet. */
  readonly hasPending: () => boolean;
  /** Takes in a package whose row is lost. @returns whether it is whole and comes next */
  readonly adopt: (name: PackageName, zip: Buffer) => boolean;
  /** Notes that the file of a package is gone. */
  readonly lose: (row: PackageRow) => void;
  readonly log: Logger;
}

/** Settles a file in `packages` against the index. */
async function settleFile(
  name: PackageName,
  { files, packages, hasPending, adopt, log }: RecoverOptions,
): Promise<void> {
  const row = packages.find(name.digest);
  if (row === null) {
    // Written, and then the program ended before the commit, or the power before the row was on the disk: its violation is still pending.
    // Any other file without a row means that the index is not the one that this file was written under, and then it may be the only copy.
    const isUncommitted = name.sequence === packages.head().sequence + 1 && hasPending();
    const zip = isUncommitted ? await files.read('packages', name) : null;
    if (zip !== null && adopt(name, zip)) {
      log.info(name, 'package file taken in whose row was lost');
    } else if (isUncommitted) {
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
 * receipt is kept or that were given up, and a file that is torn and whose violation is still pending.
 */
export async function recover(options: RecoverOptions): Promise<void> {
  const { files, packages, log } = options;
  const names: PackageName[] = [];
  for (const fileName of await files.list('packages')) {
    const name = parsePackageFileName(fileName);
    if (name !== null) names.push(name);
    else if (fileName.endsWith(UNFINISHED_SUFFIX)) await files.deleteUnfinished(fileName);
    else log.warn({ fileName }, 'file that is not a package left alone in the spool');
  }
  // In the order of the chain: of several whose rows were lost each comes after the one before.
  for (const name of names.sort((a, b) => a.sequence - b.sequence)) await settleFile(name, options);
  for (const row of packages.listUnaccepted()) await settleRow(row, options);
}
