import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../onnx/graph-builder.js';
import { ElementType } from '../../onnx/onnx-messages.js';
import { convertTfjs } from './tfjs-converter.js';
import { readTfjsModel } from './tfjs-model.js';

const NHWC_TO_NCHW = [0, 3, 1, 2];
const NCHW_TO_NHWC = [0, 2, 3, 1];
const VALID = { s: Buffer.from('VALID').toString('base64') };

/** Half-precision bits of the numbers that the small graphs use. */
const HALF: Readonly<Record<string, number>> = {
  '-Infinity': 0xfc00,
  '-2': 0xc000,
  '-1': 0xbc00,
  '0': 0,
  '0.5': 0x3800,
  '1': 0x3c00,
  '2': 0x4000,
};

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly isInteger?: boolean;
}

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: object;
}

const strides = (step: number) => ({ list: { i: ['1', `${step}`, `${step}`, '1'] } });
const integers = (name: string, values: readonly number[]): Weight => {
  return { name, shape: [values.length], values, isInteger: true };
};

/** Writes a TensorFlow.js model as the converter finds it in a package. */
function model(nodes: readonly Node[], weights: readonly Weight[]) {
  const entries = weights.map(({ name, shape, isInteger }) =>
    isInteger === true
      ? { name, shape, dtype: 'int32' }
      : { name, shape, dtype: 'float32', quantization: { dtype: 'float16' } },
  );
  const bytes = weights.map(({ values, isInteger }) =>
    isInteger === true
      ? Buffer.from(Int32Array.from(values).buffer)
      : Buffer.from(Uint16Array.from(values, (value) => HALF[value] ?? NaN).buffer),
  );
  const json = { modelTopology: { node: nodes }, weightsManifest: [{ weights: entries }] };
  return readTfjsModel(JSON.stringify(json), Buffer.concat(bytes));
}

function convert(source: ReturnType<typeof model>, outputs: readonly string[], nativeSize = 4): Uint8Array {
  const graph = new GraphBuilder();
  const names = convertTfjs({ graph, model: source, input: 'x', nativeSize, outputs });
  names.forEach((name, index) => {
    graph.name(name, `out${index}`);
  });
  const shape = [1, 'C', 'H', 'W'];
  return graph.encode({
    name: 'small',
    inputs: [{ name: 'x', elementType: ElementType.float, shape: [1, 1, 'H', 'W'] }],
    outputs: names.map((_, index) => ({ name: `out${index}`, elementType: ElementType.float, shape })),
    metadata: { family: 'test' },
  });
}

async function run(bytes: Uint8Array, values: readonly number[], height: number, width: number) {
  const session = await InferenceSession.create(bytes);
  const outputs = await session.run({ x: new Tensor('float32', Float32Array.from(values), [1, 1, height, width]) });
  await session.release();
  return Object.values(outputs).map(({ data, dims }) => ({ dims, values: [...(data as Float32Array)] }));
}

const convolution = [
  { name: 'x', op: 'Placeholder' },
  { name: 'pad', op: 'Pad', input: ['x', 'widths'] },
  { name: 'nhwc', op: 'Transpose', input: ['pad', 'to_nhwc'] },
  {
    name: 'conv',
    op: 'Conv2D',
    input: ['nhwc', 'kernel'],
    attr: { padding: VALID, strides: strides(2), dilations: strides(1) },
  },
  { name: 'sum', op: 'Add', input: ['conv', 'bias'] },
  { name: 'nchw', op: 'Transpose', input: ['sum', 'to_nchw'] },
  { name: 'relu', op: 'LeakyRelu', input: ['nchw'], attr: { alpha: { f: 0.5 } } },
  { name: 'parts', op: 'SplitV', input: ['relu', 'sizes', 'channel'] },
];
const KERNEL = [1, 0, 0, -1, 2, 0, 0, 1, 0.5, -2, 0, 0, 1, 1, 0, 0, -1, 2];
const convolutionWeights = [
  integers('widths', [0, 0, 0, 0, 1, 1, 1, 1]),
  integers('to_nhwc', NCHW_TO_NHWC),
  integers('to_nchw', NHWC_TO_NCHW),
  integers('sizes', [1, 1]),
  integers('channel', [1]),
  { name: 'kernel', shape: [3, 3, 1, 2], values: KERNEL },
  { name: 'bias', shape: [2], values: [1, -2] },
];

