import { COCO_LABELS } from '../decoding/coco-labels.js';
import { DECODING_DEFAULTS } from '../decoding/decode-detections.js';
import { FRAME_SIZE } from '../inference/frame.js';
import { InferencePool } from '../inference/inference-pool.js';
import type { PoolLog } from '../inference/pool-log.js';
import { TRACKER_DEFAULTS } from '../tracking/tracker-options.js';
import { HAZARD_DEFAULTS } from '../burning/hazard-options.js';
import type { EvaluatedModel } from './pictures-report.js';

/** Far below what the product uses: average precision asks for the weak detections too. */
const MIN_SCORE = 0.01;
/** More than any picture of a street shows, for the same reason. */
const MAX_DETECTIONS = 300;

/** How a model is opened. */
export interface OpenModelOptions {
  readonly threads: number;
  readonly log: PoolLog;
  readonly onProgress: (done: number) => void;
}

/** A model that is ready to be evaluated. */
export interface OpenModel extends EvaluatedModel {
  close(): Promise<void>;
}

/** Loads a model to be evaluated, with thresholds low enough for whole curves. */
export async function openModel({ threads, log, onProgress }: OpenModelOptions): Promise<OpenModel> {
  const pool = await InferencePool.create({
    threads,
    log,
    decoding: { minScore: MIN_SCORE, maxDetections: MAX_DETECTIONS },
  });
  return {
    pool,
    size: FRAME_SIZE,
    onProgress,
    labels: COCO_LABELS,
    thresholds: [
      { name: 'a detection, which continues a track', minScore: DECODING_DEFAULTS.minScore },
      { name: 'a detection that starts a track', minScore: TRACKER_DEFAULTS.startScore },
    ],
    hazardThresholds: { fire: HAZARD_DEFAULTS.fireScore, smoke: HAZARD_DEFAULTS.smokeScore },
    close: () => pool.close(),
  };
}
