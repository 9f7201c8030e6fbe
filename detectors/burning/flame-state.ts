import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { FlameRegion } from './flame-region.js';

/** All that is remembered of one camera's flames between looks: plain data, so that it survives a restart. */
export const FlameState = z.strictObject({
  /** Size of the grid that the cells are numbered in. */
  columns: z.int().min(0),
  rows: z.int().min(0),
  /** Times of the looks in the window that were counted. */
  looksAtMs: z.array(EpochMs),
  /** Cells that looked like a flame in any of them, with the times of those that showed it. */
  hotCells: z.array(z.strictObject({ cell: z.int().min(0), hotAtMs: z.array(EpochMs).min(1) })),
  /** Regions that burn or burnt a moment ago. */
  regions: z.array(FlameRegion),
  nextRegionId: z.int().min(0),
});
export type FlameState = z.infer<typeof FlameState>;

/** The state before the first look. */
export function emptyFlames(): FlameState {
  return { columns: 0, rows: 0, looksAtMs: [], hotCells: [], regions: [], nextRegionId: 0 };
}
