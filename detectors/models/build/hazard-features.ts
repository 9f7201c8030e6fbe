import { int, ints, text } from '../../onnx/graph-builder.js';
import type { GraphBuilder } from '../../onnx/graph-builder.js';

/** Where the trunk of NanoDet-G is tapped: its first block with 8 pixels a cell, and the three levels of its neck. */
export const TRUNK_TAPS = {
  early8: 'PartitionedCall/onnx_tf_prefix_Concat_27',
  neck8: 'PartitionedCall/onnx_tf_prefix_Add_107',
  neck16: 'PartitionedCall/onnx_tf_prefix_Add_128',
  neck32: 'PartitionedCall/onnx_tf_prefix_Add_149',
} as const;

/** Values of the graph by tap. */
export type TrunkValues = Readonly<Record<keyof typeof TRUNK_TAPS, string>>;

/** What the fire and smoke head looks at. */
export interface HazardFeatures {
  /** `[1, 768, H/16, W/16]`: the taps, brought to 16 pixels a cell. */
  readonly trunk: string;
  /** `[1, 3, H/4, W/4]`: the normalised picture, the mean of 4 by 4 pixels each. The trunk keeps little of colour. */
  readonly colour: string;
}

const HALF = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) };
const QUARTER = { kernel_shape: ints([4, 4]), strides: ints([4, 4]) };

/**
 * Brings together what the fire and smoke head looks at. A flame may fill less than a cell, so that the finer levels are told by their
 * mean and by their maximum.
 *
 * @param picture - the normalised picture, `[1, 3, H, W]`
 */
export function hazardFeatures(graph: GraphBuilder, taps: TrunkValues, picture: string): HazardFeatures {
  const twice = graph.constant(Float32Array.of(1, 1, 2, 2), [4]);
  const nearest = { mode: text('nearest'), coordinate_transformation_mode: text('asymmetric') };
  const levels = [
    taps.neck16,
    graph.node('AveragePool', [taps.neck8], HALF),
    graph.node('MaxPool', [taps.neck8], HALF),
    graph.node('Resize', [taps.neck32, '', twice], { ...nearest, nearest_mode: text('floor') }),
    graph.node('AveragePool', [taps.early8], HALF),
    graph.node('MaxPool', [taps.early8], HALF),
  ];
  return {
    trunk: graph.node('Concat', levels, { axis: int(1) }),
    colour: graph.node('AveragePool', [picture], QUARTER),
  };
}
