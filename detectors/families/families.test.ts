import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COCO_LABELS } from '../decoding/coco-labels.js';
import type { Detection } from '../decoding/detection.js';
import { openDetector } from '../inference/detector-session.js';
import { distanceRows, finishedRows, locationRows, queryRows, transposed } from '../testing/family-outputs.js';
import type { KnownObject } from '../testing/family-outputs.js';
import { tinyDetector } from '../testing/tiny-detector.js';
import type { TinyDetector } from '../testing/tiny-detector.js';
import type { Family } from './family.js';
import { planDetector } from './plan-detector.js';

// Every family in the exact layout of its exports, with known boxes, taken through the file, ONNX Runtime and the decoder.

const SIZE = { width: 128, height: 96 };
const OBJECTS: readonly KnownObject[] = [
  { classId: 2, score: 0.9, box: [16, 16, 56, 44] },
  { classId: 0, score: 0.8, box: [80, 20, 96, 60] },
  { classId: 7, score: 0.7, box: [60, 66, 120, 92] },
];
const ONE_CLASS: readonly KnownObject[] = OBJECTS.map((object) => ({ ...object, classId: 0 }));
const NCHW = [1, 3, SIZE.height, SIZE.width] as const;
const NAMES = `{${COCO_LABELS.map((name, index) => `${index}: '${name}'`).join(', ')}}`;
const ULTRALYTICS = { author: 'Ultralytics', task: 'detect', stride: '32', names: NAMES, end2end: 'False' };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-families-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let files = 0;

async function write(model: TinyDetector, sidecar?: string): Promise<string> {
  files += 1;
  const file = join(folder, `model-${files}.onnx`);
  await writeFile(file, tinyDetector(model));
  if (sidecar !== undefined) await writeFile(join(folder, `model-${files}.yaml`), sidecar);
  return file;
}

/** Plans a model, loads it and looks at a frame of its own size, which the picture fills. */
async function lookWith(file: string, frame = SIZE): Promise<{ family: Family; detections: Detection[] }> {
  const plan = await planDetector({ file });
  const size = plan.input.size ?? frame;
  const detector = await openDetector({ plan, size, labels: plan.labels }, frame);
  try {
    const data = new Uint8Array(frame.width * frame.height * 3).fill(90);
    const letterbox = { x1: 0, y1: 0, x2: 1, y2: 1 };
    const { detections } = await detector.look({ cameraId: 'cam', capturedAtMs: 0, ...frame, data, letterbox });
    return { family: plan.family, detections };
  } finally {
    await detector.release();
  }
}

function expectFound(detections: readonly Detection[], objects: readonly KnownObject[] = OBJECTS, size = SIZE): void {
  expect(detections.map(({ label }) => label)).toEqual(objects.map(({ classId }) => COCO_LABELS[classId]));
  for (const [index, { box, score }] of objects.entries()) {
    const found = detections[index];
    expect(found?.score).toBeCloseTo(score, 2);
    const corners = [found?.box.x1, found?.box.y1, found?.box.x2, found?.box.y2];
    for (const [side, value] of corners.entries()) {
      const pixels = (value ?? NaN) * (side % 2 === 0 ? size.width : size.height);
      expect(Math.abs(pixels - (box[side] ?? NaN))).toBeLessThan(0.2);
    }
  }
}

/** A model with one output, of rows. */
function withRows(rows: readonly (readonly number[])[], extra: Partial<TinyDetector> = {}): TinyDetector {
  const output = { name: 'output0', dims: [1, rows.length, rows[0]?.length ?? 0], values: rows.flat() };
  return { inputShape: NCHW, outputs: [output], ...extra };
}

const yolov8 = (classes = 80, objects = OBJECTS) => transposed(locationRows(objects, { size: SIZE, classes }));
const anchorBased = (classes = 80, objects = OBJECTS) =>
  locationRows(objects, { size: SIZE, classes, perLocation: 3, hasObjectness: true });
const yolox = (isInCells: boolean) =>
  locationRows(OBJECTS, { size: SIZE, classes: 80, hasObjectness: true, isInCells });
const nanodet = (strides: readonly number[], centre: number, bins = 8) =>
  distanceRows(OBJECTS, SIZE, { classes: 80, bins, strides, centre });
