import type { PixelSize } from '../geometry/letterbox.js';
import { GraphBuilder, int, ints } from '../onnx/graph-builder.js';
import { ElementType } from '../onnx/onnx-messages.js';
import type { GraphPart } from '../onnx/onnx-messages.js';
import { ADDED } from './adapt-input.js';
import { fitFrame } from './fit-size.js';
import type { Head } from './head.js';
import { locationsOf } from './locations.js';

/** Names of the adapted graph's outputs: boxes float32 `[1, n, 4]`, scores float32 `[1, n]`, classes int32 `[1, n]`. */
export const ADAPTED_OUTPUTS = {
  boxes: `${ADDED}boxes`,
  scores: `${ADDED}scores`,
  classes: `${ADDED}classes`,
} as const;

/** What a head is adapted from and to. */
export interface HeadRequest {
  readonly head: Head;
  readonly classes: number;
  readonly frame: PixelSize;
  readonly size: PixelSize;
  readonly opset: number;
}

/** Names of values: boxes in the model's own units, scores and classes. */
interface Answer {
  /** `[1, n, 4]`. */
  readonly boxes: string;
  /** Whether boxes are x1, y1, x2, y2, or the centre and the size. */
  readonly form: 'corners' | 'centre';
  /** Whether they are in pixels of the model's input or in fractions of it. */
  readonly unit: 'pixels' | 'fractions';
  /** `[1, n]`. */
  readonly scores: string;
  /** `[1, n]`, of any type. */
  readonly classes: string;
}

const CORNERS = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
] as const;
/** x1 = x - w / 2, y1 = y - h / 2, x2 = x + w / 2, y2 = y + h / 2; one row for each of x, y, w and h. */
const FROM_CENTRE = [
  [1, 0, 1, 0],
  [0, 1, 0, 1],
  [-0.5, 0, 0.5, 0],
  [0, -0.5, 0, 0.5],
] as const;

/** From the model's units to pixels of the frame: one product with a matrix and one sum, as far as they change anything. */
function toFrame(graph: GraphBuilder, { boxes, form, unit }: Answer, { frame, size }: HeadRequest): string {
  const { scaled, left, top } = fitFrame(frame, size);
  const perUnit = unit === 'pixels' ? [1, 1] : [size.width, size.height];
  const x = frame.width / scaled.width;
  const y = frame.height / scaled.height;
  const factors = [x, y, x, y].map((factor, index) => factor * (perUnit[index % 2] ?? 1));
  const matrix = form === 'corners' ? CORNERS : FROM_CENTRE;
  const isSame = form === 'corners' && factors.every((factor) => factor === 1);
  const values = matrix.flatMap((row) => row.map((value, column) => value * (factors[column] ?? 1)));
  const moved = isSame ? boxes : graph.node('MatMul', [boxes, graph.constant(Float32Array.from(values), [4, 4])]);
  if (left === 0 && top === 0) return moved;
  const offset = Float32Array.of(-left * x, -top * y, -left * x, -top * y);
  return graph.node('Add', [moved, graph.constant(offset, [1, 1, 4])]);
}

function best(graph: GraphBuilder, scores: string, axis: 1 | 2) {
  const classes = graph.node('ArgMax', [scores], { axis: int(axis), keepdims: int(0) });
  return { scores: graph.reduceMax(scores, axis), classes };
}

/** YOLOX: (xy + cell) * stride, exp(wh) * stride. https://github.com/Megvii-BaseDetection/YOLOX/blob/main/yolox/models/yolo_head.py */
function fromCells(graph: GraphBuilder, boxes: string, size: PixelSize, strides: readonly number[]): string {
  const locations = locationsOf(size, strides);
  const cells = graph.constant(Float32Array.from(locations.flatMap(({ column, row }) => [column, row])), [
    1,
    locations.length,
    2,
  ]);
  const steps = graph.constant(
    Float32Array.from(locations, ({ stride }) => stride),
    [1, locations.length, 1],
  );
  const centre = graph.node('Add', [graph.slice(boxes, 2, 0, 2), cells]);
  const extent = graph.node('Exp', [graph.slice(boxes, 2, 2, 4)]);
  return graph.node('Mul', [graph.node('Concat', [centre, extent], { axis: int(2) }), steps]);
}

