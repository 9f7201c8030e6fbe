import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

/** Something that stands in the picture, was not there before, and is no vehicle and no person as far as the detector knows. */
export const ForegroundObject = z.strictObject({
  /** In fractions of the original picture, to the grain of the grid. */
  box: Box,
  /** Capture time of the first look that showed it. */
  sinceMs: EpochMs,
  /** Share of the picture that it covers, 0 to 1; at most the area of its box. */
  area: z.number().min(0).max(1),
  /** Share of the time since then in which its cells were seen, and still, 0 to 1. */
  stability: z.number().min(0).max(1),
});
export type ForegroundObject = z.infer<typeof ForegroundObject>;
