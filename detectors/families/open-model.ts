import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { DetectorError } from '../detector-error.js';
import { readOnnxFile } from '../onnx/onnx-file.js';
import type { OnnxFile } from '../onnx/onnx-file.js';

/** Largest file that is read: every worker thread holds it in memory once more, with its weights unpacked. */
const MAX_BYTES = 1_000_000_000;
/** Oldest operator set that the added nodes can be written in. */
const MIN_OPSET = 11;

/** A model file that was read. */
export interface OpenedModel {
  readonly onnx: OnnxFile;
  readonly sha256: string;
}

function unusable(file: string, reason: string, cause?: unknown): DetectorError {
  return new DetectorError('model.unusable', `${file}: ${reason}`, { cause });
}

function assertUsable(file: string, onnx: OnnxFile): void {
  if (onnx.hasExternalData)
    throw unusable(
      file,
      'its weights lie in another file; put them into one: onnx.save_model(onnx.load("model.onnx"), "one.onnx")',
    );
  if (onnx.outputs.length === 0) throw unusable(file, 'it is an ONNX model without outputs; export it anew');
  if (onnx.inputs.length === 0) throw unusable(file, 'it is an ONNX model without inputs; export it anew');
  if (onnx.opset < MIN_OPSET)
    throw unusable(file, `it is written in operator set ${onnx.opset}; export it with opset ${MIN_OPSET} or later`);
  const tensorRt = onnx.foreignOperators.filter((operator) => /^TRT|TRT$/.test(operator));
  if (tensorRt.length > 0)
    throw unusable(
      file,
      `it needs ${tensorRt.join(', ')}, which only TensorRT has; export it without, for ONNX Runtime`,
    );
}

/**
 * Reads a model file and sees to it that it can be used at all.
 *
 * @throws DetectorError `model.missing` or `model.unusable`, naming the file and the mend
 */
export async function openModel(file: string): Promise<OpenedModel> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) throw unusable(file, `it has ${size} bytes; a box on a pole takes at most ${MAX_BYTES}`);
    bytes = await readFile(file);
  } catch (cause) {
    if (cause instanceof DetectorError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DetectorError('model.missing', `${file}: cannot be read (${reason}); give the path of a readable file`, {
      cause,
    });
  }
  if (bytes.length === 0) throw unusable(file, 'it is empty; copy it anew');
  let onnx: OnnxFile;
  try {
    onnx = readOnnxFile(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unusable(file, `it is no ONNX model, or not the whole of one (${reason}); copy or export it anew`, cause);
  }
  assertUsable(file, onnx);
  return { onnx, sha256: createHash('sha256').update(bytes).digest('hex') };
}
