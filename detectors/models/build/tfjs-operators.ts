import { DetectorError } from '../../detector-error.js';
import { float, int, ints, text } from '../../onnx/graph-builder.js';
import type { GraphBuilder } from '../../onnx/graph-builder.js';
import type { TfjsNode, TfjsWeight } from './tfjs-model.js';
import { NHWC_AS_NCHW, permutationBetween } from './tfjs-value.js';
import type { TfjsValue } from './tfjs-value.js';

/** What an operator may ask for while it is converted. */
export interface ConversionContext {
  readonly graph: GraphBuilder;
  /** Height and width of the input that the sizes within the graph were written for. */
  readonly nativeSize: number;
  /** The converted value that an input names. */
  value(reference: string): TfjsValue;
  /** The constant that an input names; null when it is a computed value. */
  weight(reference: string): TfjsWeight | null;
}

/** Converts one node to ONNX, and returns its outputs. */
export type OperatorRule = (node: TfjsNode, context: ConversionContext) => TfjsValue[];

function fail(node: TfjsNode, what: string): never {
  throw new DetectorError('model.build-failed', `${node.op} ${node.name} cannot be converted: ${what}`);
}

function inputAt(node: TfjsNode, index: number): string {
  return node.input[index] ?? fail(node, `it has no input ${index}`);
}

function integersAt(node: TfjsNode, index: number, context: ConversionContext): number[] {
  const weight = context.weight(inputAt(node, index));
  return weight?.kind === 'integer' ? [...weight.data] : fail(node, `input ${index} is not a list of integers`);
}

function spatialStrides(node: TfjsNode): [number, number] {
  const [, vertical, horizontal] = node.attr.strides?.list?.i ?? [];
  if (vertical === undefined || horizontal === undefined || vertical !== horizontal) fail(node, 'its strides differ');
  return [vertical, horizontal];
}

/** Makes a border part of the tensor. */
function withoutBorder(value: TfjsValue, { graph }: ConversionContext): TfjsValue {
  if (value.border === null) return value;
  const { fill, before, after } = value.border;
  const name = graph.node('Pad', [value.name, graph.integers([...before, ...after]), graph.scalar(fill)]);
  return { ...value, name, border: null };
}

function arranged(value: TfjsValue, axes: readonly number[], context: ConversionContext): TfjsValue {
  if (value.axes.every((axis, index) => axis === axes[index])) return value;
  const { name, strideCells } = withoutBorder(value, context);
  const perm = ints(permutationBetween(value.axes, axes));
  return { name: context.graph.node('Transpose', [name], { perm }), axes, strideCells, border: null };
}

/** A value in NCHW with its border as the `pads` of a sliding window. */
function slidingInput(node: TfjsNode, fill: number, context: ConversionContext) {
  const padding = Buffer.from(node.attr.padding?.s ?? '', 'base64').toString();
  if (padding !== 'VALID') fail(node, `padding ${padding} is not VALID`);
  const asked = arranged(context.value(inputAt(node, 0)), NHWC_AS_NCHW, context);
  const value = asked.border?.fill === fill ? asked : withoutBorder(asked, context);
  const { before, after } = value.border ?? { before: [0, 0, 0, 0], after: [0, 0, 0, 0] };
  return { value, pads: [...before.slice(2), ...after.slice(2)] };
}

/** HWIO to OIHW. */
function convolutionKernel(data: Uint16Array, [h, w, i, o]: readonly [number, number, number, number]): Uint16Array {
  const kernel = new Uint16Array(data.length);
  const cells = h * w;
  for (let cell = 0; cell < cells; cell += 1)
    for (let from = 0; from < i; from += 1)
      for (let to = 0; to < o; to += 1) kernel[(to * i + from) * cells + cell] = data[(cell * i + from) * o + to] ?? 0;
  return kernel;
}

function convolve(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const weight = context.weight(inputAt(node, 1));
  const [h, w, i, o] = weight?.shape ?? [];
  if (weight?.kind !== 'half' || h === undefined || w === undefined || i === undefined || o === undefined)
    return fail(node, 'its kernel is not a constant of four dimensions');
  const dilations = (node.attr.dilations?.list?.i ?? []).slice(1, 3);
  const strides = spatialStrides(node);
  const { value, pads } = slidingInput(node, 0, context);
  const kernel = context.graph.constant(convolutionKernel(weight.data, [h, w, i, o]), [o, i, h, w]);
  const attributes = {
    kernel_shape: ints([h, w]),
    strides: ints(strides),
    pads: ints(pads),
    dilations: ints(dilations),
  };
  const name = context.graph.node('Conv', [value.name, kernel], attributes);
  return [{ name, axes: NHWC_AS_NCHW, strideCells: value.strideCells * strides[0], border: null }];
}

