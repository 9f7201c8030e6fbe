import { ElementType, encodeModel } from './onnx-messages.js';
import type { AttributeMessage, GraphPart, NodeMessage, TensorMessage, ValueInfo } from './onnx-messages.js';

/** Value of a node's attribute before it has its name. */
export type Attribute =
  | { readonly type: 1; readonly f: number }
  | { readonly type: 2; readonly i: number }
  | { readonly type: 3; readonly s: Uint8Array }
  | { readonly type: 7; readonly ints: readonly number[] };

/** An attribute that holds one fraction. */
export const float = (f: number): Attribute => ({ type: 1, f });
/** An attribute that holds one integer. */
export const int = (i: number): Attribute => ({ type: 2, i });
/** An attribute that holds a word. */
export const text = (s: string): Attribute => ({ type: 3, s: new TextEncoder().encode(s) });
/** An attribute that holds a list of integers. */
export const ints = (values: readonly number[]): Attribute => ({ type: 7, ints: values });

const ELEMENT_OF = [
  [Float32Array, ElementType.float],
  [BigInt64Array, ElementType.int64],
  [Uint16Array, ElementType.float16],
  [Uint8Array, ElementType.uint8],
  [Int32Array, ElementType.int32],
] as const;

/** Numbers of a constant: 32-bit floats, integers, or the bits of 16-bit floats. */
export type ConstantData = Float32Array | BigInt64Array | Int32Array | Uint8Array | Uint16Array;

/** How a {@link GraphBuilder} writes. */
export interface GraphBuilderOptions {
  /** Begins every name, so that a part of a graph can be put into another's. */
  readonly prefix?: string;
  /** Operator set that the nodes are written in, 11 to 17 or later; 17 by default. */
  readonly opset?: number;
}

/** Operator set from which axes are an input rather than an attribute: Squeeze, Unsqueeze. */
const AXES_INPUT_SINCE = 13;
/** The same for ReduceMax. */
const REDUCE_AXES_INPUT_SINCE = 18;

/** Collects the nodes and constants of an ONNX graph. A value is known by its name. */
export class GraphBuilder {
  readonly #nodes: NodeMessage[] = [];
  readonly #initializers: TensorMessage[] = [];
  readonly #prefix: string;
  readonly #opset: number;
  #count = 0;

  constructor({ prefix = '', opset = 17 }: GraphBuilderOptions = {}) {
    this.#prefix = prefix;
    this.#opset = opset;
  }

  /** What was collected. */
  get part(): Required<Pick<GraphPart, 'nodes' | 'initializers'>> {
    return { nodes: this.#nodes, initializers: this.#initializers };
  }

  /** Adds a node with one output and returns the output's name. */
  node(opType: string, input: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = this.#unique(opType);
    this.#add(name, opType, input, [name], attributes);
    return name;
  }

  /** Adds a node with several outputs and returns their names. */
  nodeWithOutputs(
    opType: string,
    input: readonly string[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const name = this.#unique(opType);
    const output = Array.from({ length: outputs }, (_, index) => `${name}_${index}`);
    this.#add(name, opType, input, output, attributes);
    return output;
  }

  /** Adds a constant and returns its name. Half-precision bits are stored as they are, and widened to 32 bits when the model loads. */
  constant(data: ConstantData, dims: readonly number[]): string {
    const name = this.#unique('constant');
    const dataType = ELEMENT_OF.find(([kind]) => data instanceof kind)?.[1] ?? ElementType.float;
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#initializers.push({ name, dims, dataType, rawData });
    return dataType === ElementType.float16 ? this.cast(name, ElementType.float) : name;
  }

  /** Adds a list of integers (a shape, axes, sizes) and returns its name. */
  integers(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Adds one integer without dimensions and returns its name. */
  integer(value: number): string {
    return this.constant(BigInt64Array.of(BigInt(value)), []);
  }

  /** Adds one 32-bit float without dimensions and returns its name. */
  scalar(value: number): string {
    return this.constant(Float32Array.of(value), []);
  }

  /** The part of a value from index `from` up to, without, index `to` along an axis. */
  slice(input: string, axis: number, from: number, to: number): string {
    return this.node('Slice', [input, this.integers([from]), this.integers([to]), this.integers([axis])]);
  }

  /** Takes away, or puts in, a dimension of size 1. */
  reshapeByOne(opType: 'Squeeze' | 'Unsqueeze', input: string, axis: number): string {
    return this.#opset < AXES_INPUT_SINCE
      ? this.node(opType, [input], { axes: ints([axis]) })
      : this.node(opType, [input, this.integers([axis])]);
  }

  /** The largest value along an axis, which goes. */
  reduceMax(input: string, axis: number): string {
    return this.#opset < REDUCE_AXES_INPUT_SINCE
      ? this.node('ReduceMax', [input], { axes: ints([axis]), keepdims: int(0) })
      : this.node('ReduceMax', [input, this.integers([axis])], { keepdims: int(0) });
  }

  /** Converts a value's elements to another type. */
  cast(input: string, to: ElementType): string {
    return this.node('Cast', [input], { to: int(to) });
  }

  /** Gives a value the name of an output of the graph. */
  name(input: string, output: string): void {
    this.#add(output, 'Identity', [input], [output], {});
  }

  /** The ONNX file of the graph. */
  encode(model: {
    readonly name: string;
    readonly inputs: readonly ValueInfo[];
    readonly outputs: readonly ValueInfo[];
    readonly metadata: Readonly<Record<string, string>>;
  }): Uint8Array {
    return encodeModel({
      graphName: model.name,
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs: model.inputs,
      outputs: model.outputs,
      metadata: model.metadata,
      opset: this.#opset,
    });
  }

  #unique(prefix: string): string {
    this.#count += 1;
    return `${this.#prefix}${prefix}_${this.#count}`;
  }

  #add(
    name: string,
    opType: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    const attribute = Object.entries(attributes).map(([key, value]): AttributeMessage => ({ name: key, ...value }));
    this.#nodes.push({ name, opType, input, output, attribute });
  }
}
