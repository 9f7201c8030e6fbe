import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

/** One object followed from look to look. All times are capture times. */
export const Track = z.strictObject({
  /** Unique on its camera, also when the state of the tracker was lost in between. */
  trackId: z.int().min(0),
  /** The label with the highest sum of scores so far: a model's change of mind for one look changes nothing. */
  label: z.string().min(1),
  /** Where it was last seen. */
  box: Box,
  /** Mean score of its detections. */
  score: z.number().min(0).max(1),
  firstSeenAtMs: EpochMs,
  lastSeenAtMs: EpochMs,
  /** Since when it has stood still; null while it moves, and until it has stood for long enough to tell. */
  stationarySinceMs: EpochMs.nullable(),
  /** Where it stands, averaged slowly; follows the box while it moves. */
  anchorBox: Box,
  /** How much of the time since `stationarySinceMs` is covered by looks that saw it in place; 0 while it moves. */
  observedMs: z.int().min(0),
  /** Whether this look saw it. A standing object is seen only in its place. */
  visible: z.boolean(),
  /** Set when it was seen to leave the place where it stood: it is then told of for the last time. */
  hasLeft: z.boolean().optional(),
});
export type Track = z.infer<typeof Track>;
