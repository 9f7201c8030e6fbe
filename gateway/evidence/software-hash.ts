import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256Hex } from '@lamppost/contracts';

/** Folders of the program, and what pins the libraries that it uses, below the folder that it is installed in. */
const PROGRAM_FOLDERS = ['cloud-api/contracts/dist', 'detectors/dist', 'gateway/dist'] as const;
const LIBRARIES = 'package-lock.json';

/**
 * One hash over the program: the SHA-256 of what `sha256sum` prints for each of its `*.js` files and for `package-lock.json`, sorted by path
 * byte by byte. So anybody can compute it with the tools of the operating system, see docs/evidence.md.
 *
 * @param root the folder that the program is installed in
 */
export async function hashSoftware(root: string): Promise<Sha256Hex> {
  const found = await Promise.all(
    PROGRAM_FOLDERS.map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true });
      return names.filter((name) => name.endsWith('.js')).map((name) => `${folder}/${name}`);
    }),
  );
  const paths = [...found.flat(), LIBRARIES].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const lines: string[] = [];
  for (const path of paths) {
    const digest = createHash('sha256').update(await readFile(join(root, path)));
    lines.push(`${digest.digest('hex')}  ${path}\n`);
  }
  return createHash('sha256').update(lines.join('')).digest('hex');
}
