import protobuf from 'protobufjs';
import { z } from 'zod';

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
  /** Of the operator; ONNX's own by default. */
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeMessage[];
}

/** An input or output of a graph; a dimension with a name (`H`) is fixed only when the model runs, and null says nothing of the shape. */
export interface ValueInfo {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly (number | string)[] | null;
}

/** An input or output as a file declares it: of any type, and of unknown shape or sizes. */
export interface DeclaredValue {
  readonly name: string;
  /** 0 for what is not a tensor. */
  readonly elementType: number;
  /** A word stands for a size that is not fixed; null when not even the number of dimensions is. */
  readonly shape: readonly (number | string)[] | null;
}

/** A part of a graph. */
export interface GraphPart {
  readonly nodes?: readonly NodeMessage[];
  readonly initializers?: readonly TensorMessage[];
  readonly inputs?: readonly ValueInfo[];
  readonly outputs?: readonly ValueInfo[];
}

/** What is written into an ONNX file. */
export interface OnnxModel extends Required<GraphPart> {
  readonly graphName: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Operator set that the nodes are written in; 17 by default. */
  readonly opset?: number;
}

/** Operator set that the graphs are written in. */
const OPSET_VERSION = 17;
/** File format that came with that operator set. */
const IR_VERSION = 8;

// The messages of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3) as far as they are written here.
const root = protobuf.Root.fromJSON({
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
        domain: { type: 'string', id: 7 },
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
});
const modelType = root.lookupType('Model');
const graphType = root.lookupType('Graph');
const valueType = root.lookupType('ValueInfo');
const entryType = root.lookupType('Entry');
const operatorSetType = root.lookupType('OperatorSet');

function valueInfo({ name, elementType, shape }: ValueInfo) {
  const dim = shape?.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementType, ...(dim === undefined ? {} : { shape: { dim } }) } } };
}

function graphMessage({ nodes = [], initializers = [], inputs = [], outputs = [] }: GraphPart) {
  return { node: nodes, initializer: initializers, input: inputs.map(valueInfo), output: outputs.map(valueInfo) };
}

/** Fields of a graph message. Put one after another, the fields of several parts are one graph: repeated fields add up. */
export function encodeGraphPart(part: GraphPart): Uint8Array {
  return graphType.encode(graphMessage(part)).finish();
}

/** Bytes of the ONNX file of a model; the same model gives the same bytes. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return modelType
    .encode({
      irVersion: IR_VERSION,
      producerName: 'lamppost',
      opsetImport: [{ domain: '', version: model.opset ?? OPSET_VERSION }],
      graph: { name: model.graphName, ...graphMessage(model) },
      metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    })
    .finish();
}

const DeclaredMessage = z.object({
  name: z.string().default(''),
  type: z
    .object({
      tensorType: z
        .object({
          elemType: z.number().default(0),
          shape: z
            .object({
              dim: z.array(z.object({ dimValue: z.number().optional(), dimParam: z.string().optional() })).default([]),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

function plain(type: protobuf.Type, bytes: Uint8Array): unknown {
  return type.toObject(type.decode(bytes), { longs: Number });
}

/** Reads a declaration of an input or output. */
export function decodeValue(bytes: Uint8Array): DeclaredValue {
  const { name, type } = DeclaredMessage.parse(plain(valueType, bytes));
  const tensor = type?.tensorType;
  // Exporters write 0 or -1 for a size that they leave open.
  const shape = tensor?.shape?.dim.map(({ dimValue = 0, dimParam }) => (dimValue > 0 ? dimValue : (dimParam ?? '?')));
  return { name, elementType: tensor?.elemType ?? 0, shape: shape ?? null };
}

/** Reads an entry of a model's metadata. */
export function decodeEntry(bytes: Uint8Array): { readonly key: string; readonly value: string } {
  return z.object({ key: z.string().default(''), value: z.string().default('') }).parse(plain(entryType, bytes));
}

/** Reads which version of an operator set a model is written in; the domain is empty for ONNX's own. */
export function decodeOperatorSet(bytes: Uint8Array): { readonly domain: string; readonly version: number } {
  return z
    .object({ domain: z.string().default(''), version: z.number().default(0) })
    .parse(plain(operatorSetType, bytes));
}
