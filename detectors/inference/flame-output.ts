import type { Box } from '@lamppost/contracts';
import type { FlameGrid } from '../burning/flame-grid.js';
import type { ModelOutputs } from './model-session.js';

/** Decimals kept of a share: finer than the measure, and short when a look is recorded. */
const STEPS = 10_000;

function shares(values: Float32Array): number[] {
  return Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * STEPS) / STEPS);
}

/** Reads the flame measure's answer. */
export function readFlameGrid(outputs: ModelOutputs, letterbox: Box): FlameGrid {
  const [, , rows = 0, columns = 0] = outputs.shape('colour');
  return {
    columns,
    rows,
    colour: shares(outputs.floats('colour')),
    flicker: shares(outputs.floats('flicker')),
    letterbox,
  };
}
