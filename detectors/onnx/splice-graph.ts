import { GRAPH } from './onnx-file.js';
import type { OnnxFile } from './onnx-file.js';
import { decodeValue, encodeGraphPart } from './onnx-messages.js';
import type { GraphPart, ValueInfo } from './onnx-messages.js';

/** Tag of ModelProto.graph: field 7, delimited. */
const GRAPH_FIELD = 7;
const GRAPH_TAG = 0x3a;

/** What is put around the graph of a file. */
export interface Splice {
  /** Works out the file's inputs. */
  readonly head: GraphPart;
  /** Works on the file's outputs. */
  readonly tail: GraphPart;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Outputs of the file that stay outputs. */
  readonly keptOutputs?: readonly string[];
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

/**
 * Puts nodes before and after the graph of a file and gives it other inputs and outputs. All else, the weights above all, is copied byte
 * for byte.
 *
 * @returns bytes of the new ONNX file
 */
export function spliceGraph(file: OnnxFile, splice: Splice): Uint8Array {
  const { bytes } = file;
  const given = new Set(file.inputs.map(({ name }) => name));
  const kept = new Set(splice.keptOutputs ?? []);
  const stays = (id: number, valueStart: number, end: number) => {
    if (id !== GRAPH.input && id !== GRAPH.output) return true;
    const { name } = decodeValue(bytes.subarray(valueStart, end));
    // Constants that are listed as inputs stay listed: format versions before 4 ask for that.
    return id === GRAPH.input ? !given.has(name) : kept.has(name);
  };
  const graph = [
    // Nodes in the order in which they run.
    encodeGraphPart(splice.head),
    ...file.graphFields
      .filter(({ id, valueStart, end }) => stays(id, valueStart, end))
      .map(({ start, end }) => bytes.subarray(start, end)),
    encodeGraphPart({ ...splice.tail, inputs: splice.inputs, outputs: splice.outputs }),
  ];
  const rest = file.modelFields.filter(({ id }) => id !== GRAPH_FIELD);
  return Buffer.concat([
    ...rest.map(({ start, end }) => bytes.subarray(start, end)),
    Uint8Array.of(GRAPH_TAG),
    varint(graph.reduce((sum, part) => sum + part.length, 0)),
    ...graph,
  ]);
}
