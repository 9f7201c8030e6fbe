import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Absolute path of the folder with the model files and their cards, the same from sources and from `dist`. */
export const modelDirectory = join(
  dirname(createRequire(import.meta.url).resolve('@lamppost/detectors/package.json')),
  'models',
);
