import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** How many of the looks in the time window showed something. */
const SeenLooks = z.strictObject({ seen: z.int().min(0), of: z.int().min(1) });

const region = {
  /** Unique on its camera. */
  regionId: z.int().min(0),
  /** In fractions of the original picture, to the grain of the grid. */
  box: Box,
  /** Mean over the looks that showed it of the highest score in its cells, 0 to 1. */
  score: share,
  /** Capture time of the first look that showed it. */
  sinceMs: EpochMs,
  /** How much of the time since then is covered by looks that showed it. */
  observedMs: z.int().min(0),
  lastSeenAtMs: EpochMs,
  looks: SeenLooks,
};

/** A place that burns, now. */
export const FireRegion = z.strictObject(region);
export type FireRegion = z.infer<typeof FireRegion>;

/** How the area of smoke has risen, by a straight line through it. */
export const SmokeGrowth = z.strictObject({
  /** Cells at the beginning of the line, at least 1. */
  fromCells: z.number().min(1),
  /** Cells at its end, now. */
  toCells: z.number().min(1),
  /** Capture time of its beginning. */
  sinceMs: EpochMs,
});
export type SmokeGrowth = z.infer<typeof SmokeGrowth>;

/** A place that smokes, now. By itself it proves nothing: see which of its signs a rule asks for. */
export const SmokeRegion = z.strictObject({
  ...region,
  /** Where it began: nearest to its source. */
  originBox: Box,
  /** Mean smoke score that its cells had in the long-term background when it began; null while that is not learnt. */
  background: share.nullable(),
  /** How it grew out of its origin; null when it does not grow steadily, or came in from outside. */
  growth: SmokeGrowth.nullable(),
  /** Looks in the window that showed signs of fire, be they weak, in the smoke or beside it. */
  fireSigns: SeenLooks,
});
export type SmokeRegion = z.infer<typeof SmokeRegion>;

/** What burns and smokes on one camera's picture, now. */
export interface HazardRegions {
  readonly fires: readonly FireRegion[];
  readonly smokes: readonly SmokeRegion[];
}
