import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin, UserConfig } from 'vite';

/** Compresses programs and style sheets once, when they are built; the server sends them as they are. */
function compressed(out: string): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: () => {
      const folder = join(out, 'assets');
      // A build that failed says why itself.
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder).filter((file) => /\.(js|css)$/.test(file)))
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name))));
    },
  };
}

/** How vite builds a page. `out` is the folder that its server serves it from, `kit` that of the kit, absolute. */
export function pageBuild(out: URL, kit: URL): UserConfig {
  const outDir = fileURLToPath(out);
  return {
    plugins: [react(), compressed(outDir)],
    publicDir: fileURLToPath(new URL('public', kit)),
    // Packages of this repository are taken from their sources, so that nothing has to be compiled before.
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // A picture in the text of a style sheet would need `data:` in the policy of the page.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_000,
    },
  };
}
