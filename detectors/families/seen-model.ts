import { DetectorError } from '../detector-error.js';
import type { OnnxFile } from '../onnx/onnx-file.js';
import type { DeclaredValue } from '../onnx/onnx-messages.js';

const ELEMENT_NAMES: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  16: 'bfloat16',
};
const MAX_SHOWN = 12;

/** Name of an element type by its number in `TensorProto.DataType`. */
export function elementName(elementType: number): string {
  return ELEMENT_NAMES[elementType] ?? `type ${elementType}`;
}

function describe(values: readonly DeclaredValue[]): string {
  const words = values.slice(0, MAX_SHOWN).map(({ name, elementType, shape }) => {
    const sizes = shape === null ? 'of unknown shape' : `[${shape.join(', ')}]`;
    return `${name} ${elementName(elementType)} ${sizes}`;
  });
  if (values.length > MAX_SHOWN) words.push(`and ${values.length - MAX_SHOWN} more`);
  return words.join('; ') || 'none';
}

/** A model file, and where its sidecar is or would be. */
export interface SeenModel {
  /** Absolute. */
  readonly file: string;
  readonly sidecarFile: string;
  readonly onnx: OnnxFile;
}

/**
 * An error that says what was seen of a model, and what to write into its sidecar.
 *
 * @param lines exactly what to write; empty when no sidecar can help
 */
export function unrecognised({ file, sidecarFile, onnx }: SeenModel, reason: string, lines: readonly string[] = []) {
  const keys = [...onnx.metadata.keys()].join(', ') || 'none';
  const mend = lines.length === 0 ? [] : [`  write into ${sidecarFile}:`, ...lines.map((line) => `    ${line}`)];
  return new DetectorError(
    'model.unrecognised',
    [
      `${file}: ${reason}`,
      `  inputs: ${describe(onnx.inputs)}`,
      `  outputs: ${describe(onnx.outputs)}`,
      `  metadata: ${keys}; made by ${onnx.producer || 'an exporter without a name'}, operator set ${onnx.opset}`,
      ...mend,
    ].join('\n'),
  );
}
