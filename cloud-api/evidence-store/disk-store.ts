import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openIncoming, type EvidenceStore } from './evidence-store.js';

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

/** Opens the store on the local disk, or on one that replicas share: each has a folder of its own for what is on its way. */
export async function openDiskStore(folder: string, replicaId: string): Promise<EvidenceStore> {
  const incoming = await openIncoming(join(folder, 'incoming', replicaId));
  const fileOf = (sha256: string) => join(folder, 'sha256', sha256.slice(0, 2), sha256);

  return {
    put: async (sha256, source) => {
      const file = fileOf(sha256);
      if ((await sizeOf(file)) !== null) return;
      await incoming.receive(sha256, source, async (received) => {
        const shard = dirname(file);
        if ((await mkdir(shard, { recursive: true, mode: 0o700 })) !== undefined) {
          await syncFolder(dirname(shard));
          await syncFolder(folder);
        }
        await rename(received, file);
        await syncFolder(shard);
      });
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
