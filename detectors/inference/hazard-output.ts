import type { Box } from '@lamppost/contracts';
import type { HazardGrid } from '../burning/hazard-grid.js';
import { DetectorError } from '../detector-error.js';

/** Name of the output. */
const OUTPUT = 'hazard';
/** Planes of the output: fire, then smoke. */
const PLANES = 2;
/** Decimals kept of a score: finer than the model, and short when a look is recorded. */
const STEPS = 10_000;
/** Share of a cell below which the picture does not reach into it: an error of rounding. */
const EDGE = 1e-6;

/** The part of a model's outputs that is read here. */
export interface HazardOutputs {
  floats(name: string): Float32Array;
  shape(name: string): readonly number[];
}

/** The cells along one side into which the picture reaches, and where it lies among those, in fractions of them. */
function reach(cells: number, from: number, to: number) {
  const first = Math.floor(from * cells + EDGE);
  const last = Math.ceil(to * cells - EDGE);
  const count = Math.max(1, last - first);
  const within = (place: number) => Math.min(1, Math.max(0, (place * cells - first) / count));
  return { first, count, from: within(from), to: within(to) };
}

/**
 * Leaves out the cells of a frame that lie in the bars alone.
 *
 * @param scores - of all cells of the frame, row by row: fire, then smoke
 * @param letterbox - where the picture lies in the frame, in fractions of the frame
 */
export function gridWithin(
  scores: Float32Array,
  frame: { readonly columns: number; readonly rows: number },
  letterbox: Box,
): HazardGrid {
  const across = reach(frame.columns, letterbox.x1, letterbox.x2);
  const down = reach(frame.rows, letterbox.y1, letterbox.y2);
  const plane = (first: number) =>
    Array.from({ length: across.count * down.count }, (_, cell) => {
      const column = across.first + (cell % across.count);
      const row = down.first + Math.floor(cell / across.count);
      return Math.round((scores[first + row * frame.columns + column] ?? 0) * STEPS) / STEPS;
    });
  return {
    columns: across.count,
    rows: down.count,
    fire: plane(0),
    smoke: plane(frame.columns * frame.rows),
    picture: { x1: across.from, y1: down.from, x2: across.to, y2: down.to },
  };
}

/**
 * Reads the `hazard` output, float32 `[1, 2, rows, columns]` over the whole frame: plane 0 fire, plane 1 smoke.
 *
 * @param letterbox - where the picture lies in the frame, in fractions of the frame
 * @returns null when the model has no such output
 * @throws DetectorError `inference.failed` when the output has another shape, or holds a score that is not from 0 to 1
 */
export function readHazardGrid(outputs: HazardOutputs, letterbox: Box): HazardGrid | null {
  const shape = outputs.shape(OUTPUT);
  if (shape.length === 0) return null;
  const [batch = 0, planes = 0, rows = 0, columns = 0] = shape;
  const scores = outputs.floats(OUTPUT);
  const size = rows * columns;
  if (shape.length !== 4 || batch !== 1 || planes !== PLANES || size === 0 || scores.length !== PLANES * size)
    throw new DetectorError(
      'inference.failed',
      `output ${OUTPUT} is ${shape.join(' x ')} with ${scores.length} scores; it must be 1 x ${PLANES} x rows x columns`,
    );
  // A comparison that also finds NaN.
  if (!scores.every((score) => score >= 0 && score <= 1))
    throw new DetectorError('inference.failed', `output ${OUTPUT} holds a score that is not from 0 to 1`);
  return gridWithin(scores, { columns, rows }, letterbox);
}
