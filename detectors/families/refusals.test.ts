import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COCO_LABELS } from '../decoding/coco-labels.js';
import { GraphBuilder } from '../onnx/graph-builder.js';
import { ElementType, encodeModel } from '../onnx/onnx-messages.js';
import { distanceRows, finishedRows, locationRows, transposed } from '../testing/family-outputs.js';
import { tinyDetector } from '../testing/tiny-detector.js';
import type { TinyDetector, TinyOutput } from '../testing/tiny-detector.js';
import { planDetector } from './plan-detector.js';

// What cannot be read with certainty is refused, in words that say what was seen and what to write.

const SIZE = { width: 128, height: 96 };
const NCHW = [1, 3, SIZE.height, SIZE.width] as const;
const NAMES = `{${COCO_LABELS.map((name, index) => `${index}: '${name}'`).join(', ')}}`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-refusals-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let files = 0;

/** Why a model is refused; the folder is left out of the words. */
async function refusal(model: TinyDetector | Uint8Array, sidecar?: string) {
  files += 1;
  const file = join(folder, `m${files}.onnx`);
  await writeFile(file, model instanceof Uint8Array ? model : tinyDetector(model));
  if (sidecar !== undefined) await writeFile(join(folder, `m${files}.yaml`), sidecar);
  return reasonOf(file);
}

async function reasonOf(file: string): Promise<{ code: unknown; text: string }> {
  try {
    await planDetector({ file });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? error.code : error.name;
    return { code, text: error.message.replaceAll(folder, '').replaceAll(/m\d+\./g, 'm.') };
  }
  return { code: null, text: 'it was accepted' };
}

function output(name: string, rows: readonly (readonly number[])[], extra: Partial<TinyOutput> = {}): TinyOutput {
  return { name, dims: [1, rows.length, rows[0]?.length ?? 0], values: rows.flat(), ...extra };
}

const zeros = (name: string, dims: readonly number[]): TinyOutput => ({
  name,
  dims,
  values: Array<number>(dims.reduce((product, size) => product * size, 1)).fill(0),
});
const v8Rows = transposed(locationRows([], { size: SIZE, classes: 80 }));
const v8: TinyDetector = { inputShape: NCHW, outputs: [output('output0', v8Rows)], metadata: { names: NAMES } };
const named = (outputs: readonly TinyOutput[], metadata = {}): TinyDetector => ({
  inputShape: NCHW,
  outputs,
  metadata: { names: NAMES, ...metadata },
});

