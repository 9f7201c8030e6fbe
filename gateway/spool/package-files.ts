import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256Hex } from '@lamppost/contracts';
import { syncDirectory, writeNewDurably } from './durable-file.js';
import type { DeletedFile } from './spool-options.js';

/** A package's place in the chain and its digest: its file's name. */
export interface PackageName {
  readonly sequence: number;
  readonly digest: Sha256Hex;
}

/** `packages`: waiting for a receipt; `refused`: by the cloud; `set-aside`: files that the index can't explain, never deleted. */
export type PackageFolder = 'packages' | 'refused' | 'set-aside';

const PACKAGE_FILE = /^([1-9]\d{0,14})-([0-9a-f]{64})\.zip$/;
const FILE_MODE = 0o600;

/** Name of a package's file. */
export function fileNameOf({ sequence, digest }: PackageName): string {
  return `${sequence}-${digest}.zip`;
}

/** Reads a package's name from its file's; null when the file is none of the spool's. */
export function parsePackageFileName(fileName: string): PackageName | null {
  const [, sequence, digest] = PACKAGE_FILE.exec(fileName) ?? [];
  return sequence === undefined || digest === undefined ? null : { sequence: Number(sequence), digest };
}

/** The files of sealed packages below the spool's directory. */
export class PackageFiles {
  readonly #directory: string;
  /** Of `packages`: kept open, since each package is made durable in it. */
  readonly #packages: FileHandle;

  private constructor(directory: string, packages: FileHandle) {
    this.#directory = directory;
    this.#packages = packages;
  }

  /** Makes the folders that are missing. */
  static async open(directory: string): Promise<PackageFiles> {
    for (const folder of ['packages', 'refused', 'set-aside'] satisfies PackageFolder[])
      await mkdir(join(directory, folder), { recursive: true, mode: 0o700 });
    await syncDirectory(directory);
    return new PackageFiles(directory, await open(join(directory, 'packages'), 'r'));
  }

  /** To be called when nothing is under way. */
  async close(): Promise<void> {
    await this.#packages.close();
  }

  path(folder: PackageFolder, name: PackageName): string {
    return join(this.#directory, folder, fileNameOf(name));
  }

  /** Durable when it returns. The index knows the file only after that: one that a crash tore is told by its having no row. */
  async write(name: PackageName, bytes: Uint8Array): Promise<void> {
    await writeNewDurably({ path: this.path('packages', name), bytes, mode: FILE_MODE }, this.#packages);
  }

  /** The bytes; null when there is no such file. */
  async read(folder: PackageFolder, name: PackageName): Promise<Buffer | null> {
    try {
      return await readFile(this.path(folder, name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Size in bytes; null when there is no such file. */
  async sizeBytes(folder: PackageFolder, name: PackageName): Promise<number | null> {
    try {
      return (await stat(this.path(folder, name))).size;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  async delete(name: PackageName): Promise<void> {
    await rm(this.path('packages', name), { force: true });
  }

  /** Durable when it returns. */
  async move(from: PackageFolder, to: PackageFolder, name: PackageName): Promise<void> {
    await rename(this.path(from, name), this.path(to, name));
    await syncDirectory(join(this.#directory, to));
    await syncDirectory(join(this.#directory, from));
  }

  /** Deletes the files of a folder that were last changed before then. @returns what was deleted */
  async deleteOlder(folder: Exclude<PackageFolder, 'packages'>, beforeMs: number): Promise<DeletedFile[]> {
    const deleted: DeletedFile[] = [];
    for (const name of await this.list(folder)) {
      const path = join(this.#directory, folder, name);
      const { mtimeMs, size } = await stat(path);
      if (mtimeMs >= beforeMs) continue;
      await rm(path, { force: true });
      deleted.push({ name, bytes: size });
    }
    return deleted;
  }

  /** Names of all files in a folder, also of those that are not packages. */
  async list(folder: PackageFolder): Promise<string[]> {
    return readdir(join(this.#directory, folder));
  }

  /** Deletes a leftover of an unfinished write. */
  async deleteUnfinished(fileName: string): Promise<void> {
    await rm(join(this.#directory, 'packages', fileName), { force: true });
  }
}
