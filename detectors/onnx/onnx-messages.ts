import protobuf from 'protobufjs';

/** Element types of ONNX tensors (`TensorProto.DataType` of onnx.proto3). */
export const ElementType = { float: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

/** A constant of a graph; `rawData` is little-endian in row-major order. */
export interface TensorMessage {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: ElementType;
  readonly rawData: Uint8Array;
}

/** An attribute of a node; `type` is `AttributeProto.AttributeType`, and says which one of the values is meant. */
export type AttributeMessage =
  | { readonly name: string; readonly type: 1; readonly f: number }
  | { readonly name: string; readonly type: 2; readonly i: number }
  | { readonly name: string; readonly type: 3; readonly s: Uint8Array }
  | { readonly name: string; readonly type: 7; readonly ints: readonly number[] };

/** One operation of a graph. */
export interface NodeMessage {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeMessage[];
}

/** An input or output of a graph; a dimension with a name (`H`) is fixed only when the model runs. */
export interface ValueInfo {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly (number | string)[];
}

/** What is written into an ONNX file. */
export interface OnnxModel {
  readonly graphName: string;
  readonly nodes: readonly NodeMessage[];
  readonly initializers: readonly TensorMessage[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Operator set that the graphs are written in. */
const OPSET_VERSION = 17;
/** File format that came with that operator set. */
const IR_VERSION = 8;

// The messages of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3) as far as they are written here.
const messages = protobuf.Root.fromJSON({
  nested: {
    Entry: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    OperatorSet: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
    Shape: { fields: { dim: { rule: 'repeated', type: 'Dimension', id: 1 } } },
    TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    ValueType: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    ValueInfo: { fields: { name: { type: 'string', id: 1 }, type: { type: 'ValueType', id: 2 } } },
    Tensor: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        ints: { rule: 'repeated', type: 'int64', id: 8 },
        type: { type: 'int32', id: 20 },
      },
    },
    Node: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'Attribute', id: 5 },
      },
    },
    Graph: {
      fields: {
        node: { rule: 'repeated', type: 'Node', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'Tensor', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfo', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfo', id: 12 },
      },
    },
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSet', id: 8 },
        metadataProps: { rule: 'repeated', type: 'Entry', id: 14 },
      },
    },
  },
}).lookupType('Model');

function valueInfo({ name, elementType, shape }: ValueInfo) {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementType, shape: { dim } } } };
}

/** Bytes of the ONNX file of a model; the same model gives the same bytes. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return messages
    .encode({
      irVersion: IR_VERSION,
      producerName: 'lamppost',
      opsetImport: [{ domain: '', version: OPSET_VERSION }],
      graph: {
        name: model.graphName,
        node: model.nodes,
        initializer: model.initializers,
        input: model.inputs.map(valueInfo),
        output: model.outputs.map(valueInfo),
      },
      metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    })
    .finish();
}
