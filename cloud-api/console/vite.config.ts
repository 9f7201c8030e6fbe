import { defineConfig } from 'vite';
// By its path: vite compiles what its configuration imports so, and leaves packages as they are.
import { pageBuild } from '../page-kit/page-build.js';

export default defineConfig(
  pageBuild(new URL('../dist/console/', import.meta.url), new URL('../page-kit/', import.meta.url)),
);
