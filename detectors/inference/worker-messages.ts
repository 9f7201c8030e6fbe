import type { HazardGrid } from '../burning/hazard-grid.js';
import type { DecodingOptions } from '../decoding/decode-detections.js';
import type { Detection } from '../decoding/detection.js';
import type { ModelSet } from '../families/plan-models.js';
import type { Picture } from './frame.js';

/** What a worker thread is started with. */
export interface WorkerSettings {
  /** The models that look, and the size of their frames. */
  readonly models: ModelSet;
  readonly decoding: Partial<DecodingOptions>;
}

/** To a worker: look at a frame, or release the models and end. */
export type WorkerRequest = { readonly kind: 'look'; readonly frame: Picture } | { readonly kind: 'close' };

/** From a worker. It answers each `look` with `looked` or `failed`. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'looked';
      readonly detections: Detection[];
      readonly hazard: HazardGrid | null;
      /** Time that the look took in the worker. */
      readonly elapsedMs: number;
    }
  | { readonly kind: 'failed'; readonly message: string };
