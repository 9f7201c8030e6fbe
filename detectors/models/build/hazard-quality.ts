import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HazardQuality } from '../model-card.js';
import { modelDirectory } from '../model-directory.js';

/** Absolute path of what `npm run models:train` measured of the head. */
export const hazardQualityFile = join(modelDirectory, 'build', 'hazard-quality.json');

/** Reads what was measured of the head that ships. @throws ZodError when the file is not as the training writes it */
export async function readHazardQuality(): Promise<HazardQuality> {
  return HazardQuality.parse(JSON.parse(await readFile(hazardQualityFile, 'utf8')));
}
