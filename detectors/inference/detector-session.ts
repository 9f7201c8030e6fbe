import { decodeDetections } from '../decoding/decode-detections.js';
import type { DecodingOptions } from '../decoding/decode-detections.js';
import type { Detection } from '../decoding/detection.js';
import { DetectorError } from '../detector-error.js';
import { ADAPTED_OUTPUTS } from '../families/adapt-head.js';
import { FRAME_INPUT } from '../families/adapt-input.js';
import { adaptModel } from '../families/adapt-model.js';
import { openModel } from '../families/open-model.js';
import type { PlannedModel } from '../families/plan-models.js';
import type { PixelSize } from '../geometry/letterbox.js';
import type { Picture } from './frame.js';
import { openModelSession } from './model-session.js';
import type { ModelOutputs, ModelSession } from './model-session.js';

/** What one model made of a picture. */
export interface DetectorAnswer {
  /** Best first. */
  readonly detections: Detection[];
  readonly outputs: ModelOutputs;
}

/** A detector of any family, ready to look. */
export interface DetectorSession {
  /** Blocks the thread. */
  look(picture: Picture): Promise<DetectorAnswer>;
  release(): Promise<void>;
}

const OWN_OUTPUTS = { boxes: 'boxes', scores: 'scores', classes: 'classes' } as const;

/** Whether a model takes frames as they are, of any size, and answers as it should: nothing needs to be put around it. */
function isReady({ plan, size }: PlannedModel, frame: PixelSize): boolean {
  const isSame = size.width === frame.width && size.height === frame.height;
  return plan.family === 'lamppost' && plan.input.size === null && isSame;
}

async function openAdapted({ plan, size }: PlannedModel, frame: PixelSize): Promise<ModelSession> {
  const { onnx, sha256 } = await openModel(plan.file);
  if (sha256 !== plan.sha256)
    throw new DetectorError(
      'model.digest-mismatch',
      `${plan.file} was changed since the gateway started; start it again`,
    );
  return openModelSession(adaptModel(onnx, plan, { frame, size }), plan.name);
}

/**
 * Loads a planned model for use in this thread alone.
 *
 * @param decoding what is asked for in place of what the plan says
 */
export async function openDetector(
  model: PlannedModel,
  frame: PixelSize,
  decoding: Partial<DecodingOptions> = {},
): Promise<DetectorSession> {
  const { plan, labels } = model;
  const isOwn = isReady(model, frame);
  const session = isOwn ? await openModelSession(plan.file, plan.name) : await openAdapted(model, frame);
  const [input, names] = isOwn ? ['frame', OWN_OUTPUTS] : [FRAME_INPUT, ADAPTED_OUTPUTS];
  const options = { minScore: plan.minScore, overlaps: plan.overlaps, ...decoding, labels };
  return {
    async look(picture) {
      const outputs = await session.run({ [input]: picture.data }, picture.width, picture.height);
      const output = {
        boxes: outputs.floats(names.boxes),
        scores: outputs.floats(names.scores),
        classes: outputs.integers(names.classes),
      };
      return { detections: decodeDetections(output, picture, options), outputs };
    },
    release: () => session.release(),
  };
}
