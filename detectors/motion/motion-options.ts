import type { Box } from '@lamppost/contracts';

/** How motion is told from what only flickers. Times are capture times in ms, brightness is luma from 0 to 255. */
export interface MotionOptions {
  /** Where the picture lies in the frame, in fractions of the frame: the letterbox bars around it say nothing. */
  readonly content: Box;
  /** Time constant with which the background follows the picture: what stops is part of it a few of these later. */
  readonly backgroundTimeMs: number;
  /** Time constant with which a cell's unrest is learnt. */
  readonly noiseTimeMs: number;
  /** Least change of a cell that counts. */
  readonly minChange: number;
  /** Change that counts, in multiples of the cell's mean unrest. */
  readonly noiseFactor: number;
  /** Most unrest that is put down to noise: what stirs more moves. */
  readonly maxNoise: number;
  /** Change that the camera's shaking may cause, as a share of how the cells around rise and fall: one pixel of four is 0.25. */
  readonly shakeShare: number;
  /** Least cells of something that moves. */
  readonly startCells: number;
  /** The same while something is moving. */
  readonly stayCells: number;
  /** Something of as many cells is believed at once; less must show in the same place in two frames. */
  readonly sureCells: number;
  /** Share of its cells in which it must show in both. */
  readonly agreeShare: number;
  /** Frames further apart than this need not agree on the place: it may have gone on in between. */
  readonly agreeMs: number;
  /** Age that a frame must have before others are held against it, to tell what moves from what came to stand. */
  readonly stirMs: number;
  /** Change since then, as a share of what counts, that shows that something still moves: what is slow changes little in so short a time. */
  readonly stirShare: number;
  /** Least cells of something that still moves which must show it. */
  readonly stirCells: number;
  /** How long the scene counts as moving after the last change. */
  readonly holdMs: number;
}

/** Values that suit a street camera. Own choices, made on drawn scenes and on real clips. */
export const MOTION_DEFAULTS: MotionOptions = {
  content: { x1: 0, y1: 0, x2: 1, y2: 1 },
  backgroundTimeMs: 3_000,
  noiseTimeMs: 30_000,
  minChange: 7,
  noiseFactor: 4,
  maxNoise: 10,
  shakeShare: 0.4,
  startCells: 4,
  stayCells: 3,
  sureCells: 16,
  agreeShare: 0.4,
  agreeMs: 600,
  stirMs: 400,
  stirShare: 0.5,
  stirCells: 2,
  holdMs: 4_000,
};