const queries = queryRows(OBJECTS, SIZE, 80, 300);
const described = (name: string, end2end = 'False') => ({
  ...ULTRALYTICS,
  end2end,
  description: `Ultralytics ${name} model trained on coco.yaml`,
});
const logit = (score: number) => Math.log(score / (1 - score));
const hugging = (parts?: readonly string[]): TinyDetector => ({
  inputName: 'pixel_values',
  inputShape: ['batch_size', 3, SIZE.height, SIZE.width],
  outputs: [
    {
      name: 'logits',
      dims: [1, 300, 80],
      declared: ['batch_size', 300, 80],
      values: queries.flatMap(({ scores }) => scores.map(logit)),
    },
    {
      name: 'pred_boxes',
      dims: [1, 300, 4],
      declared: ['batch_size', 300, 4],
      values: queries.flatMap(({ box }) => box),
    },
  ],
  ...(parts === undefined ? {} : { parts }),
});
const labelled: TinyDetector = {
  inputShape: ['N', 3, SIZE.height, SIZE.width],
  moreInputs: [{ name: 'orig_target_sizes', elementType: 7, shape: ['N', 2] }],
  outputs: [
    { name: 'labels', dims: [1, 3], elementType: 'int64', values: OBJECTS.map(({ classId }) => classId) },
    {
      name: 'boxes',
      dims: [1, 3, 4],
      times: 'orig_target_sizes',
      values: OBJECTS.flatMap(({ box: [x1, y1, x2, y2] }) => [
        x1 / SIZE.width,
        y1 / SIZE.height,
        x2 / SIZE.width,
        y2 / SIZE.height,
      ]),
    },
    { name: 'scores', dims: [1, 3], values: OBJECTS.map(({ score }) => score) },
  ],
};
const v7Rows = OBJECTS.map(({ box, classId, score }) => [0, ...box, classId, score]);
const COCO = 'classes: coco\n';

const CASES: readonly [name: string, family: Family, model: TinyDetector, sidecar?: string][] = [
  ['YOLOv8', 'yolov8', withRows(yolov8(), { metadata: described('YOLOv8n') })],
  ['YOLOv9', 'yolov9', withRows(yolov8(), { metadata: described('YOLOv9c') })],
  ['YOLO11', 'yolo11', withRows(yolov8(), { metadata: described('YOLO11n') })],
  ['YOLO12', 'yolo12', withRows(yolov8(), { metadata: described('YOLO12n') })],
  ['YOLO26 without its end-to-end head', 'yolo26', withRows(yolov8(), { metadata: described('YOLO26n') })],
  ['YOLOv5 of ultralytics', 'yolov5', withRows(yolov8(), { metadata: described('YOLOv5nu') })],
  [
    'YOLOv9 of its authors, which names no family',
    'yolov8',
    withRows(yolov8(), { metadata: { stride: '32', names: NAMES } }),
  ],
  ['YOLOv8 with rows for locations', 'yolov8', withRows(transposed(yolov8()), { metadata: described('YOLOv8n') })],
  ['YOLOv10', 'yolov10', withRows(finishedRows(OBJECTS, 300), { metadata: described('YOLOv10n', 'True') })],
  ['YOLO26', 'yolo26', withRows(finishedRows(OBJECTS, 300), { metadata: described('YOLO26n', 'True') })],
  [
    'YOLO11 with suppression in the graph',
    'yolo11',
    withRows(finishedRows(OBJECTS, 300), { metadata: { ...described('YOLO11n'), args: "{'batch': 1, 'nms': True}" } }),
  ],
  ['YOLOv5', 'yolov5', withRows(anchorBased(), { metadata: { stride: '32', names: NAMES } })],
  ['YOLOv7', 'yolov7', withRows(anchorBased()), `family: yolov7\n${COCO}`],
  [
    'YOLOv5 with one class, whose own score means nothing',
    'yolov5',
    withRows(
      anchorBased(1, ONE_CLASS).map((row) => [...row.slice(0, 4), (row[4] ?? 0) * (row[5] ?? 0), 0.5]),
      { metadata: { stride: '32', names: "['person']" } },
    ),
  ],
  [
    'YOLOv7 end to end',
    'yolov7',
    { inputShape: NCHW, outputs: [{ name: 'output', dims: [3, 7], declared: ['n', 7], values: v7Rows.flat() }] },
    COCO,
  ],
  ['YOLOX before decoding', 'yolox', withRows(yolox(true)), COCO],
  ['YOLOX with decoding', 'yolox', withRows(yolox(false)), COCO],
  ['NanoDet-Plus', 'nanodet-plus', withRows(nanodet([8, 16, 32, 64], 0)), COCO],
  ['NanoDet', 'nanodet', withRows(nanodet([8, 16, 32], 0.5, 11)), `family: nanodet\n${COCO}`],
  [
    'NanoDet, known by its parts',
    'nanodet',
    withRows(nanodet([8, 16, 32], 0.5), { parts: ['fpn.lateral_convs.0.conv.weight'] }),
    COCO,
  ],
  [
    'NanoDet-Plus with three levels, known by its parts',
    'nanodet-plus',
    withRows(nanodet([8, 16, 32], 0), { parts: ['/fpn/reduce_layers.0/conv/Conv'] }),
    COCO,
  ],
  [
    'RT-DETR of ultralytics',
    'rtdetr',
    withRows(
      queries.map(({ box, scores }) => [...box, ...scores]),
      { metadata: described('rt-detr-l') },
    ),
  ],
  ['RT-DETR of its authors', 'rtdetr', labelled, COCO],
  ['D-FINE', 'dfine', labelled, `family: dfine\n${COCO}`],
  ['RT-DETR of transformers', 'rtdetr', hugging(['/model/encoder_input_proj.0/conv/Conv']), COCO],
  ['D-FINE of transformers', 'dfine', hugging(['model.decoder.lqe_layers.0.weight']), COCO],
];

