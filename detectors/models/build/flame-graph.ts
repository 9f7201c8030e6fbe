import { GraphBuilder, int, ints } from '../../onnx/graph-builder.js';
import { ElementType } from '../../onnx/onnx-messages.js';

/** Pixels of the frame for each cell of the grid, in width and height. */
export const FLAME_STRIDE = 16;

/**
 * When a pixel has the colour of a flame. Our own choice, made by looking at films of fires and of streets without one: a flame is bright,
 * and strong in red, less in green and least in blue. Cameras that are dazzled leave little more than a pinkish rim of it.
 */
export const FLAME_COLOUR = {
  /** Least red, 0 to 255. */
  red: 180,
  /** Least green, 0 to 255: below it stand red paint, brake lights and red awnings. */
  green: 80,
  /** How far blue may exceed green, 0 to 255. */
  blueOverGreen: 12,
  /** Least red minus blue, 0 to 255. */
  redMinusBlue: 55,
  /** Least saturation, (red - blue) / red, 0 to 1. */
  saturation: 0.28,
} as const;

/** Weights of blue, green and red in luma (ITU-R BT.601). */
const LUMA_BGR = [0.114, 0.587, 0.299];

function flameColoured(graph: GraphBuilder, frame: string): string {
  const [blue = '', green = '', red = ''] = graph.nodeWithOutputs('Split', [frame, graph.integers([1, 1, 1])], 3, {
    axis: int(1),
  });
  const difference = graph.node('Sub', [red, blue]);
  const conditions = [
    graph.node('GreaterOrEqual', [red, graph.scalar(FLAME_COLOUR.red)]),
    graph.node('GreaterOrEqual', [green, graph.scalar(FLAME_COLOUR.green)]),
    graph.node('GreaterOrEqual', [red, green]),
    graph.node('GreaterOrEqual', [green, graph.node('Sub', [blue, graph.scalar(FLAME_COLOUR.blueOverGreen)])]),
    graph.node('GreaterOrEqual', [difference, graph.scalar(FLAME_COLOUR.redMinusBlue)]),
    graph.node('GreaterOrEqual', [difference, graph.node('Mul', [red, graph.scalar(FLAME_COLOUR.saturation)])]),
  ];
  return conditions.reduce((left, right) => graph.node('And', [left, right]));
}

/**
 * The flame measure: a few exact operations, nothing learned. Provisional until a trained model takes its place.
 *
 * Inputs `previous` and `current`: uint8 `[1, H, W, 3]`, blue before green before red, the same size, H and W multiples of 16. Outputs,
 * each `[1, 1, H/16, W/16]` and from 0 to 1: `colour`, the share of a cell's pixels that have the colour of a flame in either frame, and
 * `flicker`, the mean absolute change of luma of those pixels between the frames.
 *
 * @returns bytes of the ONNX file
 */
export function buildFlameModel(): Uint8Array {
  const graph = new GraphBuilder();
  const planes = (frame: string) =>
    graph.cast(graph.node('Transpose', [frame], { perm: ints([0, 3, 1, 2]) }), ElementType.float);
  const previous = planes('previous');
  const current = planes('current');
  const either = graph.node('Or', [flameColoured(graph, previous), flameColoured(graph, current)]);
  const mask = graph.cast(either, ElementType.float);

  const weights = graph.constant(
    Float32Array.from(LUMA_BGR, (weight) => weight / 255),
    [1, 3, 1, 1],
  );
  const weighted = graph.node('Mul', [graph.node('Sub', [current, previous]), weights]);
  const change = graph.node('Abs', [graph.node('ReduceSum', [weighted, graph.integers([1])], { keepdims: int(1) })]);

  const cell = { kernel_shape: ints([FLAME_STRIDE, FLAME_STRIDE]), strides: ints([FLAME_STRIDE, FLAME_STRIDE]) };
  const colour = graph.node('AveragePool', [mask], cell);
  const changed = graph.node('AveragePool', [graph.node('Mul', [change, mask])], cell);
  // A cell without such pixels has no change either: the floor only keeps 0 / 0 away.
  const floor = graph.scalar(1 / (FLAME_STRIDE * FLAME_STRIDE));
  graph.name(colour, 'colour');
  graph.name(graph.node('Div', [changed, graph.node('Max', [colour, floor])]), 'flicker');

  const frame = { elementType: ElementType.uint8, shape: [1, 'H', 'W', 3] };
  const grid = { elementType: ElementType.float, shape: [1, 1, 'rows', 'columns'] };
  return graph.encode({
    name: 'flame',
    inputs: [
      { name: 'previous', ...frame },
      { name: 'current', ...frame },
    ],
    outputs: [
      { name: 'colour', ...grid },
      { name: 'flicker', ...grid },
    ],
    metadata: { family: 'flame-measure', stride: String(FLAME_STRIDE) },
  });
}
