import { renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StagedFile } from './stage-files.js';

/** Where the file with this SHA-256 lies in a store on the disk. */
export function storedFile(folder: string, sha256: string): string {
  return join(folder, 'sha256', sha256.slice(0, 2), sha256);
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves staged files into a store on the same disk, whose folders are there. When it returns they are durable. */
export async function adoptOnDisk(folder: string, files: readonly StagedFile[]): Promise<void> {
  const shards = new Set<string>();
  for (const { sha256, file } of files) {
    const to = storedFile(folder, sha256);
    // What is there already has the same bytes.
    renameSync(file, to);
    shards.add(dirname(to));
  }
  await Promise.all([...shards].map((shard) => syncFolder(shard)));
}