describe('a file that is no model to run', () => {
  const whole = tinyDetector(v8);
  const external = encodeModel({
    graphName: 'external',
    nodes: [],
    initializers: [{ name: 'weights', dims: [1], dataType: ElementType.float, rawData: new Uint8Array(4) }],
    inputs: [{ name: 'images', elementType: ElementType.float, shape: NCHW }],
    outputs: [{ name: 'output0', elementType: ElementType.float, shape: [1] }],
    metadata: {},
  });
  const tensorRt = encodeModel({
    graphName: 'tensorrt',
    nodes: [
      { name: 'nms', opType: 'EfficientNMS_TRT', domain: 'TRT', input: ['images'], output: ['output0'], attribute: [] },
    ],
    initializers: [],
    inputs: [{ name: 'images', elementType: ElementType.float, shape: NCHW }],
    outputs: [{ name: 'output0', elementType: ElementType.float, shape: [1] }],
    metadata: {},
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['of no bytes', new Uint8Array(0), /it is empty; copy it anew/],
    ['of words', new TextEncoder().encode('<html>404 Not Found</html>'), /no ONNX model, or not the whole of one/],
    ['of a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70), /no ONNX model/],
    ['cut off', whole.subarray(0, Math.floor(whole.length / 2)), /not the whole of one/],
    ['cut off by one byte', whole.subarray(0, whole.length - 1), /not the whole of one/],
    ['of fields without a graph', Uint8Array.of(8, 8), /it holds no graph/],
    ['without outputs', tinyDetector({ ...v8, outputs: [] }), /without outputs/],
    ['of an old operator set', tinyDetector({ ...v8, opset: 10 }), /operator set 10; export it with opset 11 or later/],
    ['for TensorRT', tensorRt, /needs TRT::EfficientNMS_TRT, which only TensorRT has/],
    ['with weights elsewhere', withExternalData(external), /weights lie in another file.*onnx\.save_model/],
  ])('%s', async (_, bytes, words) => {
    const { code, text } = await refusal(bytes);
    expect(text).toMatch(words);
    expect(text).toMatch(/^\/m\.onnx: /);
    expect(code).toBe('model.unusable');
  });

  test('too large for a box', async () => {
    const file = join(folder, 'huge.onnx');
    await writeFile(file, '');
    await truncate(file, 3_000_000_000);
    expect(await reasonOf(file)).toMatchObject({
      code: 'model.unusable',
      text: expect.stringContaining('it has 3000000000 bytes') as string,
    });
  });

  test('that is not there', async () => {
    expect(await reasonOf(join(folder, 'nowhere.onnx'))).toMatchObject({
      code: 'model.missing',
      text: expect.stringContaining('/nowhere.onnx: cannot be read') as string,
    });
  });

  test('whose graph ONNX Runtime refuses', async () => {
    const graph = new GraphBuilder();
    graph.name(graph.node('NoSuchOperator', ['images']), 'output0');
    const bytes = graph.encode({
      name: 'broken',
      inputs: [{ name: 'images', elementType: ElementType.float, shape: NCHW }],
      outputs: [{ name: 'output0', elementType: ElementType.float, shape: [1, 84, 252] }],
      metadata: { names: NAMES },
    });
    expect(await refusal(bytes)).toMatchObject({
      code: 'model.unusable',
      text: expect.stringMatching(/ONNX Runtime cannot run it: .*NoSuchOperator/s) as string,
    });
  });
});

/** Says of the weights of an encoded model that they lie in another file: TensorProto.external_data and data_location. */
function withExternalData(model: Uint8Array): Uint8Array {
  const raw = Buffer.from([0x4a, 4, 0, 0, 0, 0]);
  const at = Buffer.from(model).indexOf(raw);
  // The same length: an empty entry of external_data and data_location 1, in place of four bytes of data.
  return Buffer.concat([
    model.subarray(0, at),
    Buffer.from([0x6a, 2, 0x0a, 0, 0x70, 1]),
    model.subarray(at + raw.length),
  ]);
}

describe('a model that is no detector to be read with certainty', () => {
  const detr: TinyDetector = {
    inputName: 'pixel_values',
    inputShape: NCHW,
    outputs: [zeros('logits', [1, 100, 80]), zeros('pred_boxes', [1, 100, 4])],
    metadata: { names: NAMES },
  };
  const threeLevels = distanceRows([], SIZE, { classes: 80, bins: 8, strides: [8, 16, 32], centre: 0 });
  const yolox = locationRows([], { size: SIZE, classes: 80, hasObjectness: true });
  const yolov6 = yolox.map((row) => row.map((value, column) => (column === 4 ? 1 : value)));
  const unclear = yolox.map((row) => row.map((value, column) => (column < 4 ? 1000 : value)));

  test.each<[string, TinyDetector, RegExp]>([
    [
      'the task segment',
      named(v8.outputs, { task: 'segment' }),
      /made for the task "segment"; a model of the task "detect" is needed/,
    ],
    ['the task pose', named(v8.outputs, { task: 'pose' }), /made for the task "pose"/],
    ['the task classify', named([zeros('output0', [1, 1000])], { task: 'classify' }), /made for the task "classify"/],
    ['the task obb', named(v8.outputs, { task: 'obb' }), /made for the task "obb"/],
    [
      'masks',
      named([zeros('output0', [1, 116, 252]), zeros('output1', [1, 32, 24, 32])]),
      /looks like a segmentation model/,
    ],
    ['one row of scores', named([zeros('probs', [1, 80])]), /looks like a classification model/],
    [
      'key points',
      { ...named([zeros('output0', [1, 56, 252])]), metadata: { names: "['person']" } },
      /looks like a pose model: 17 key points/,
    ],
    ['angles', named([zeros('output0', [1, 85, 252])]), /looks like a model of oriented boxes/],
    [
      'bare levels',
      named([zeros('p3', [1, 3, 12, 16, 85]), zeros('p4', [1, 3, 6, 8, 85])]),
      /bare levels of a head.*--grid/,
    ],
    [
      'no names of classes',
      { ...v8, metadata: {} },
      /does not name its classes[^]*write into \/m\.yaml:\n {4}classes: coco/,
    ],
    ['names that are code', { ...v8, metadata: { names: "__import__('os').getcwd()" } }, /class names cannot be read/],
    [
      'classes that no rule knows',
      { ...v8, outputs: [zeros('output0', [1, 5, 252])], metadata: { names: "['pothole']" } },
      /none of its classes \(pothole\) is one that rules know[^]*map:\n {6}"pothole": car/,
    ],
    [
      'a batch of four',
      { ...v8, inputShape: [4, 3, 96, 128] },
      /takes 4 pictures at a time; export it with a batch of 1/,
    ],
    ['one channel', { ...v8, inputShape: [1, 1, 96, 128] }, /has the three channels[^]*layout: nchw/],
    [
      'open channels',
      { ...v8, inputShape: ['n', 'c', 'h', 'w'] },
      /cannot be told where its input images has the three channels[^]*layout: nchw {3}# or nhwc/,
    ],
    [
      'a second input that nobody knows',
      { ...v8, moreInputs: [{ name: 'im_shape', elementType: 1, shape: [1, 2] }] },
      /nobody knows what to give to its input im_shape/,
    ],
    ['no input for pictures', { ...v8, inputShape: [1, 100] }, /it has 0 inputs that could take a picture/],
    [
      'columns for other classes',
      named([zeros('output0', [1, 24, 252])]),
      /fit no family with 80 classes at 128 x 96 pixels[^]*classes: \[\.\.\.\].*20 or 19 of them/,
    ],
    [
      'two outputs alike',
      named([output('aux', v8Rows), output('main', v8Rows)]),
      /several of its outputs could be the detections[^]*output: aux {3}# or main/,
    ],
    [
      'NanoDet with three levels',
      named([output('output', threeLevels)]),
      /could be read in 2 ways[^]*family: nanodet-plus {3}# or nanodet/,
    ],
    [
      'YOLOv6',
      named([output('output', yolov6)]),
      /objectness is 1 everywhere[^]*family: yolox\n {4}boxes: pixels\n {4}input:\n {6}channels: rgb\n {6}scale: 0\.0039/,
    ],
    [
      'boxes that are neither',
      named([output('output', unclear)]),
      /could be read in 2 ways[^]*boxes: cells {3}# or pixels/,
    ],
    ['queries that could be DETR’s', detr, /but DETR too[^]*family: rtdetr {3}# or dfine/],
    [
      'logits for scores',
      named([
        output(
          'output0',
          v8Rows.map((row, index) => (index < 4 ? row : row.map(() => -4.6))),
        ),
      ]),
      /gives scores outside of 0 to 1/,
    ],
    [
      'fractions for pixels',
      named([
        output(
          'output0',
          finishedRows([], 300).map((row) => row.map((value, column) => (column < 4 ? value / 128 : value))),
        ),
      ]),
      /gives boxes of less than 2 pixels alone/,
    ],
    [
      'classes that it does not name',
      named([
        output(
          'output0',
          finishedRows([], 300).map((row) => [...row.slice(0, 5), 90]),
        ),
      ]),
      /gives classes that it has no names for/,
    ],
  ])('%s', async (_, model, words) => {
    const { code, text } = await refusal(model);
    expect(text).toMatch(words);
    expect(code).toBe('model.unrecognised');
    expect(text).toMatch(/\n {2}inputs: .*\n {2}outputs: .*\n {2}metadata: /);
  });

  test('what was seen is said', async () => {
    const { text } = await refusal({ ...v8, metadata: { stride: '32' } });
    expect(text).toContain('inputs: images float32 [1, 3, 96, 128]');
    expect(text).toContain('outputs: output0 float32 [1, 84, 252]');
    expect(text).toContain('metadata: stride; made by lamppost, operator set 17');
  });

  test('what is asked for is enough', async () => {
    expect(await refusal(named([output('aux', v8Rows), output('main', v8Rows)]), 'output: main')).toMatchObject({
      code: null,
    });
    expect(await refusal(named([output('output', threeLevels)]), 'family: nanodet')).toMatchObject({ code: null });
    const lines = 'family: yolox\nboxes: pixels\ninput:\n  channels: rgb\n  scale: 0.00392156862745098\n';
    expect(await refusal(named([output('output', yolov6)]), lines)).toMatchObject({ code: null });
    expect(await refusal(detr, 'family: rtdetr')).toMatchObject({ code: null });
    const open = { ...v8, inputShape: ['n', 'c', 'h', 'w'] };
    const size = '{ width: 128, height: 96 }';
    expect(await refusal(open, `input: { layout: nchw, size: ${size} }`)).toMatchObject({ code: null });
  });
});

describe('a sidecar that is wrong', () => {
  test.each<[string, string, string]>([
    ['an unknown family', 'family: yolo99\n', 'm.yaml:1:9: family: '],
    ['an unknown key', 'family: yolov8\nthreshold: 0.3\n', 'm.yaml:1:1: the document: '],
    ['a label that rules do not know', 'map:\n  person: human\n', 'm.yaml:2:11: map.person: '],
    [
      'a class that the model does not have',
      'map:\n  car: car\n  lorry: truck\n',
      'm.yaml:3:10: map.lorry: the model has no class "lorry"',
    ],
    ['an index that the model does not have', 'map:\n  80: car\n', 'm.yaml:2:3: map.80: the model has no class "80"'],
    [
      'another size than the model’s',
      'input:\n  size: { width: 640, height: 640 }\n',
      'm.yaml:2:9: input.size: the model takes 128 x 96 pixels alone',
    ],
    ['a score out of range', 'minScore: 30\n', 'm.yaml:1:11: minScore: '],
    ['classes that are no list', 'classes: 80\n', 'm.yaml:1:10: classes: a list of class names'],
    ['what is not YAML', 'map: [\n', 'm.yaml:2:1: not YAML: '],
  ])('%s', async (_, sidecar, words) => {
    const { code, text } = await refusal(v8, sidecar);
    expect(text).toContain(words);
    expect(code).toBe('ConfigError');
  });

  test('normalisation for a model that takes bytes', async () => {
    const { text } = await refusal({ ...v8, inputType: 'uint8' }, 'input:\n  scale: 0.004\n');
    expect(text).toContain('m.yaml:2:3: input: the model takes bytes and normalises them itself');
  });

  test('a family that the outputs contradict', async () => {
    const { code, text } = await refusal(v8, 'family: yolov7\n');
    expect(text).toContain('fit no family as family yolov7');
    expect(code).toBe('model.unrecognised');
  });
});
