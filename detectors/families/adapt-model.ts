import type { PixelSize } from '../geometry/letterbox.js';
import type { OnnxFile } from '../onnx/onnx-file.js';
import { GraphBuilder } from '../onnx/graph-builder.js';
import { ElementType } from '../onnx/onnx-messages.js';
import { spliceGraph } from '../onnx/splice-graph.js';
import { ADAPTED_OUTPUTS, adaptHead } from './adapt-head.js';
import { ADDED, FRAME_INPUT, adaptInput } from './adapt-input.js';
import type { DetectorPlan } from './detector-plan.js';

/** Sizes that a model is put between. */
export interface AdaptedSizes {
  readonly frame: PixelSize;
  /** Size that the model is run at. */
  readonly size: PixelSize;
}

type InputPlan = Pick<DetectorPlan, 'input' | 'constants'>;

function frameInput({ width, height }: PixelSize) {
  return { name: FRAME_INPUT, elementType: ElementType.uint8, shape: [1, height, width, 3] };
}

/**
 * Puts pre-processing and the exact part of decoding into a model's graph, so that no loop over pixels or classes is left to JavaScript.
 *
 * @returns bytes of an ONNX file from uint8 frames to boxes, scores and classes
 */
export function adaptModel(file: OnnxFile, plan: DetectorPlan, { frame, size }: AdaptedSizes): Uint8Array {
  const { opset } = file;
  return spliceGraph(file, {
    head: adaptInput({ ...plan, frame, size, opset }),
    tail: adaptHead({ head: plan.head, classes: plan.classes.length, frame, size, opset }),
    inputs: [frameInput(frame)],
    outputs: [
      { name: ADAPTED_OUTPUTS.boxes, elementType: ElementType.float, shape: [1, 'n', 4] },
      { name: ADAPTED_OUTPUTS.scores, elementType: ElementType.float, shape: [1, 'n'] },
      { name: ADAPTED_OUTPUTS.classes, elementType: ElementType.int32, shape: [1, 'n'] },
    ],
    keptOutputs: plan.hasHazard ? ['hazard'] : [],
  });
}

/** Name of the output that shows one of a model's own outputs as 32-bit floats. */
export function shownOutput(index: number): string {
  return `${ADDED}shown/${index}`;
}

/** Puts pre-processing alone into a model's graph, and shows its own outputs as 32-bit floats: to see what they look like. */
export function showOutputs(file: OnnxFile, plan: InputPlan, size: PixelSize): Uint8Array {
  const graph = new GraphBuilder({ prefix: `${ADDED}out/`, opset: file.opset });
  const outputs = file.outputs.map(({ name }, index) => {
    graph.name(graph.cast(name, ElementType.float), shownOutput(index));
    return { name: shownOutput(index), elementType: ElementType.float, shape: null };
  });
  return spliceGraph(file, {
    head: adaptInput({ ...plan, frame: size, size, opset: file.opset }),
    tail: graph.part,
    inputs: [frameInput(size)],
    outputs,
  });
}
