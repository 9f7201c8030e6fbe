import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDetector } from '../inference/detector-session.js';
import { GraphBuilder, int, ints } from '../onnx/graph-builder.js';
import { ElementType } from '../onnx/onnx-messages.js';
import type { PictureInput } from './detector-plan.js';
import { FAMILIES, normalisationOf } from './family.js';
import { planDetector } from './plan-detector.js';

// What a model sees: one that answers with the mean of each channel of its input, in place of scores.

const SIZE = { width: 64, height: 32 };
/** Blue, green and red of every pixel. */
const COLOUR = [10, 100, 200] as const;
/** Scores lie from 0 to 1; what a model sees lies within this, to either side. */
const REACH = 512;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-pixels-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let files = 0;

const ELEMENTS = { float32: ElementType.float, float16: ElementType.float16, uint8: ElementType.uint8 };

/** Finished rows whose scores are (mean of a channel + REACH) / (2 * REACH), one for each channel. */
function echo({ elementType, layout }: Pick<PictureInput, 'elementType' | 'layout'>): Uint8Array {
  const graph = new GraphBuilder();
  const picture = graph.cast('images', ElementType.float);
  const axes = layout === 'nchw' ? [2, 3] : [1, 2];
  const means = graph.node('ReduceMean', [picture], { axes: ints(axes), keepdims: int(0) });
  const scores = graph.node('Div', [graph.node('Add', [means, graph.scalar(REACH)]), graph.scalar(2 * REACH)]);
  const column = graph.node('Reshape', [scores, graph.integers([1, 3, 1])]);
  const boxes = graph.constant(
    Float32Array.from([0, 1, 2].flatMap((row) => [20 * row, 0, 20 * row + 10, 10])),
    [1, 3, 4],
  );
  const classes = graph.constant(Float32Array.from([0, 1, 2]), [1, 3, 1]);
  graph.name(graph.node('Concat', [boxes, column, classes], { axis: int(2) }), 'output0');
  const { width, height } = SIZE;
  const shape = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  return graph.encode({
    name: 'echo',
    inputs: [{ name: 'images', elementType: ELEMENTS[elementType], shape }],
    outputs: [{ name: 'output0', elementType: ElementType.float, shape: [1, 3, 6] }],
    metadata: { names: "['car', 'bus', 'truck']" },
  });
}

/** The mean of each channel that a model sees, in the order of its channels. */
async function seenBy(input: Partial<PictureInput>, sidecar?: string): Promise<number[]> {
  files += 1;
  const file = join(folder, `echo-${files}.onnx`);
  const { elementType = 'float32', layout = 'nchw' } = input;
  await writeFile(file, echo({ elementType, layout }));
  if (sidecar !== undefined) await writeFile(file.replace('.onnx', '.yaml'), sidecar);
  const plan = await planDetector({ file });
  const model = { plan: { ...plan, input: { ...plan.input, ...input } }, size: SIZE, labels: plan.labels };
  const detector = await openDetector(model, SIZE, { minScore: 0, minSizePx: 1 });
  const data = new Uint8Array(SIZE.width * SIZE.height * 3).map((_, index) => COLOUR[index % 3] ?? 0);
  const letterbox = { x1: 0, y1: 0, x2: 1, y2: 1 };
  const { detections } = await detector.look({ cameraId: 'cam', capturedAtMs: 0, ...SIZE, data, letterbox });
  await detector.release();
  const means = detections.toSorted((a, b) => a.box.x1 - b.box.x1).map(({ score }) => score * 2 * REACH - REACH);
  expect(means).toHaveLength(3);
  return means;
}

function expectClose(seen: readonly number[], expected: readonly number[], digits: number): void {
  for (const [channel, value] of expected.entries()) expect(seen[channel]).toBeCloseTo(value, digits);
}

const ONE = COLOUR.map((value) => value / 255).toReversed();
const NANODET = [(10 - 103.53) / 57.375, (100 - 116.28) / 57.12, (200 - 123.675) / 58.395];

describe('what a model of a family sees of a pixel of 10 blue, 100 green and 200 red', () => {
  test.each(FAMILIES)('%s', async (family) => {
    const expected = {
      bytes: [...COLOUR],
      mean: NANODET,
      fraction: ONE,
    }[family === 'yolox' || family === 'lamppost' ? 'bytes' : family.startsWith('nanodet') ? 'mean' : 'fraction'];
    expectClose(await seenBy({ normalisation: normalisationOf(family) }), expected, 3);
  });
});

test.each([
  ['half precision', { elementType: 'float16' }, ONE, 2],
  ['channels last', { layout: 'nhwc' }, ONE, 3],
  ['bytes', { elementType: 'uint8' }, COLOUR.toReversed(), 2],
  ['bytes, channels last', { elementType: 'uint8', layout: 'nhwc' }, COLOUR.toReversed(), 2],
] as const)('with %s', async (_, input, expected, digits) => {
  expectClose(await seenBy(input), expected, digits);
});

test('what the sidecar says of the input goes before what the family says', async () => {
  const sidecar =
    'input:\n  channels: bgr\n  scale: 1\n  mean: [103.53, 116.28, 123.675]\n  std: [57.375, 57.12, 58.395]\n';
  expectClose(await seenBy({}, sidecar), NANODET, 3);
  expectClose(await seenBy({}, 'input: { channels: bgr }\n'), ONE.toReversed(), 3);
});
