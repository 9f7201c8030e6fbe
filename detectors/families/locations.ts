import type { PixelSize } from '../geometry/letterbox.js';

/** Strides of the levels that detectors are built with: the usual three, with a finer or a coarser one, and the two of tiny models. */
export const STRIDE_SETS: readonly (readonly number[])[] = [
  [8, 16, 32],
  [8, 16, 32, 64],
  [4, 8, 16, 32],
  [16, 32],
];

/** One location of a detector: the cell's place on its level, and the level's stride. */
export interface Location {
  readonly column: number;
  readonly row: number;
  readonly stride: number;
}

/** Locations of all levels, level by level and row by row. */
export function locationsOf({ width, height }: PixelSize, strides: readonly number[]): Location[] {
  return strides.flatMap((stride) => {
    const columns = Math.ceil(width / stride);
    const cells = columns * Math.ceil(height / stride);
    return Array.from({ length: cells }, (_, cell) => ({
      column: cell % columns,
      row: Math.floor(cell / columns),
      stride,
    }));
  });
}

/** Number of {@link locationsOf}. */
export function countLocations({ width, height }: PixelSize, strides: readonly number[]): number {
  return strides.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0);
}