/** The same by the book: border of zeros, 3 by 3 window in steps of 2, bias, negative values halved. */
function expectedChannel(input: readonly number[], height: number, width: number, channel: 0 | 1): number[] {
  const values: number[] = [];
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      let sum = channel === 0 ? 1 : -2;
      for (let ky = 0; ky < 3; ky += 1)
        for (let kx = 0; kx < 3; kx += 1) {
          const [row, column] = [y + ky - 1, x + kx - 1];
          const isInside = row >= 0 && row < height && column >= 0 && column < width;
          if (isInside) sum += (input[row * width + column] ?? 0) * (KERNEL[(ky * 3 + kx) * 2 + channel] ?? 0);
        }
      values.push(sum < 0 ? sum / 2 : sum);
    }
  return values;
}

test.each([
  [4, 4],
  [6, 8],
])('a padded convolution gives the numbers of TensorFlow, at %i by %i too', async (height, width) => {
  const input = Array.from({ length: height * width }, (_, index) => ((index * 7) % 11) - 5);
  const [first, second] = await run(
    convert(model(convolution, convolutionWeights), ['parts', 'parts:1']),
    input,
    height,
    width,
  );
  expect(first).toEqual({ dims: [1, 1, height / 2, width / 2], values: expectedChannel(input, height, width, 0) });
  expect(second).toEqual({ dims: [1, 1, height / 2, width / 2], values: expectedChannel(input, height, width, 1) });
});

test('pooling, resizing, adding and joining give the numbers of TensorFlow', async () => {
  const source = model(
    [
      { name: 'x', op: 'Placeholder' },
      { name: 'pad', op: 'PadV2', input: ['x', 'widths', 'fill'] },
      { name: 'nhwc', op: 'Transpose', input: ['pad', 'to_nhwc'] },
      {
        name: 'pool',
        op: 'MaxPool',
        input: ['nhwc'],
        attr: { padding: VALID, strides: strides(2), ksize: strides(3) },
      },
      { name: 'up', op: 'ResizeBilinear', input: ['pool', 'size'], attr: { half_pixel_centers: { b: true } } },
      { name: 'nchw', op: 'Transpose', input: ['up', 'to_nchw'] },
      { name: 'twice', op: 'Add', input: ['nchw', 'nchw'] },
      { name: 'joined', op: 'ConcatV2', input: ['nchw', 'twice', 'channel'] },
    ],
    [
      integers('widths', [0, 0, 0, 0, 1, 1, 1, 1]),
      integers('to_nhwc', NCHW_TO_NHWC),
      integers('to_nchw', NHWC_TO_NCHW),
      integers('size', [4, 4]),
      integers('channel', [1]),
      { name: 'fill', shape: [], values: [-Infinity] },
    ],
  );
  const input = Array.from({ length: 16 }, (_, index) => index - 20); // all negative: a border of zeros would win
  const [joined] = await run(convert(source, ['joined']), input, 4, 4);
  const [a, b, c, d] = [-15, -13, -7, -5]; // the pooled maxima
  const across = (left: number, right: number) => [0, 0.25, 0.75, 1].map((share) => left + (right - left) * share);
  const columns = across(0, 1).map((share) => [a + (c - a) * share, b + (d - b) * share] as const);
  const resized = columns.flatMap(([left, right]) => across(left, right));
  expect(joined).toEqual({ dims: [1, 2, 4, 4], values: [...resized, ...resized.map((value) => 2 * value)] });
});

test('the same model gives the same bytes', () => {
  const once = convert(model(convolution, convolutionWeights), ['parts', 'parts:1']);
  expect(convert(model(convolution, convolutionWeights), ['parts', 'parts:1'])).toEqual(once);
});

test.each([
  [
    'an operator without a rule',
    [
      { name: 'x', op: 'Placeholder' },
      { name: 'out', op: 'Cosh', input: ['x'] },
    ],
    'Cosh',
  ],
  ['an output that is not there', [{ name: 'x', op: 'Placeholder' }], 'out'],
])('%s is named in the error', (_, nodes, name) => {
  expect(() => convert(model(nodes, []), ['out'])).toThrow(name);
});

test('weights that are cut short or too long are refused', () => {
  const json = JSON.stringify({
    modelTopology: { node: [] },
    weightsManifest: [{ weights: [{ name: 'w', shape: [3], dtype: 'int32' }] }],
  });
  expect(() => readTfjsModel(json, new Uint8Array(11))).toThrow('inside w');
  expect(() => readTfjsModel(json, new Uint8Array(13))).toThrow('1 bytes are left over');
});