describe('known objects are found in the export of', () => {
  test.each(CASES)('%s', async (_, family, model, sidecar) => {
    const found = await lookWith(await write(model, sidecar));
    expect(found.family).toBe(family);
    expectFound(found.detections, model.metadata?.names === "['person']" ? ONE_CLASS : OBJECTS);
  });
});

describe('known objects are found with', () => {
  const v8 = withRows(yolov8(), { metadata: ULTRALYTICS });
  const half = v8.outputs.map((output) => ({ ...output, elementType: 'float16' as const }));
  test.each<[string, TinyDetector]>([
    ['half precision', { ...v8, inputType: 'float16', outputs: half }],
    [
      'half precision before decoding',
      { ...withRows(yolox(true), { metadata: { names: NAMES } }), inputType: 'float16' },
    ],
    ['bytes', { ...v8, inputType: 'uint8' }],
    ['bytes, channels last', { ...v8, inputType: 'uint8', inputShape: [1, SIZE.height, SIZE.width, 3] }],
    ['channels last', { ...v8, inputShape: [1, SIZE.height, SIZE.width, 3] }],
    ['operator set 11', { ...v8, opset: 11 }],
    ['operator set 21', { ...v8, opset: 21 }],
    ['a batch of any size', { ...v8, inputShape: ['batch', 3, SIZE.height, SIZE.width] }],
  ])('%s', async (_, model) => {
    expectFound((await lookWith(await write(model))).detections);
  });

  test('a size of frame that is not the model’s: boxes come back to the frame', async () => {
    const frame = { width: 256, height: 256 };
    const { detections } = await lookWith(await write(v8), frame);
    // The frame fills 96 of the 128 columns, 16 from the left.
    const inFrame = OBJECTS.map((object) => {
      const [x1, y1, x2, y2] = object.box;
      const across = (x: number) => Math.max(0, Math.min(256, ((x - 16) * 256) / 96));
      const down = (y: number) => (y * 256) / 96;
      return { ...object, box: [across(x1), down(y1), across(x2), down(y2)] as const };
    });
    expectFound(detections, inFrame, frame);
  });

  test('sizes that are open: the usual size of frames is taken', async () => {
    const size = { width: 416, height: 256 };
    const rows = transposed(locationRows(OBJECTS, { size, classes: 80 }));
    const open = withRows(rows, { inputShape: ['batch', 3, 'height', 'width'], metadata: ULTRALYTICS });
    const outputs = open.outputs.map((output) => ({ ...output, declared: ['batch', 84, 'anchors'] }));
    const { detections } = await lookWith(await write({ ...open, outputs }), size);
    expectFound(detections, OBJECTS, size);
  });

  test('nothing said of the output’s shape: it is measured', async () => {
    const outputs = v8.outputs.map((output) => ({ ...output, declared: null }));
    expectFound((await lookWith(await write({ ...v8, outputs }))).detections);
  });

  test('two classes, where six columns could be finished rows or queries: what it gives for a grey frame tells', async () => {
    const two = OBJECTS.slice(0, 2).map((object, index) => ({ ...object, classId: index }));
    const classes = 'classes: [person, car]\nmap: { car: bicycle, person: person }\n';
    const rows = queryRows(two, SIZE, 2, 300).map(({ box, scores }) => [...box, ...scores]);
    for (const [model, family] of [
      [withRows(rows), 'rtdetr'],
      [withRows(finishedRows(two, 300)), 'yolov10'],
    ] as const) {
      const found = await lookWith(await write(model, classes));
      expect(found.family).toBe(family);
      expectFound(found.detections, two);
    }
  });

  test('no detection at all, where the number of rows is that of detections', async () => {
    const empty: TinyDetector = {
      inputShape: NCHW,
      outputs: [{ name: 'output', dims: [0, 7], declared: ['n', 7], values: [] }],
    };
    expect((await lookWith(await write(empty, COCO))).detections).toEqual([]);
  });
});
