import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder with the real pictures: `LAMPPOST_DATA`, or `shared/data` beside the repository. They are not part of it. */
export const pictureDirectory = resolve(
  process.env.LAMPPOST_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url)),
);

/** Whether tests on real pictures can run. On a build server they must, so that they can't go missing unnoticed. */
export const hasRealPictures = existsSync(join(pictureDirectory, 'coco')) || process.env.CI === 'true';

/** Ends the name of a test that needs real pictures, and says why it is skipped. */
export const pictureNote = hasRealPictures ? '' : ` (skipped: no pictures in ${pictureDirectory}; set LAMPPOST_DATA)`;
