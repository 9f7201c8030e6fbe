import { defineConfig, mergeConfig, type Plugin } from 'vite';
// By its path: vite compiles what its configuration imports so, and leaves packages as they are.
import { pageBuild } from '../../cloud-api/page-kit/page-build.js';

/** Of the player its decoder and renderers are used. Its buttons bring a style sheet as the module is read, which the page's policy would refuse. */
const withoutButtons: Plugin = {
  name: 'player-without-buttons',
  transform: {
    filter: { id: /@cycjimmy\/jsmpeg-player\// },
    handler: (code) => ({ code: code.replace('styleInject(css_248z);', ''), map: null }),
  },
};

export default defineConfig(
  mergeConfig(
    pageBuild(new URL('../dist/console/', import.meta.url), new URL('../../cloud-api/page-kit/', import.meta.url)),
    { plugins: [withoutButtons] },
  ),
);
