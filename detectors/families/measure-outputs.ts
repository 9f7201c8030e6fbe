import { DetectorError } from '../detector-error.js';
import { LETTERBOX_GREY } from '../geometry/letterbox.js';
import type { PixelSize } from '../geometry/letterbox.js';
import { openModelSession } from '../inference/model-session.js';
import type { ModelOutputs } from '../inference/model-session.js';
import { FRAME_INPUT } from './adapt-input.js';
import { showOutputs, shownOutput } from './adapt-model.js';
import { normalisationOf } from './family.js';
import type { MeasuredRows } from './look-alike.js';
import type { ModelInputs } from './picture-input.js';
import type { SeenModel } from './seen-model.js';

/** What a model gave for a grey frame. */
export interface MeasuredOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Runs an adapted model once on a frame of one grey. Blocks the thread.
 *
 * @throws DetectorError `model.unusable` when ONNX Runtime can't load or run it
 */
export async function runOnGrey(file: string, bytes: Uint8Array, size: PixelSize): Promise<ModelOutputs> {
  try {
    const session = await openModelSession(bytes, file);
    try {
      const frame = new Uint8Array(size.width * size.height * 3).fill(LETTERBOX_GREY);
      return await session.run({ [FRAME_INPUT]: frame }, size.width, size.height);
    } finally {
      await session.release();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DetectorError('model.unusable', `${file}: ONNX Runtime cannot run it: ${reason}`, { cause });
  }
}

/** Measures a model's own outputs. How pixels are normalised changes neither their sizes nor how they are coded. */
export async function measureOutputs(
  model: SeenModel,
  inputs: ModelInputs,
  size: PixelSize,
): Promise<MeasuredOutput[]> {
  const input = { ...inputs.picture, normalisation: normalisationOf('yolov8') };
  const outputs = await runOnGrey(model.file, showOutputs(model.onnx, { ...inputs, input }, size), size);
  return model.onnx.outputs.map(({ name }, index) => ({
    name,
    shape: outputs.shape(shownOutput(index)),
    values: outputs.floats(shownOutput(index)),
  }));
}

/** An output with one row for each location or query; null for one of another form. */
export function rowsOf({ shape, values }: MeasuredOutput): MeasuredRows | null {
  const [, rows, columns] = shape;
  return shape.length === 3 && rows !== undefined && columns !== undefined ? { rows, columns, values } : null;
}
