/**
 * Brightness of a frame, coarsely: the mean luma of each cell of 4 x 4 pixels, reckoned by ffmpeg as it scales. Cell (column, row) covers
 * the part of the frame from (column / columns, row / rows) to ((column + 1) / columns, (row + 1) / rows), letterbox bars included.
 */
export interface LumaGrid {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the top: `columns * rows` bytes in full range, 0 black to 255 white. */
  readonly data: Uint8Array;
}

/** Pixels of a frame that one cell of a {@link LumaGrid} covers, across and down. */
export const LUMA_CELL = 4;
