import { join } from 'node:path';
import { loadModelCards } from '../models/load-model-cards.js';
import type { ModelCard } from '../models/model-card.js';
import { modelDirectory } from '../models/model-directory.js';
import { textModelDirectory } from './text-models.js';

/**
 * Reads the cards of the models that plates are read with, and holds the models, which come in a package of their own, against them.
 *
 * @throws DetectorError `model.missing`, `model.card-invalid` or `model.digest-mismatch`, naming the file
 */
export function loadPlateCards(): Promise<ModelCard[]> {
  return loadModelCards(join(modelDirectory, 'plates'), textModelDirectory);
}
