import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StagedFile } from './stage-files.js';

/** Keeps evidence files under their SHA-256. What is in it never changes. */
export interface EvidenceStore {
  /** Folder of this process on the local disk, for files on their way into the store. It is cleared when the store is opened. */
  readonly incoming: string;
  /** Folder of the store, where it is one on the disk of `incoming`; null for others. */
  readonly diskFolder: string | null;
  /** Keeps files that were staged in `incoming`, and takes them away from there. When it returns they are durable. */
  adopt(files: readonly StagedFile[]): Promise<void>;
  /**
   * Keeps the bytes of `source`, unless they are kept already. When it returns they are durable.
   *
   * @throws Error when the bytes have another SHA-256; then nothing is kept
   */
  put(sha256: string, source: () => Promise<Readable>): Promise<void>;
  /** The bytes with this SHA-256; null when they are not kept. */
  open(sha256: string): Promise<{ readonly sizeBytes: number; readonly stream: Readable } | null>;
}

/** Files that are on their way into a store, on the local disk. */
export interface Incoming {
  readonly folder: string;
  /**
   * Writes what comes to the disk, and gives it to `take` when it has the SHA-256 that was named. The file goes when `take` has not moved it.
   *
   * @throws Error when the bytes have another SHA-256
   */
  receive(
    sha256: string,
    source: () => Promise<Readable>,
    take: (file: string, sizeBytes: number) => Promise<void>,
  ): Promise<void>;
}

async function removeLeft(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

/** Opens a folder for files on their way, which this process alone has; half-written files of an earlier run are cleared away. */
export async function openIncoming(folder: string): Promise<Incoming> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });

  const write = async (source: Readable, file: string, sha256: string) => {
    const hash = createHash('sha256');
    const handle = await open(file, 'wx', 0o400);
    let sizeBytes = 0;
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        await handle.writeFile(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (hash.digest('hex') !== sha256) throw new Error(`the bytes for ${sha256} are others`);
    return sizeBytes;
  };

  return {
    folder,
    receive: async (sha256, source, take) => {
      const file = join(folder, `${sha256}.${randomBytes(6).toString('hex')}`);
      try {
        await take(file, await write(await source(), file, sha256));
      } finally {
        await removeLeft(file);
      }
    },
  };
}
