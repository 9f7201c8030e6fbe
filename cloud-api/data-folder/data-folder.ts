import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../config/config-error.js';

/** Where everything of one cloud is kept. Absolute paths. */
export interface DataFolder {
  readonly root: string;
  readonly keys: string;
  readonly uploads: string;
  readonly quarantine: string;
  readonly evidence: string;
  /** Archives while they are put together. */
  readonly exports: string;
}

/**
 * Makes the data folder and those below it, closed to other users.
 *
 * @throws ConfigError when that is not possible
 */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder: DataFolder = {
    root,
    keys: join(root, 'keys'),
    uploads: join(root, 'uploads'),
    quarantine: join(root, 'quarantine'),
    evidence: join(root, 'evidence'),
    exports: join(root, 'exports'),
  };
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    // As root the embedded database runs as another user, who must be able to pass through (not to list) this folder.
    chmodSync(root, process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const below of [folder.keys, folder.uploads, folder.quarantine, folder.evidence, folder.exports])
      mkdirSync(below, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ConfigError(
      `LAMPPOST_CLOUD_DATA names ${root}, which can't be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): give the cloud a folder that it may write to`,
    );
  }
  return folder;
}
