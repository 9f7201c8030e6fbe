import { type GridArea } from '../background/grid-area.js';

/** What is remembered of each cell of the picture, row by row. */
export interface MotionCells {
  /** Luma that the cell has shown of late. */
  readonly background: Float32Array;
  /** Mean difference from it. */
  readonly noise: Float32Array;
  /** Difference of the last frame, where it may count. */
  readonly difference: Float32Array;
  /** Not 0 where something may have moved in the last frame. */
  readonly changed: Uint8Array;
  /** The same of the frame before. */
  readonly changedBefore: Uint8Array;
  /** Luma of a frame a short while ago (`stirMs` at least): what has come to stand differs from the background, and not from this. */
  readonly earlier: Uint8Array;
  /** Luma of a newer frame, which takes its place. */
  readonly later: Uint8Array;
  /** Cells to be visited. */
  readonly stack: Int32Array;
}

/** What is remembered of one camera's picture. Its arrays are written on by the next update: use a state once. */
export interface MotionState {
  readonly area: GridArea;
  /** Capture time of the last frame. */
  readonly atMs: number;
  /** Capture time of the frame that is kept as `later`. */
  readonly laterAtMs: number;
  /** Last time that something moved. */
  readonly movedAtMs: number;
  /** Mean luma of the background. */
  readonly meanLuma: number;
  readonly cells: MotionCells;
}

/** Unrest of a cell of which nothing is known yet. */
const FIRST_NOISE = 2;

/** State after the first frame. A scene that was never seen counts as moving. */
export function startMotion(area: GridArea, luma: Float32Array, atMs: number): MotionState {
  const { length } = luma;
  const cells = {
    background: luma,
    noise: new Float32Array(length).fill(FIRST_NOISE),
    difference: new Float32Array(length),
    changed: new Uint8Array(length),
    changedBefore: new Uint8Array(length),
    earlier: Uint8Array.from(luma),
    later: Uint8Array.from(luma),
    stack: new Int32Array(length),
  };
  const meanLuma = luma.reduce((sum, value) => sum + value, 0) / length;
  return { area, atMs, laterAtMs: atMs, movedAtMs: atMs, meanLuma, cells };
}
