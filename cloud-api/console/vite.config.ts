import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const OUT = fileURLToPath(new URL('../dist/console', import.meta.url));

/** Compresses programs and style sheets once, when they are built; the cloud sends them as they are. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: () => {
      const folder = join(OUT, 'assets');
      for (const name of readdirSync(folder).filter((file) => /\.(js|css)$/.test(file)))
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name))));
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  // Packages of this repository are taken from their sources, so that nothing has to be compiled before.
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // A picture in the text of a style sheet would need `data:` in the policy of the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
});
