import { join } from 'node:path';
import { openDiskStore } from './disk-store.js';
import type { EvidenceStore } from './evidence-store.js';
import { readS3Settings } from './s3-settings.js';

/**
 * Opens the store where the town wants it: in a bucket, or on the disk.
 *
 * `folder` is that of the store on the disk; with a bucket, of files on their way to it. `s3File` names the file of the bucket.
 *
 * @throws ConfigError when the file of the bucket, or the bucket, is not as expected
 */
export async function openEvidenceStore({
  folder,
  s3File,
  replicaId,
}: {
  readonly folder: string;
  readonly s3File: string | null;
  readonly replicaId: string;
}): Promise<EvidenceStore> {
  if (s3File === null) return openDiskStore(folder, replicaId);
  // The client is large: who keeps files on the disk does not load it.
  const { openS3Store } = await import('./s3-store.js');
  return openS3Store(readS3Settings(s3File), join(folder, 'incoming', replicaId));
}
