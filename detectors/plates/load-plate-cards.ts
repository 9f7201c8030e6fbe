import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadModelCards } from '../models/load-model-cards.js';
import type { ModelCard } from '../models/model-card.js';
import { textModelDirectory } from './text-models.js';

const cardDirectory = join(
  dirname(createRequire(import.meta.url).resolve('@lamppost/detectors/package.json')),
  'plates',
  'cards',
);

/**
 * Reads the cards of the models that plates are read with, and holds the models against them.
 *
 * @throws DetectorError `model.missing`, `model.card-invalid` or `model.digest-mismatch`, naming the file
 */
export function loadPlateCards(): Promise<ModelCard[]> {
  return loadModelCards(cardDirectory, textModelDirectory);
}
