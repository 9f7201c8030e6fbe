import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { adoptOnDisk, storedFile, syncFolder } from './adopt-on-disk.js';
import { openIncoming, type EvidenceStore } from './evidence-store.js';

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes the folders that files are spread over by the first byte of their SHA-256, so that no file has to wait for one. */
async function makeShards(folder: string): Promise<void> {
  const names = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
  const make = (name: string) => mkdir(join(folder, 'sha256', name), { recursive: true, mode: 0o700 });
  const made = await Promise.all(names.map(make));
  if (made.every((first) => first === undefined)) return;
  await syncFolder(join(folder, 'sha256'));
  await syncFolder(folder);
}

/** Opens the store on the local disk, or on one that replicas share: each has a folder of its own for what is on its way. */
export async function openDiskStore(folder: string, replicaId: string): Promise<EvidenceStore> {
  const incoming = await openIncoming(join(folder, 'incoming', replicaId));
  await makeShards(folder);

  return {
    incoming: incoming.folder,
    diskFolder: folder,
    adopt: (files) => adoptOnDisk(folder, files),
    put: async (sha256, source) => {
      const file = storedFile(folder, sha256);
      if ((await sizeOf(file)) !== null) return;
      await incoming.receive(sha256, source, async (received) => {
        await rename(received, file);
        await syncFolder(dirname(file));
      });
    },
    open: async (sha256) => {
      const file = storedFile(folder, sha256);
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
