import { join } from 'node:path';
import type { Clock } from '../clock.js';
import { openDiskStore } from './disk-store.js';
import type { EvidenceStore } from './evidence-store.js';
import { openS3Store } from './s3-store.js';
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
  clock,
}: {
  readonly folder: string;
  readonly s3File: string | null;
  readonly clock: Clock;
}): Promise<EvidenceStore> {
  return s3File === null
    ? openDiskStore(folder, clock)
    : openS3Store(readS3Settings(s3File), join(folder, 'incoming'), clock);
}
