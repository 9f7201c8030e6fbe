import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Keeps evidence files under their SHA-256. What is in it never changes. */
export interface EvidenceStore {
  /**
   * Keeps the bytes of `source`, unless they are kept already. When it returns they are on the disk.
   *
   * @throws Error when the bytes have another SHA-256; then nothing is kept
   */
  put(sha256: string, source: () => Promise<Readable>): Promise<void>;
  /** The bytes with this SHA-256; null when they are not kept. */
  open(sha256: string): Promise<{ readonly sizeBytes: number; readonly stream: ReadStream } | null>;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Opens the store on the local disk; half-written files of an earlier run are cleared away. */
export async function openEvidenceStore(folder: string): Promise<EvidenceStore> {
  const temporaryFolder = join(folder, 'incoming');
  await rm(temporaryFolder, { recursive: true, force: true });
  await mkdir(temporaryFolder, { recursive: true, mode: 0o700 });
  const fileOf = (sha256: string) => join(folder, 'sha256', sha256.slice(0, 2), sha256);

  const write = async (source: Readable, temporary: string, sha256: string) => {
    const hash = createHash('sha256');
    const handle = await open(temporary, 'wx', 0o400);
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        hash.update(chunk);
        await handle.writeFile(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (hash.digest('hex') !== sha256) throw new Error(`the bytes for ${sha256} are others`);
  };

  return {
    put: async (sha256, source) => {
      const file = fileOf(sha256);
      if ((await sizeOf(file)) !== null) return;
      const temporary = join(temporaryFolder, `${sha256}.${randomBytes(6).toString('hex')}`);
      try {
        await write(await source(), temporary, sha256);
        const shard = dirname(file);
        if ((await mkdir(shard, { recursive: true, mode: 0o700 })) !== undefined) {
          await syncFolder(dirname(shard));
          await syncFolder(folder);
        }
        await rename(temporary, file);
        await syncFolder(shard);
      } finally {
        await rm(temporary, { force: true });
      }
    },
    open: async (sha256) => {
      const file = fileOf(sha256);
      const sizeBytes = await sizeOf(file);
      return sizeBytes === null ? null : { sizeBytes, stream: createReadStream(file) };
    },
  };
}

/** Number of files in the store; for tests and checks of the disk. */
export async function countStoredFiles(folder: string): Promise<number> {
  const shards = await readdir(join(folder, 'sha256')).catch(() => []);
  const counts = await Promise.all(shards.map(async (shard) => (await readdir(join(folder, 'sha256', shard))).length));
  return counts.reduce((sum, count) => sum + count, 0);
}
