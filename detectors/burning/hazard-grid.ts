import { Box } from '@lamppost/contracts';
import { z } from 'zod';

/** Most cells of a grid along one side: a 4096 pixel frame with cells of 16 pixels. */
const MAX_CELLS = 256;
const score = z.number().min(0).max(1);

/**
 * What the model says of fire and smoke in a frame, cell by cell, row by row from the top left. Cells that lie in the bars of the
 * letterbox alone are left out; those that an edge of the picture cuts are there.
 */
export const HazardGrid = z
  .strictObject({
    columns: z.int().min(1).max(MAX_CELLS),
    rows: z.int().min(1).max(MAX_CELLS),
    /** How much each cell looks like fire, 0 to 1. */
    fire: z.array(score),
    /** How much each cell looks like smoke, 0 to 1. */
    smoke: z.array(score),
    /** Where the picture lies among the cells, in fractions of the grid: the whole of it unless bars cut the outer cells. */
    picture: Box,
  })
  .superRefine(({ columns, rows, fire, smoke }, context) => {
    for (const [name, scores] of Object.entries({ fire, smoke }))
      if (scores.length !== columns * rows)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `${columns} x ${rows} cells need ${columns * rows} scores, not ${scores.length}`,
        });
  });
export type HazardGrid = z.infer<typeof HazardGrid>;
