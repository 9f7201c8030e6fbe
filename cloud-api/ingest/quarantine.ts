import { randomBytes } from 'node:crypto';
import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceFault } from '../errors/catalogue.js';

/** Why a package lies in quarantine. */
export interface QuarantineReason {
  readonly gatewayId: string;
  /** The digest that was announced. */
  readonly digest: string;
  readonly code: EvidenceFault;
  readonly detail: string;
  readonly refusedAtMs: number;
}

/** Keeps refused packages for inquiry. */
export interface Quarantine {
  /** Moves a file in, with its reason beside it as `ID.json`, and gives the ID. The oldest leave when the bounds are passed. */
  take(file: string, reason: QuarantineReason): Promise<string>;
}

/** Bounds of a quarantine. */
export interface QuarantineLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

/** Bounds unless told otherwise: 500 packages, 2 GiB. */
export const DEFAULT_QUARANTINE_LIMITS: QuarantineLimits = { maxFiles: 500, maxBytes: 2 * 1024 ** 3 };

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from);
  }
}

async function writeReason(file: string, reason: QuarantineReason): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(reason, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A quarantine on the local disk. `onDropped` is told each time an old package had to leave. */
export function createQuarantine(options: {
  folder: string;
  onDropped: () => void;
  limits?: QuarantineLimits;
}): Quarantine {
  const { folder, onDropped, limits = DEFAULT_QUARANTINE_LIMITS } = options;
  let queue: Promise<unknown> = Promise.resolve();

  const makeRoom = async () => {
    // IDs begin with the time, so that their order is their age.
    const names = (await readdir(folder)).filter((name) => name.endsWith('.zip')).sort();
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    let [files, bytes] = [names.length, sizes.reduce((sum, size) => sum + size, 0)];
    for (const [index, name] of names.entries()) {
      if (files <= limits.maxFiles && bytes <= limits.maxBytes) return;
      await rm(join(folder, name), { force: true });
      await rm(join(folder, name.replace(/zip$/, 'json')), { force: true });
      files -= 1;
      bytes -= sizes[index] ?? 0;
      onDropped();
    }
  };

  const take = async (file: string, reason: QuarantineReason) => {
    const time = new Date(reason.refusedAtMs).toISOString().replace(/[-:.]/g, '');
    const id = `${time}-${reason.digest.slice(0, 12)}-${randomBytes(3).toString('hex')}`;
    await writeReason(join(folder, `${id}.json`), reason);
    await move(file, join(folder, `${id}.zip`));
    await makeRoom();
    return id;
  };

  return {
    take: (file, reason) => {
      // One at a time, or two would make room by the same list.
      const taken = queue.then(() => take(file, reason));
      queue = taken.catch(() => undefined);
      return taken;
    },
  };
}
