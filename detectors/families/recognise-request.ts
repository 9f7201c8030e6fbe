import type { PixelSize } from '../geometry/letterbox.js';
import type { ModelInputs } from './picture-input.js';
import type { SeenModel } from './seen-model.js';
import type { Sidecar } from './sidecar.js';

/** What a model is recognised by, besides what the file says. */
export interface RecogniseRequest {
  readonly model: SeenModel;
  readonly sidecar: Sidecar;
  readonly inputs: ModelInputs;
  readonly classes: readonly string[];
  /** Size that the model is run at. */
  readonly size: PixelSize;
}
