import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DetectorError } from '../detector-error.js';
import { ModelCard } from './model-card.js';
import { modelDirectory } from './model-directory.js';

const CARD_SUFFIX = '.card.json';

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DetectorError(
      'model.missing',
      `${path} cannot be read; npm ci brings it, or npm run models:build makes it`,
      { cause },
    );
  }
}

function parseCard(path: string, text: string): ModelCard {
  try {
    return ModelCard.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new DetectorError('model.card-invalid', `${path} is not a model card: ${reason}`, { cause });
  }
}

async function loadCard(directory: string, file: string, modelDir: string): Promise<ModelCard> {
  const path = join(directory, file);
  const card = parseCard(path, (await read(path)).toString('utf8'));
  const model = join(modelDir, card.file);
  const bytes = await read(model);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== card.sha256)
    throw new DetectorError(
      'model.digest-mismatch',
      `${model} has SHA-256 ${sha256}, but ${path} vouches for ${card.sha256}; restore it, or run npm run models:build`,
    );
  return card;
}

/**
 * Reads every model card of a folder and holds each model file against the digest on its card.
 *
 * @param modelDir - where the model files are, when they are not beside their cards
 * @returns the cards in the order of their file names
 * @throws DetectorError `model.missing`, `model.card-invalid` or `model.digest-mismatch`, naming the file
 */
export async function loadModelCards(
  directory: string = modelDirectory,
  modelDir: string = directory,
): Promise<ModelCard[]> {
  const files = await readdir(directory).catch((cause: unknown) => {
    throw new DetectorError('model.missing', `the model folder ${directory} cannot be read`, { cause });
  });
  const cards = files.filter((file) => file.endsWith(CARD_SUFFIX)).sort();
  if (cards.length === 0)
    throw new DetectorError('model.missing', `${directory} holds no model card; npm run models:build makes them`);
  return Promise.all(cards.map((file) => loadCard(directory, file, modelDir)));
}