function anchors(
  graph: GraphBuilder,
  value: string,
  head: Extract<Head, { kind: 'anchors' }>,
  request: HeadRequest,
): Answer {
  const axis = head.channelsFirst ? 1 : 2;
  const first = head.objectness === 'none' ? 4 : 5;
  const part = graph.slice(value, axis, 0, 4);
  const given = head.channelsFirst ? graph.node('Transpose', [part], { perm: ints([0, 2, 1]) }) : part;
  const boxes = head.boxes === 'cells' ? fromCells(graph, given, request.size, head.strides) : given;
  const of = best(graph, graph.slice(value, axis, first, first + request.classes), axis);
  const unit = head.boxes === 'fractions' ? 'fractions' : 'pixels';
  const answer = { boxes, form: 'centre', unit } as const;
  if (head.objectness === 'none') return { ...answer, ...of };
  const objectness = graph.reshapeByOne('Squeeze', graph.slice(value, 2, 4, 5), 2);
  const scores = head.objectness === 'alone' ? objectness : graph.node('Mul', [objectness, of.scores]);
  return { ...answer, scores, classes: of.classes };
}

function rows(graph: GraphBuilder, value: string, columns: 6 | 7): Answer {
  const all = columns === 7 ? graph.reshapeByOne('Unsqueeze', value, 0) : value;
  const column = (index: number) => graph.reshapeByOne('Squeeze', graph.slice(all, 2, index, index + 1), 2);
  const [from, scores, classes] = columns === 7 ? [1, 6, 5] : [0, 4, 5];
  return {
    boxes: graph.slice(all, 2, from, from + 4),
    form: 'corners',
    unit: 'pixels',
    scores: column(scores),
    classes: column(classes),
  };
}

/** NanoDet: the mean of each side's distribution, in strides. https://github.com/RangiLyu/nanodet/blob/main/nanodet/model/head/gfl_head.py */
function distances(
  graph: GraphBuilder,
  value: string,
  head: Extract<Head, { kind: 'distances' }>,
  request: HeadRequest,
): Answer {
  const { classes, size } = request;
  const { bins } = head;
  const logits = graph.slice(value, 2, classes, classes + 4 * bins);
  const shares = graph.node('Softmax', [graph.node('Reshape', [logits, graph.integers([1, -1, 4, bins])])], {
    axis: int(3),
  });
  const steps = graph.constant(
    Float32Array.from({ length: bins }, (_, bin) => bin),
    [bins, 1],
  );
  const sides = graph.reshapeByOne('Squeeze', graph.node('MatMul', [shares, steps]), 3);
  const locations = locationsOf(size, head.strides);
  const perLocation = (values: (location: (typeof locations)[number]) => number[]) =>
    graph.constant(Float32Array.from(locations.flatMap(values)), [1, locations.length, 4]);
  const outward = perLocation(({ stride }) => [-stride, -stride, stride, stride]);
  const centres = perLocation(({ column, row, stride }) => {
    const [x, y] = [(column + head.centre) * stride, (row + head.centre) * stride];
    return [x, y, x, y];
  });
  const boxes = graph.node('Add', [graph.node('Mul', [sides, outward]), centres]);
  return { boxes, form: 'corners', unit: 'pixels', ...best(graph, graph.slice(value, 2, 0, classes), 2) };
}

function answerOf(graph: GraphBuilder, request: HeadRequest): Answer {
  const { head } = request;
  const floats = (name: string) => graph.cast(name, ElementType.float);
  switch (head.kind) {
    case 'anchors':
      return anchors(graph, floats(head.output), head, request);
    case 'rows':
      return rows(graph, floats(head.output), head.columns);
    case 'distances':
      return distances(graph, floats(head.output), head, request);
    case 'queries': {
      const { scores, classes } = best(graph, floats(head.logits), 2);
      const boxes = floats(head.boxes);
      return { boxes, form: 'centre', unit: 'fractions', scores: graph.node('Sigmoid', [scores]), classes };
    }
    case 'labelled':
      return {
        boxes: floats(head.boxes),
        form: 'corners',
        unit: 'fractions',
        scores: floats(head.scores),
        classes: head.labels,
      };
    case 'decoded':
      return { boxes: 'boxes', form: 'corners', unit: 'pixels', scores: 'scores', classes: 'classes' };
    default:
      return head satisfies never;
  }
}

/** Nodes that turn a model's outputs into boxes in pixels of the frame, and the best class and its score of each. */
export function adaptHead(request: HeadRequest): GraphPart {
  const graph = new GraphBuilder({ prefix: `${ADDED}out/`, opset: request.opset });
  const answer = answerOf(graph, request);
  graph.name(toFrame(graph, answer, request), ADAPTED_OUTPUTS.boxes);
  graph.name(answer.scores, ADAPTED_OUTPUTS.scores);
  graph.name(graph.cast(answer.classes, ElementType.int32), ADAPTED_OUTPUTS.classes);
  return graph.part;
}
