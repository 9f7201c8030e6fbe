import { ADAPTED_OUTPUTS, adaptHead } from '../families/adapt-head.js';
import { ElementType, encodeModel } from '../onnx/onnx-messages.js';
import { FRAME_SIZE } from '../inference/frame.js';

const OPSET = 17;

/**
 * The part of an adapted YOLO graph that turns its raw answer into boxes, scores and classes, as a model of its own: to be measured alone.
 *
 * @returns bytes of an ONNX file; its input `raw` is float32 `[1, 4 + classes, anchors]`
 */
export function classReductionModel(classes: number, anchors: number): Uint8Array {
  const head = {
    kind: 'anchors',
    output: 'raw',
    channelsFirst: true,
    boxes: 'pixels',
    objectness: 'none',
    strides: [],
  } as const;
  const size = FRAME_SIZE;
  const { nodes = [], initializers = [] } = adaptHead({ head, classes, frame: size, size, opset: OPSET });
  return encodeModel({
    graphName: 'class-reduction',
    nodes,
    initializers,
    inputs: [{ name: 'raw', elementType: ElementType.float, shape: [1, 4 + classes, anchors] }],
    outputs: [
      { name: ADAPTED_OUTPUTS.boxes, elementType: ElementType.float, shape: [1, anchors, 4] },
      { name: ADAPTED_OUTPUTS.scores, elementType: ElementType.float, shape: [1, anchors] },
      { name: ADAPTED_OUTPUTS.classes, elementType: ElementType.int32, shape: [1, anchors] },
    ],
    metadata: {},
    opset: OPSET,
  });
}
