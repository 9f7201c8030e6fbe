import { DetectorError } from '../../detector-error.js';
import type { GraphBuilder } from '../../onnx/graph-builder.js';
import type { TfjsModel } from './tfjs-model.js';
import { OPERATOR_RULES } from './tfjs-operators.js';
import type { TfjsValue } from './tfjs-value.js';

/** What of a TensorFlow graph is taken over, and where it is joined on. */
export interface Conversion {
  /** Receives the nodes. */
  readonly graph: GraphBuilder;
  readonly model: TfjsModel;
  /** Name of the value in `graph` that takes the place of the model's input: 32-bit floats, NCHW. */
  readonly input: string;
  /** Height and width that the model's sizes were written for. */
  readonly nativeSize: number;
  /** Outputs to convert, e.g. `head` or `head:1`. */
  readonly outputs: readonly string[];
}

/**
 * Adds the part of a TensorFlow.js model that leads to some outputs to an ONNX graph.
 *
 * @returns the names of the outputs in the ONNX graph, each in the order of axes that TensorFlow gives it
 * @throws DetectorError `model.build-failed` for a node that cannot be converted exactly
 */
export function convertTfjs({ graph, model, input, nativeSize, outputs }: Conversion): string[] {
  const converted = new Map<string, TfjsValue[]>();

  function weight(reference: string) {
    return model.weights.get(reference) ?? null;
  }

  function convertNode(name: string): TfjsValue[] {
    const node = model.nodes.get(name);
    if (node === undefined) throw new DetectorError('model.build-failed', `the model has no node ${name}`);
    if (node.op === 'Placeholder') return [{ name: input, axes: [0, 1, 2, 3], strideCells: 1, border: null }];
    const rule = OPERATOR_RULES.get(node.op);
    if (rule === undefined)
      throw new DetectorError('model.build-failed', `node ${name}: there is no rule to convert ${node.op}`);
    return rule(node, { graph, nativeSize, value, weight });
  }

  function value(reference: string): TfjsValue {
    const [name = '', output = '0'] = reference.split(':');
    const values = converted.get(name) ?? convertNode(name);
    converted.set(name, values);
    const found = values[Number(output)];
    if (found === undefined) throw new DetectorError('model.build-failed', `the model has no value ${reference}`);
    return found;
  }

  return outputs.map((reference) => {
    const { name, axes, border } = value(reference);
    if (border !== null || axes.some((physical, logical) => physical !== logical))
      throw new DetectorError('model.build-failed', `${reference} is not stored as TensorFlow gives it`);
    return name;
  });
}
