import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this workspace: the nearest one above this module with a package.json, whether it runs from the sources or from `dist`.
 *
 * @throws Error when there is none, so the installation is incomplete
 */
export function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the program: install Lamppost again');
    folder = parent;
  }
  return folder;
}
