import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Detection } from '../decoding/detection.js';
import { openDetector } from '../inference/detector-session.js';
import type { Picture } from '../inference/frame.js';
import { FRAME_SIZE } from '../inference/frame.js';
import { modelDirectory } from '../models/model-directory.js';
import { GraphBuilder, int, ints } from '../onnx/graph-builder.js';
import { readOnnxFile } from '../onnx/onnx-file.js';
import { ElementType } from '../onnx/onnx-messages.js';
import { spliceGraph } from '../onnx/splice-graph.js';
import { drawCar, drawPerson, drawStreet } from '../testing/drawn-scenes.js';
import { renderFrame } from '../testing/render-frame.js';
import { planDetector } from './plan-detector.js';

// A real network in the clothes of another family: what it finds must not change.

const STREET = join(modelDirectory, 'street.onnx');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-disguise-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The street model as YOLOv10 is exported: red first from 0 to 1, channels first, and finished rows. */
async function disguised(elementType: 'float' | 'float16'): Promise<string> {
  const street = readOnnxFile(await readFile(STREET));
  const head = new GraphBuilder({ prefix: 'disguise/in/' });
  const pixels = head.node('Round', [head.node('Mul', [head.cast('images', ElementType.float), head.scalar(255)])]);
  const planes = head.node('Gather', [head.cast(pixels, ElementType.uint8), head.integers([2, 1, 0])], {
    axis: int(1),
  });
  head.name(head.node('Transpose', [planes], { perm: ints([0, 2, 3, 1]) }), 'frame');
  const tail = new GraphBuilder({ prefix: 'disguise/out/' });
  const columns = ['scores', tail.cast('classes', ElementType.float)].map((name) =>
    tail.reshapeByOne('Unsqueeze', name, 2),
  );
  tail.name(tail.node('Concat', ['boxes', ...columns], { axis: int(2) }), 'output0');
  const { width, height } = FRAME_SIZE;
  const bytes = spliceGraph(street, {
    head: head.part,
    tail: tail.part,
    inputs: [{ name: 'images', elementType: ElementType[elementType], shape: [1, 3, height, width] }],
    outputs: [{ name: 'output0', elementType: ElementType.float, shape: [1, 'n', 6] }],
  });
  const file = join(folder, `${elementType}.onnx`);
  await writeFile(file, bytes);
  return file;
}

function toFiveDecimals(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(5)) : value;
}

async function detections(file: string, frame: Picture) {
  const plan = await planDetector({ file });
  const detector = await openDetector({ plan, size: FRAME_SIZE, labels: plan.labels }, FRAME_SIZE);
  try {
    return { family: plan.family, found: (await detector.look(frame)).detections };
  } finally {
    await detector.release();
  }
}

test.each(['float', 'float16'] as const)(
  'the street model, disguised with %s, finds what it always finds',
  async (type) => {
    const cars = [drawCar({ x: 120, y: 300, scale: 1 }, 'red'), drawCar({ x: 560, y: 440, scale: 1.25 }, 'silver')];
    const frame = await renderFrame(drawStreet([...cars, drawPerson({ x: 980, y: 260, scale: 0.75 }, 'red', 'blue')]));
    const plain = await detections(STREET, frame);
    const other = await detections(await disguised(type), frame);
    expect([plain.family, other.family]).toEqual(['lamppost', 'yolov10']);
    expect(plain.found.filter(({ score }) => score >= 0.5)).toHaveLength(3);
    // To five decimals: ONNX Runtime may sum up in another order when other nodes stand around.
    const rounded = (all: readonly Detection[]) => JSON.parse(JSON.stringify(all, toFiveDecimals)) as unknown;
    expect(rounded(other.found)).toEqual(rounded(plain.found));
  },
);
