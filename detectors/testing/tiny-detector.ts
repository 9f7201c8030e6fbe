import { GraphBuilder, int } from '../onnx/graph-builder.js';
import { ElementType } from '../onnx/onnx-messages.js';
import type { ValueInfo } from '../onnx/onnx-messages.js';

/** An output of a {@link tinyDetector}: constant values of a shape. */
export interface TinyOutput {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: readonly number[];
  /** Shape that the file declares, in place of the true one. */
  readonly declared?: readonly (number | string)[] | null;
  readonly elementType?: 'float32' | 'float16' | 'int64';
  /** Input of two numbers, by which columns are multiplied in turn. */
  readonly times?: string;
}

/** What a {@link tinyDetector} looks like from outside. */
export interface TinyDetector {
  readonly inputName?: string;
  readonly inputType?: 'float32' | 'float16' | 'uint8';
  readonly inputShape: readonly (number | string)[];
  readonly moreInputs?: readonly ValueInfo[];
  readonly outputs: readonly TinyOutput[];
  readonly metadata?: Readonly<Record<string, string>>;
  /** Names of parts that do nothing, for models that are known by their parts. */
  readonly parts?: readonly string[];
  readonly opset?: number;
}

const TYPES = {
  float32: ElementType.float,
  float16: ElementType.float16,
  uint8: ElementType.uint8,
  int64: ElementType.int64,
} as const;

/** An ONNX file with the inputs and outputs of a detector, which finds the same in every picture. */
export function tinyDetector(model: TinyDetector): Uint8Array {
  const { inputName = 'images', inputType = 'float32', opset = 17 } = model;
  const graph = new GraphBuilder({ opset });
  // Something of the picture goes into each output, however little, as in any network.
  const picture = graph.cast(inputName, ElementType.float);
  const nothing = graph.node('Mul', [graph.node('ReduceMean', [picture]), graph.scalar(0)]);
  const scalar = graph.node('Reshape', [nothing, graph.integers([1])]);
  for (const part of model.parts ?? []) graph.name(scalar, part);
  for (const { name, dims, values, elementType = 'float32', times } of model.outputs) {
    const constant = graph.node('Add', [graph.constant(Float32Array.from(values), dims), scalar]);
    const pair = times === undefined ? [] : [graph.cast(times, ElementType.float)];
    const factors = pair.map((given) => graph.node('Concat', [given, given], { axis: int(1) }));
    const value = factors.length === 0 ? constant : graph.node('Mul', [constant, ...factors]);
    graph.name(graph.cast(value, TYPES[elementType]), name);
  }
  return graph.encode({
    name: 'tiny',
    inputs: [{ name: inputName, elementType: TYPES[inputType], shape: model.inputShape }, ...(model.moreInputs ?? [])],
    outputs: model.outputs.map(({ name, dims, declared, elementType = 'float32' }) => ({
      name,
      elementType: TYPES[elementType],
      shape: declared === undefined ? dims : declared,
    })),
    metadata: model.metadata ?? {},
  });
}
