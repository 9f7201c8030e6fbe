import { COCO_LABELS } from '../../decoding/coco-labels.js';
import { GraphBuilder, int, ints } from '../../onnx/graph-builder.js';
import { ElementType } from '../../onnx/onnx-messages.js';
import { TRUNK_TAPS, hazardFeatures } from './hazard-features.js';
import type { HazardFeatures } from './hazard-features.js';
import { addHazardHead } from './hazard-head.js';
import type { HazardWeights } from './hazard-weights.js';
import { convertTfjs } from './tfjs-converter.js';
import type { TfjsModel } from './tfjs-model.js';

/** Where NanoDet-G ends in the upstream graph: for each stride the node whose outputs are class logits and distance bins. */
const HEADS = [
  { stride: 8, node: 'PartitionedCall/onnx_tf_prefix_Split_153' },
  { stride: 16, node: 'PartitionedCall/onnx_tf_prefix_Split_164' },
  { stride: 32, node: 'PartitionedCall/onnx_tf_prefix_Split_175' },
] as const;
/** The upstream graph was frozen at 416 x 416. */
const NATIVE_SIZE = 416;
/** Each side's distance is a distribution over 0, 1, ... 10 strides. */
const DISTANCE_BINS = 11;
/** Mean and standard deviation of the blue, green and red channel that NanoDet was trained with. */
const MEAN_BGR = [103.53, 116.28, 123.675];
const DEVIATION_BGR = [57.375, 57.12, 58.395];

/** Turns the bytes of a frame into the normalised NCHW floats that the network was trained on. */
function normalise(graph: GraphBuilder, frame: string): string {
  const planes = graph.node('Transpose', [frame], { perm: ints([0, 3, 1, 2]) });
  const mean = graph.constant(Float32Array.from(MEAN_BGR), [1, 3, 1, 1]);
  const deviation = graph.constant(Float32Array.from(DEVIATION_BGR), [1, 3, 1, 1]);
  return graph.node('Div', [graph.node('Sub', [graph.cast(planes, ElementType.float), mean]), deviation]);
}

/** Best class and its score at each location: `[1, n]` each. */
function bestClass(graph: GraphBuilder, logits: string) {
  const flat = graph.node('Reshape', [logits, graph.integers([1, COCO_LABELS.length, -1])]);
  const best = graph.node('ReduceMax', [flat], { axes: ints([1]), keepdims: int(0) });
  const index = graph.node('ArgMax', [flat], { axis: int(1), keepdims: int(0) });
  return { score: graph.node('Sigmoid', [best]), classId: graph.cast(index, ElementType.int32) };
}

/** Centres of the locations in pixels, `[1, 2, n]`, x before y. */
function centres(graph: GraphBuilder, logits: string, stride: number): string {
  const shape = graph.node('Shape', [logits]);
  const [rows, columns] = [2, 3].map((axis) => graph.node('Gather', [shape, graph.integer(axis)], { axis: int(0) }));
  const size = graph.node('Slice', [shape, graph.integers([2]), graph.integers([4])]);
  const along = (count: string, dims: readonly number[]) => {
    const steps = graph.cast(graph.node('Range', [graph.integer(0), count, graph.integer(1)]), ElementType.float);
    const pixels = graph.node('Mul', [graph.node('Add', [steps, graph.scalar(0.5)]), graph.scalar(stride)]);
    const spread = graph.node('Expand', [graph.node('Reshape', [pixels, graph.integers(dims)]), size]);
    return graph.node('Reshape', [spread, graph.integers([1, 1, -1])]);
  };
  return graph.node('Concat', [along(columns ?? '', [1, -1]), along(rows ?? '', [-1, 1])], { axis: int(1) });
}

/** Boxes in pixels of the frame, `[1, 4, n]`: centre minus left and top distance, centre plus right and bottom distance. */
function boxes(graph: GraphBuilder, logits: string, bins: string, stride: number): string {
  const shares = graph.node('Softmax', [graph.node('Reshape', [bins, graph.integers([1, 4, DISTANCE_BINS, -1])])], {
    axis: int(2),
  });
  const pixels = Float32Array.from({ length: DISTANCE_BINS }, (_, bin) => bin * stride);
  const weighted = graph.node('Mul', [shares, graph.constant(pixels, [1, 1, DISTANCE_BINS, 1])]);
  const distances = graph.node('ReduceSum', [weighted, graph.integers([2])], { keepdims: int(0) });
  const [near, far] = graph.nodeWithOutputs('Split', [distances, graph.integers([2, 2])], 2, { axis: int(1) });
  const centre = centres(graph, logits, stride);
  const corners = [graph.node('Sub', [centre, near ?? '']), graph.node('Add', [centre, far ?? ''])];
  return graph.node('Concat', corners, { axis: int(1) });
}

