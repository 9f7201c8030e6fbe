import { Box } from '@lamppost/contracts';
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** What the flame measure says of a frame and the one before it, cell by cell, row by row from the top left. */
export const FlameGrid = z.strictObject({
  columns: z.int().min(1).max(256),
  rows: z.int().min(1).max(256),
  /** Share of a cell's pixels that have the colour of a flame. */
  colour: z.array(share),
  /** Mean absolute change of luma of those pixels since the frame before. */
  flicker: z.array(share),
  /** Where the picture lies in the grid, in fractions of the grid. */
  letterbox: Box,
});
export type FlameGrid = z.infer<typeof FlameGrid>;
