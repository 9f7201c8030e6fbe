import { DetectorError } from '../../detector-error.js';
import { int, ints } from '../../onnx/graph-builder.js';
import type { GraphBuilder } from '../../onnx/graph-builder.js';
import type { HazardFeatures } from './hazard-features.js';
import type { HazardTensor, HazardWeights } from './hazard-weights.js';

const CELL = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) };

/**
 * Adds the head that tells fire and smoke: a few convolutions of its own on the colours, joined with the trunk's features, mixed, and
 * spread over the neighbouring cells twice. The same network as `training/hazard/head.py`.
 *
 * @returns name of the scores, `[1, 2, H/16, W/16]` from 0 to 1: fire, smoke
 * @throws DetectorError `model.build-failed` when a constant is missing
 */
export function addHazardHead(graph: GraphBuilder, features: HazardFeatures, weights: HazardWeights): string {
  const tensor = (name: string): HazardTensor => {
    const found = weights.get(name);
    if (found === undefined) throw new DetectorError('model.build-failed', `the fire and smoke head has no ${name}`);
    return found;
  };
  const constant = (name: string) => graph.constant(tensor(name).data, tensor(name).shape);
  /** A convolution that keeps the grid's size, or halves it; one channel each when its kernels are one channel deep. */
  const convolve = (name: string, input: string, stride = 1) => {
    const [out = 0, deep = 0, side = 1] = tensor(`${name}.weight`).shape;
    const group = deep === 1 ? out : 1;
    const pad = (side - 1) / 2;
    const attributes = {
      kernel_shape: ints([side, side]),
      strides: ints([stride, stride]),
      pads: ints([pad, pad, pad, pad]),
      group: int(group),
    };
    const bias = weights.has(`${name}.bias`) ? [constant(`${name}.bias`)] : [];
    return graph.node('Conv', [input, constant(`${name}.weight`), ...bias], attributes);
  };
  const activate = (input: string) => graph.node('Relu', [input]);

  const colour = activate(convolve('colour2', activate(convolve('colour1', features.colour, 2))));
  const pooled = [graph.node('AveragePool', [colour], CELL), graph.node('MaxPool', [colour], CELL)];
  const joined = graph.node('Concat', [features.trunk, ...pooled], { axis: int(1) });
  const mixed = activate(convolve('mix', joined));
  const near = activate(convolve('blend1', convolve('spread1', mixed)));
  const far = activate(convolve('blend2', convolve('spread2', near)));
  return graph.node('Sigmoid', [convolve('score', far)]);
}
