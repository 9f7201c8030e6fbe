import { LETTERBOX_GREY } from '../geometry/letterbox.js';
import type { PixelSize } from '../geometry/letterbox.js';
import { GraphBuilder, int, ints, text } from '../onnx/graph-builder.js';
import { ElementType } from '../onnx/onnx-messages.js';
import type { GraphPart } from '../onnx/onnx-messages.js';
import type { ConstantInput, PictureInput } from './detector-plan.js';
import { fitFrame } from './fit-size.js';

/** Begins the name of everything that is added to a model's graph. */
export const ADDED = 'lamppost/';
/** Name of the adapted graph's input: uint8 `[1, H, W, 3]`, blue before green before red. */
export const FRAME_INPUT = `${ADDED}frame`;

const ELEMENT = { float32: ElementType.float, float16: ElementType.float16, uint8: ElementType.uint8 } as const;

/** What an input is adapted from and to. */
export interface InputRequest {
  readonly input: PictureInput;
  readonly constants: readonly ConstantInput[];
  readonly frame: PixelSize;
  /** Size that the model is run at. */
  readonly size: PixelSize;
  readonly opset: number;
}

/** Scales the frame into the model's input, with grey bars. */
function resize(graph: GraphBuilder, planes: string, { frame, size }: InputRequest): string {
  const { scaled, left, top } = fitFrame(frame, size);
  const sizes = graph.integers([1, 3, scaled.height, scaled.width]);
  const none = graph.constant(new Float32Array(0), [0]);
  const picture = graph.node('Resize', [planes, none, none, sizes], {
    mode: text('linear'),
    coordinate_transformation_mode: text('half_pixel'),
  });
  const [right, bottom] = [size.width - scaled.width - left, size.height - scaled.height - top];
  if (left + top + right + bottom === 0) return picture;
  const bars = graph.integers([0, 0, top, left, 0, 0, bottom, right]);
  return graph.node('Pad', [picture, bars, graph.scalar(LETTERBOX_GREY)]);
}

/** One multiplication and one addition a channel, as far as they change anything. */
function normalise(graph: GraphBuilder, planes: string, { normalisation }: PictureInput): string {
  const { scale, mean, std } = normalisation;
  const factor = Float32Array.from(std, (deviation) => scale / deviation);
  const offset = Float32Array.from(mean, (value, channel) => -value / (std[channel] ?? 1));
  const dims = [1, 3, 1, 1];
  const scaled = factor.some((value) => value !== 1)
    ? graph.node('Mul', [planes, graph.constant(factor, dims)])
    : planes;
  return offset.some((value) => value !== 0) ? graph.node('Add', [scaled, graph.constant(offset, dims)]) : scaled;
}

function constantPart({ name, elementType, values }: ConstantInput): GraphPart {
  const data = {
    int32: () => ({ dataType: ElementType.int32, data: Int32Array.from(values) }),
    int64: () => ({ dataType: ElementType.int64, data: BigInt64Array.from(values, BigInt) }),
    float32: () => ({ dataType: ElementType.float, data: Float32Array.from(values) }),
  }[elementType]();
  const { buffer, byteOffset, byteLength } = data.data;
  const rawData = new Uint8Array(buffer, byteOffset, byteLength);
  return { initializers: [{ name, dims: [1, values.length], dataType: data.dataType, rawData }] };
}

/** Nodes that turn a frame ({@link FRAME_INPUT}) into what a model asks for, under the names of its own inputs. */
export function adaptInput(request: InputRequest): GraphPart {
  const { input, frame, size, opset } = request;
  const graph = new GraphBuilder({ prefix: `${ADDED}in/`, opset });
  const isUint8 = input.elementType === 'uint8';
  const isScaled = frame.width !== size.width || frame.height !== size.height;
  let value = graph.node('Transpose', [FRAME_INPUT], { perm: ints([0, 3, 1, 2]) });
  if (input.normalisation.channels === 'rgb')
    value = graph.node('Gather', [value, graph.integers([2, 1, 0])], { axis: int(1) });
  if (isScaled || !isUint8) value = graph.cast(value, ElementType.float);
  if (isScaled) value = resize(graph, value, request);
  if (isScaled && isUint8) value = graph.node('Round', [value]);
  if (!isUint8) value = normalise(graph, value, input);
  if (isUint8 ? isScaled : input.elementType !== 'float32') value = graph.cast(value, ELEMENT[input.elementType]);
  if (input.layout === 'nhwc') value = graph.node('Transpose', [value], { perm: ints([0, 2, 3, 1]) });
  graph.name(value, input.name);
  const { nodes, initializers } = graph.part;
  const constants = request.constants.flatMap((constant) => constantPart(constant).initializers ?? []);
  return { nodes, initializers: [...initializers, ...constants] };
}
