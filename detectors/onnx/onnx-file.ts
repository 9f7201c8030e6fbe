import { decodeEntry, decodeOperatorSet, decodeValue } from './onnx-messages.js';
import type { DeclaredValue } from './onnx-messages.js';
import { wireFields } from './wire-fields.js';
import type { WireField } from './wire-fields.js';

/** Numbers of the fields of ModelProto that are read, and of all that there are (onnx.proto3). */
const MODEL = { producer: 2, graph: 7, operatorSet: 8, metadata: 14 } as const;
const MODEL_FIELDS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]);
/** Numbers of the fields of GraphProto. */
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { name: 3, operator: 4, domain: 7 } as const;
const TENSOR = { name: 8, externalData: 13 } as const;

/** What an ONNX file says of itself, and where its parts lie. */
export interface OnnxFile {
  readonly bytes: Uint8Array;
  readonly producer: string;
  /** Version of ONNX's own operators that it is written in. */
  readonly opset: number;
  readonly metadata: ReadonlyMap<string, string>;
  /** What must be given to it: constants that are listed as inputs, as old exporters do, are not. */
  readonly inputs: readonly DeclaredValue[];
  readonly outputs: readonly DeclaredValue[];
  /** Names of nodes and constants: exporters name them after the parts of the network. */
  readonly partNames: readonly string[];
  /** Operators that are not ONNX's own, as `domain::operator`. */
  readonly foreignOperators: readonly string[];
  /** Whether constants lie in other files. */
  readonly hasExternalData: boolean;
  readonly modelFields: readonly WireField[];
  readonly graphFields: readonly WireField[];
}

/**
 * Reads an ONNX file without its weights.
 *
 * @throws Error in words when the bytes are no ONNX model, or end too soon
 */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const text = new TextDecoder();
  const valueOf = ({ valueStart, end }: WireField) => bytes.subarray(valueStart, end);
  const wordOf = (fields: readonly WireField[], id: number) => {
    const field = fields.find((one) => one.id === id && one.isDelimited);
    return field === undefined ? '' : text.decode(valueOf(field));
  };
  const modelFields = wireFields(bytes);
  if (modelFields.some(({ id }) => !MODEL_FIELDS.has(id))) throw new Error('it has fields that no ONNX model has');
  const graph = modelFields.find(({ id, isDelimited }) => id === MODEL.graph && isDelimited);
  if (graph === undefined) throw new Error('it holds no graph');
  const graphFields = wireFields(bytes, graph.valueStart, graph.end);
  const partsOf = (field: WireField) => wireFields(bytes, field.valueStart, field.end);
  const all = (fields: readonly WireField[], id: number) => fields.filter((field) => field.id === id);

  const tensors = all(graphFields, GRAPH.initializer).map(partsOf);
  const constants = new Set(tensors.map((tensor) => wordOf(tensor, TENSOR.name)));
  const nodes = all(graphFields, GRAPH.node).map(partsOf);
  const foreign = nodes.flatMap((node) => {
    const domain = wordOf(node, NODE.domain);
    return domain === '' || domain === 'ai.onnx' ? [] : `${domain}::${wordOf(node, NODE.operator)}`;
  });
  const sets = all(modelFields, MODEL.operatorSet).map((field) => decodeOperatorSet(valueOf(field)));
  const metadata = all(modelFields, MODEL.metadata).map((field) => decodeEntry(valueOf(field)));
  return {
    bytes,
    producer: wordOf(modelFields, MODEL.producer),
    opset: sets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0,
    metadata: new Map(metadata.map(({ key, value }) => [key, value])),
    inputs: all(graphFields, GRAPH.input)
      .map((field) => decodeValue(valueOf(field)))
      .filter(({ name }) => !constants.has(name)),
    outputs: all(graphFields, GRAPH.output).map((field) => decodeValue(valueOf(field))),
    partNames: [...constants, ...nodes.map((node) => wordOf(node, NODE.name))],
    foreignOperators: [...new Set(foreign)],
    hasExternalData: tensors.some((tensor) => tensor.some(({ id }) => id === TENSOR.externalData)),
    modelFields,
    graphFields,
  };
}
