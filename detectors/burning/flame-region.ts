import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

/** A place that looks as if it burnt, now. Provisional: see the card of the flame measure for what it mistakes for a flame. */
export const FlameRegion = z.strictObject({
  /** Unique on its camera. */
  regionId: z.int().min(0),
  /** In fractions of the original picture, to the grain of the grid. */
  box: Box,
  /** Share of the last looks in which its cells looked like a flame, 0 to 1; not a probability. */
  score: z.number().min(0).max(1),
  /** Capture time of the first look that showed it. */
  burningSinceMs: EpochMs,
  /** How much of the time since then is covered by looks that showed it. */
  observedMs: z.int().min(0),
  lastSeenAtMs: EpochMs,
});
export type FlameRegion = z.infer<typeof FlameRegion>;
