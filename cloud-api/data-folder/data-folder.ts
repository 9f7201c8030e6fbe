import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../config/config-error.js';

/** Where everything of one cloud is kept. Absolute paths. */
export interface DataFolder {
  readonly root: string;
  /** Tells this cloud from others that share its evidence: made once, and kept. */
  readonly replicaId: string;
  readonly keys: string;
  readonly uploads: string;
  readonly quarantine: string;
  readonly evidence: string;
  /** Archives while they are put together. */
  readonly exports: string;
}

function readReplicaId(root: string): string {
  const file = join(root, 'replica-id');
  if (!existsSync(file)) writeFileSync(file, randomBytes(8).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/**
 * Makes the data folder and those below it, closed to other users.
 *
 * @throws ConfigError when that is not possible
 */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folders = {
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
    for (const below of Object.values(folders)) mkdirSync(below, { recursive: true, mode: 0o700 });
    return { root, replicaId: readReplicaId(root), ...folders };
  } catch (error) {
    throw new ConfigError(
      `LAMPPOST_CLOUD_DATA names ${root}, which can't be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): give the cloud a folder that it may write to`,
    );
  }
}