/** NanoDet-G from the frame to the outputs of its heads, and what the fire and smoke head looks at. */
function convertNetwork(graph: GraphBuilder, upstream: TfjsModel): { heads: string[]; features: HazardFeatures } {
  const input = normalise(graph, 'frame');
  const heads = HEADS.flatMap(({ node }) => [node, `${node}:1`]);
  const { early8, neck8, neck16, neck32 } = TRUNK_TAPS;
  const outputs = [...heads, early8, neck8, neck16, neck32];
  const converted = convertTfjs({ graph, model: upstream, input, nativeSize: NATIVE_SIZE, outputs });
  const tap = (index: number) => converted[heads.length + index] ?? '';
  const taps = { early8: tap(0), neck8: tap(1), neck16: tap(2), neck32: tap(3) };
  return { heads: converted.slice(0, heads.length), features: hazardFeatures(graph, taps, input) };
}

const FRAME = { name: 'frame', elementType: ElementType.uint8, shape: [1, 'H', 'W', 3] };

/**
 * The street model: NanoDet-G with its pre-processing and the exact part of its decoding inside, and our fire and smoke head on its trunk.
 *
 * Input `frame`: uint8 `[1, H, W, 3]`, blue before green before red, H and W multiples of 32. Outputs, over the n locations of the
 * strides 8, 16 and 32: `boxes` float32 `[1, n, 4]` (x1, y1, x2, y2 in pixels of the frame), `scores` float32 `[1, n]` (0 to 1) and
 * `classes` int32 `[1, n]` (index of the best class); what is left to the reader is a threshold and non-maximum suppression. Output
 * `hazard`: float32 `[1, 2, H/16, W/16]`, how much each cell looks like fire (plane 0) and smoke (plane 1), 0 to 1.
 *
 * @returns bytes of the ONNX file
 */
export function buildStreetModel(upstream: TfjsModel, weights: HazardWeights): Uint8Array {
  const graph = new GraphBuilder();
  const { heads, features } = convertNetwork(graph, upstream);
  const levels = HEADS.map(({ stride }, level) => {
    const [logits = '', bins = ''] = heads.slice(2 * level);
    return { ...bestClass(graph, logits), box: boxes(graph, logits, bins, stride) };
  });
  const join = (names: readonly string[], axis: number) => graph.node('Concat', names, { axis: int(axis) });
  const box = join(
    levels.map((level) => level.box),
    2,
  );
  graph.name(graph.node('Transpose', [box], { perm: ints([0, 2, 1]) }), 'boxes');
  graph.name(
    join(
      levels.map((level) => level.score),
      1,
    ),
    'scores',
  );
  graph.name(
    join(
      levels.map((level) => level.classId),
      1,
    ),
    'classes',
  );
  graph.name(addHazardHead(graph, features, weights), 'hazard');
  return graph.encode({
    name: 'street',
    inputs: [FRAME],
    outputs: [
      { name: 'boxes', elementType: ElementType.float, shape: [1, 'locations', 4] },
      { name: 'scores', elementType: ElementType.float, shape: [1, 'locations'] },
      { name: 'classes', elementType: ElementType.int32, shape: [1, 'locations'] },
      { name: 'hazard', elementType: ElementType.float, shape: [1, 2, 'rows', 'columns'] },
    ],
    metadata: { family: 'nanodet', classes: JSON.stringify(COCO_LABELS) },
  });
}

/**
 * The part of the street model that the fire and smoke head looks at, for training.
 *
 * Input `frame` as above. Outputs: `trunk` float16 `[1, 768, H/16, W/16]` and `colour` float16 `[1, 3, H/4, W/4]`.
 *
 * @returns bytes of the ONNX file
 */
export function buildFeatureModel(upstream: TfjsModel): Uint8Array {
  const graph = new GraphBuilder();
  const { features } = convertNetwork(graph, upstream);
  graph.name(graph.cast(features.trunk, ElementType.float16), 'trunk');
  graph.name(graph.cast(features.colour, ElementType.float16), 'colour');
  return graph.encode({
    name: 'street-features',
    inputs: [FRAME],
    outputs: [
      { name: 'trunk', elementType: ElementType.float16, shape: [1, 'channels', 'rows', 'columns'] },
      { name: 'colour', elementType: ElementType.float16, shape: [1, 3, 'height', 'width'] },
    ],
    metadata: { family: 'nanodet-features' },
  });
}
