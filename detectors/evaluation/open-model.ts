import { join, resolve } from 'node:path';
import { HAZARD_DEFAULTS } from '../burning/hazard-options.js';
import { planModels } from '../families/plan-models.js';
import type { OwnModel } from '../families/plan-models.js';
import { InferencePool } from '../inference/inference-pool.js';
import type { PoolLog } from '../inference/pool-log.js';
import { modelDirectory } from '../models/model-directory.js';
import { TRACKER_DEFAULTS } from '../tracking/tracker-options.js';
import type { EvaluatedModel } from './pictures-report.js';

/** Far below what the product uses: average precision asks for the weak detections too. */
const MIN_SCORE = 0.01;
/** More than any picture of a street shows, for the same reason. */
const MAX_DETECTIONS = 300;

/** How a model is opened. */
export interface OpenModelOptions {
  /** Path of a model that looks in place of the one that ships, perhaps with its sidecar beside it; null for the one that ships. */
  readonly file: string | null;
  readonly threads: number;
  readonly log: PoolLog;
  readonly onProgress: (done: number) => void;
}

/** A model that is ready to be evaluated. */
export interface OpenModel extends EvaluatedModel {
  close(): Promise<void>;
}

/** The models of a pool that looks with a file in place of the model that ships. */
export function ownModels(file: string | null): OwnModel[] {
  return file === null ? [] : [{ file: resolve(file), replaceDefault: true }];
}

/**
 * Loads a model to be evaluated, with thresholds low enough for whole curves.
 *
 * @throws ConfigError when the file is no detector that can be read, saying why
 */
export async function openModel({ file, threads, log, onProgress }: OpenModelOptions): Promise<OpenModel> {
  const models = ownModels(file);
  const set = await planModels(models, join(modelDirectory, 'street.onnx'));
  const looking = set.models.filter(({ labels }) => labels.some((label) => label !== null));
  const scored = set.models.find(({ plan }) => plan.hasHazard);
  const decoding = { minScore: MIN_SCORE, maxDetections: MAX_DETECTIONS };
  const pool = await InferencePool.create({ threads, log, models, decoding });
  return {
    pool,
    size: pool.frameSize,
    onProgress,
    files: pool.models,
    hazardFrom: scored?.plan.name ?? null,
    labels: [...new Set(looking.flatMap(({ labels }) => labels.flatMap((label) => label ?? [])))],
    thresholds: [
      ...looking.map(({ plan }) => ({ name: `detection of ${plan.name}`, minScore: plan.minScore })),
      { name: 'start of a track', minScore: TRACKER_DEFAULTS.startScore },
    ],
    hazardThresholds: { fire: HAZARD_DEFAULTS.fireScore, smoke: HAZARD_DEFAULTS.smokeScore },
    close: () => pool.close(),
  };
}
