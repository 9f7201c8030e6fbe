import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A whole file to be kept. */
export interface DurableFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permission bits of the new file, e.g. `0o600`. */
  readonly mode: number;
}

/** Suffix of a file that is still being written; one that is found at start is a leftover of a crash. */
export const UNFINISHED_SUFFIX = '.tmp';

/** Makes the names in a directory durable: a rename or an unlink in it survives a loss of power once this returns. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Writes all bytes, in one call where the disk takes them: `writeFile` makes several calls of a large file. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Writes a file that is not there yet, and has its bytes on the disk; what was written of it is deleted when that fails. */
async function writeSynced({ path, bytes, mode }: DurableFile, directory: FileHandle | null): Promise<void> {
  const file = await open(path, 'wx', mode).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // A leftover may have another mode, which opening it again would keep.
    await rm(path);
    return open(path, 'wx', mode);
  });
  try {
    await writeWhole(file, bytes);
    // Asked for at the same time, both go into one flush of the disk.
    await Promise.all([file.sync(), directory?.sync()]);
  } catch (error) {
    // On a full disk half a file would take the last of the space.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * Writes a file under a name that nothing refers to yet: durable when it returns, and after a crash before that absent, torn or whole. It
 * costs less than {@link writeDurably}, since the name and the bytes go together.
 *
 * @param directory that the file is in, opened to read
 */
export async function writeNewDurably(file: DurableFile, directory: FileHandle): Promise<void> {
  await writeSynced(file, directory);
}

/**
 * Writes a file so that after a crash at any moment it is either absent (or as it was) or whole: temporary file, fsync, rename,
 * fsync of the directory. Durable when it returns.
 */
export async function writeDurably({ path, bytes, mode }: DurableFile): Promise<void> {
  const unfinished = path + UNFINISHED_SUFFIX;
  await writeSynced({ path: unfinished, bytes, mode }, null);
  await rename(unfinished, path);
  await syncDirectory(dirname(path));
}
