import type { PixelSize } from '../geometry/letterbox.js';
import type { Family } from './family.js';
import type { Head } from './head.js';
import { STRIDE_SETS, countLocations } from './locations.js';

/** An output as far as its sizes are known: null for a size that is not fixed. */
export interface SizedOutput {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** One way in which the outputs of a model can be read, and the families that are laid out so. */
export interface Reading {
  readonly families: readonly Family[];
  readonly head: Head;
}

/** What the sizes of outputs are held against. */
export interface FitRequest {
  readonly outputs: readonly SizedOutput[];
  readonly classes: number;
  /** Size that the model is run at. */
  readonly size: PixelSize;
}

/** One output without objectness: https://github.com/ultralytics/ultralytics/blob/main/ultralytics/nn/modules/head.py, class Detect */
const ANCHOR_FREE: readonly Family[] = ['yolov8', 'yolov9', 'yolo11', 'yolo12', 'yolo26', 'yolov10', 'yolov5'];
/** Finished detections, by an end-to-end head or with suppression in the graph: https://docs.ultralytics.com/guides/end2end-detection/ */
const END_TO_END: readonly Family[] = ['yolov10', 'yolo26', 'yolov8', 'yolov9', 'yolo11', 'yolo12', 'yolov5'];
/** Three boxes a cell: https://github.com/ultralytics/yolov5/blob/master/models/yolo.py, https://github.com/WongKinYiu/yolov7 */
const ANCHOR_BASED: readonly Family[] = ['yolov5', 'yolov7'];
const BOXES_PER_CELL = 3;
/** Fewest bins of a distribution of distances; NanoDet has 8 or 11. */
const MIN_BINS = 5;

const NANODET_STRIDES = [8, 16, 32] as const;
const NANODET_PLUS_STRIDES = [8, 16, 32, 64] as const;

/** The levels that give a number of locations, with so many boxes in each; a number that is not known fits all. */
function stridesOf(count: number | null, size: PixelSize, perLocation = 1): (readonly number[])[] {
  return STRIDE_SETS.filter((strides) => count === null || count === perLocation * countLocations(size, strides));
}

function withObjectness(output: string, count: number | null, { classes, size }: FitRequest): Reading[] {
  const base = { kind: 'anchors', output, channelsFirst: false } as const;
  const isAnchorBased = stridesOf(count, size, BOXES_PER_CELL).length > 0;
  // With one class, the class's own score is never trained: https://github.com/WongKinYiu/yolov7/blob/main/models/experimental.py
  const objectness = classes === 1 ? 'alone' : 'times';
  const [strides] = stridesOf(count, size);
  return [
    ...(isAnchorBased
      ? [{ families: ANCHOR_BASED, head: { ...base, boxes: 'pixels', objectness, strides: [] } } as const]
      : []),
    ...(strides === undefined
      ? []
      : ([
          { families: ['yolox'], head: { ...base, boxes: 'cells', objectness: 'times', strides } },
          { families: ['yolox'], head: { ...base, boxes: 'pixels', objectness: 'times', strides: [] } },
        ] as const)),
  ];
}

/** https://github.com/RangiLyu/nanodet/blob/main/nanodet/model/head/nanodet_plus_head.py (centres in the corner of cells), and gfl_head.py (in the middle). */
function withDistances(output: string, count: number | null, bins: number, size: PixelSize): Reading[] {
  if (!Number.isInteger(bins) || bins < MIN_BINS) return [];
  const levels = [NANODET_PLUS_STRIDES, NANODET_STRIDES].filter(
    (strides) => count === null || count === countLocations(size, strides),
  );
  return levels.flatMap((strides): Reading[] => [
    { families: ['nanodet-plus'], head: { kind: 'distances', output, bins, centre: 0, strides } },
    // The older heads have three levels.
    ...(strides === NANODET_STRIDES
      ? [{ families: ['nanodet'], head: { kind: 'distances', output, bins, centre: 0.5, strides } } as const]
      : []),
  ]);
}

function readingsOfThree(
  name: string,
  request: FitRequest,
  [, second = null, third = null]: SizedOutput['shape'],
): Reading[] {
  const { classes, size } = request;
  const base = { kind: 'anchors', output: name, objectness: 'none', strides: [] } as const;
  const readings: Reading[] = [];
  if (second === 4 + classes && stridesOf(third, size).length > 0)
    readings.push({ families: ANCHOR_FREE, head: { ...base, channelsFirst: true, boxes: 'pixels' } });
  const isPerLocation = stridesOf(second, size).length > 0 && second !== null;
  if (third === 4 + classes) {
    if (isPerLocation || second === null)
      readings.push({ families: ANCHOR_FREE, head: { ...base, channelsFirst: false, boxes: 'pixels' } });
    if (!isPerLocation)
      readings.push({ families: ['rtdetr', 'dfine'], head: { ...base, channelsFirst: false, boxes: 'fractions' } });
  }
  if (third === 5 + classes) readings.push(...withObjectness(name, second, request));
  // With one class, or two, heads that are not finished have as many columns.
  const isUnfinished =
    (classes === 1 && second !== null && stridesOf(second, size, BOXES_PER_CELL).length > 0) ||
    (classes <= 2 && isPerLocation);
  if (third === 6 && !isUnfinished)
    readings.push({ families: END_TO_END, head: { kind: 'rows', output: name, columns: 6 } });
  if (third !== null) readings.push(...withDistances(name, second, (third - classes) / 4, size));
  return readings;
}

function readingsOf({ name, shape }: SizedOutput, request: FitRequest): Reading[] {
  if (shape.length === 3) return readingsOfThree(name, request, shape);
  // https://github.com/WongKinYiu/yolov7/blob/main/models/experimental.py, class ONNX_ORT
  if (shape.length === 2 && shape[1] === 7)
    return [{ families: ['yolov7'], head: { kind: 'rows', output: name, columns: 7 } }];
  return [];
}

/** Outputs that belong together and are known by their names. */
function readingsByName({ outputs, classes }: FitRequest): Reading[] {
  const shapeOf = (name: string) => outputs.find((output) => output.name === name)?.shape;
  const [logits, queries] = [shapeOf('logits'), shapeOf('pred_boxes')];
  // https://huggingface.co/docs/optimum-onnx/onnx/overview, exports of object detection
  if (logits?.length === 3 && queries?.length === 3 && (logits[2] ?? classes) === classes)
    return [{ families: ['rtdetr', 'dfine'], head: { kind: 'queries', logits: 'logits', boxes: 'pred_boxes' } }];
  const [labels, boxes, scores] = [shapeOf('labels'), shapeOf('boxes'), shapeOf('scores')];
  if (labels !== undefined && boxes !== undefined && scores !== undefined)
    return [
      {
        families: ['rtdetr', 'dfine'],
        head: { kind: 'labelled', labels: 'labels', boxes: 'boxes', scores: 'scores' },
      },
    ];
  return [];
}

/** All ways in which the outputs can be read, by their sizes alone. */
export function fitHeads(request: FitRequest): Reading[] {
  const byName = readingsByName(request);
  return byName.length > 0 ? byName : request.outputs.flatMap((output) => readingsOf(output, request));
}
