// Builds the pages that the servers serve, where what they are made of changed since they were built. Plain JavaScript, like the set-up that runs it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A page, and what it is made of beside the packages of package-lock.json. */
const PAGES = [
  {
    folder: 'cloud-api/console',
    built: 'cloud-api/dist/console',
    sources: ['cloud-api/console', 'cloud-api/page-kit', 'cloud-api/client', 'cloud-api/contracts'],
  },
  {
    folder: 'gateway/console',
    built: 'gateway/dist/console',
    sources: ['gateway/console', 'cloud-api/page-kit', 'cloud-api/contracts'],
  },
];

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => hash.update(path).update(readFileSync(join(root, path)));
  for (const path of paths) {
    const files = readdirSync(join(root, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/[\\/](dist|node_modules)[\\/]/.test(file) && !file.endsWith('.test.ts'))
      .map((file) => file.slice(root.length))
      .sort();
    files.forEach(add);
  }
  add('package-lock.json');
  return hash.digest('hex');
}

for (const { folder, built, sources } of PAGES) {
  // An image is built from what its server needs.
  if (!existsSync(join(root, folder, 'index.html'))) continue;
  const marker = join(root, built, '.built-from');
  const wanted = hashOf(sources);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) continue;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // The page's own words go to standard error, like those of the set-up.
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, folder),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (done.status !== 0) {
    console.error(`the page ${folder} could not be built`);
    process.exit(done.status ?? 1);
  }
  writeFileSync(marker, wanted);
}