function poolMaximum(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const kernel = (node.attr.ksize?.list?.i ?? []).slice(1, 3);
  const strides = spatialStrides(node);
  const { value, pads } = slidingInput(node, -Infinity, context);
  const attributes = { kernel_shape: ints(kernel), strides: ints(strides), pads: ints(pads) };
  const name = context.graph.node('MaxPool', [value.name], attributes);
  return [{ name, axes: NHWC_AS_NCHW, strideCells: value.strideCells * strides[0], border: null }];
}

function add(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const left = withoutBorder(context.value(inputAt(node, 0)), context);
  const bias = context.weight(inputAt(node, 1));
  if (bias === null) {
    const right = arranged(withoutBorder(context.value(inputAt(node, 1)), context), left.axes, context);
    return [{ ...left, name: context.graph.node('Add', [left.name, right.name]) }];
  }
  if (bias.kind !== 'half' || bias.shape.length !== 1) return fail(node, 'its constant is not a row of channels');
  // A row belongs to the last logical axis, wherever that lies.
  const dims = new Array<number>(left.axes.length).fill(1);
  dims[left.axes.at(-1) ?? 0] = bias.data.length;
  return [{ ...left, name: context.graph.node('Add', [left.name, context.graph.constant(bias.data, dims)]) }];
}

function pad(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const value = withoutBorder(context.value(inputAt(node, 0)), context);
  const widths = integersAt(node, 1, context);
  const before = new Array<number>(value.axes.length).fill(0);
  const after = [...before];
  value.axes.forEach((physical, logical) => {
    before[physical] = widths[2 * logical] ?? 0;
    after[physical] = widths[2 * logical + 1] ?? 0;
  });
  return [{ ...value, border: { fill: padFill(node, context), before, after } }];
}

function padFill(node: TfjsNode, context: ConversionContext): number {
  if (node.op === 'Pad') return 0;
  const MINUS_INFINITY = 0xfc00; // in half precision
  const fill = context.weight(inputAt(node, 2));
  return fill?.kind === 'half' && fill.data[0] === MINUS_INFINITY
    ? -Infinity
    : fail(node, 'it fills with something else than minus infinity');
}

function resize(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  if (node.attr.half_pixel_centers?.b !== true) fail(node, 'its pixel centres are not at the half');
  const value = arranged(withoutBorder(context.value(inputAt(node, 0)), context), NHWC_AS_NCHW, context);
  const [height] = integersAt(node, 1, context);
  const strideCells = context.nativeSize / (height ?? fail(node, 'it has no size'));
  const scale = value.strideCells / strideCells;
  // A ratio instead of a size, so that the graph takes frames of any size.
  const scales = context.graph.constant(Float32Array.of(1, 1, scale, scale), [4]);
  const attributes = { mode: text('linear'), coordinate_transformation_mode: text('half_pixel') };
  const name = context.graph.node('Resize', [value.name, '', scales], attributes);
  return [{ name, axes: NHWC_AS_NCHW, strideCells, border: null }];
}

function concatenate(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const [first, ...others] = node.input
    .slice(0, -1)
    .map((reference) => withoutBorder(context.value(reference), context));
  const [axis] = integersAt(node, node.input.length - 1, context);
  if (first === undefined || axis === undefined) return fail(node, 'it joins nothing');
  const names = [first, ...others].map((value) => arranged(value, first.axes, context).name);
  const attributes = { axis: int(first.axes.at(axis) ?? fail(node, `there is no axis ${axis}`)) };
  return [{ ...first, name: context.graph.node('Concat', names, attributes) }];
}

function split(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const value = withoutBorder(context.value(inputAt(node, 0)), context);
  const sizes = integersAt(node, 1, context);
  const [axis] = integersAt(node, 2, context);
  const physical = value.axes.at(axis ?? 0) ?? fail(node, `there is no such axis`);
  const input = [value.name, context.graph.integers(sizes)];
  const names = context.graph.nodeWithOutputs('Split', input, sizes.length, { axis: int(physical) });
  return names.map((name) => ({ ...value, name }));
}

function transpose(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const value = context.value(inputAt(node, 0));
  const order = integersAt(node, 1, context);
  return [{ ...value, axes: order.map((axis) => value.axes[axis] ?? fail(node, `there is no axis ${axis}`)) }];
}

function leakyRelu(node: TfjsNode, context: ConversionContext): TfjsValue[] {
  const value = withoutBorder(context.value(inputAt(node, 0)), context);
  const alpha = float(node.attr.alpha?.f ?? fail(node, 'it has no slope'));
  return [{ ...value, name: context.graph.node('LeakyRelu', [value.name], { alpha }) }];
}

/** The TensorFlow operators that can be converted. */
export const OPERATOR_RULES: ReadonlyMap<string, OperatorRule> = new Map([
  ['Add', add],
  ['ConcatV2', concatenate],
  ['Conv2D', convolve],
  ['LeakyRelu', leakyRelu],
  ['MaxPool', poolMaximum],
  ['Pad', pad],
  ['PadV2', pad],
  ['ResizeBilinear', resize],
  ['SplitV', split],
  ['Transpose', transpose],
]);
