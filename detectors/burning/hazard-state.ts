import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { FireRegion, SmokeRegion } from './hazard-region.js';

/** Number of a cell of the grid, row by row from the top left. */
const Cell = z.int().min(0);
/** A score of each cell. */
const Scores = z.array(z.number().min(0).max(1));

/** What is usual at each cell: the slow mean of a score and of its distance from that mean. */
export const Background = z.strictObject({ mean: Scores, deviation: Scores });
export type Background = z.infer<typeof Background>;

/** A look of late, and the cells that stood out in it. */
export const MarkedLook = z.strictObject({ atMs: EpochMs, cells: z.array(Cell) });
export type MarkedLook = z.infer<typeof MarkedLook>;

/** A region and what following it takes. */
const followed = {
  cells: z.array(Cell).min(1),
  /** Looks that its score is the mean of. */
  scoredLooks: z.int().min(1),
  /** Whether it is there now, or only remembered. */
  isPresent: z.boolean(),
};

const FollowedFire = z.strictObject({
  ...followed,
  region: FireRegion,
  /** Whether it began while it was watched: then it is kept out of the background for a time. */
  isNew: z.boolean(),
});
export type FollowedFire = z.infer<typeof FollowedFire>;

const FollowedSmoke = z.strictObject({
  ...followed,
  region: SmokeRegion,
  /** Cells in which it began. */
  origin: z.array(Cell).min(1),
  /** Its area from time to time. */
  areas: z.array(z.strictObject({ atMs: EpochMs, cells: z.int().min(0) })),
});
export type FollowedSmoke = z.infer<typeof FollowedSmoke>;

/** All that is remembered of fire and smoke on one camera's picture between looks: plain data, so that it survives a restart. */
export const HazardState = z.strictObject({
  /** Size of the grid that the cells are numbered in. */
  columns: z.int().min(0),
  rows: z.int().min(0),
  lastLookAtMs: EpochMs.nullable(),
  /** How much time the background was learnt from. */
  learntMs: z.number().min(0),
  fireBackground: Background,
  smokeBackground: Background,
  fireLooks: z.array(MarkedLook),
  /** The looks of the time window, with the cells that showed any sign of fire. */
  signLooks: z.array(MarkedLook),
  smokeLooks: z.array(MarkedLook),
  fires: z.array(FollowedFire),
  smokes: z.array(FollowedSmoke),
  nextRegionId: z.int().min(0),
});
export type HazardState = z.infer<typeof HazardState>;

/** The state before the first look. */
export function emptyHazards(): HazardState {
  return {
    columns: 0,
    rows: 0,
    lastLookAtMs: null,
    learntMs: 0,
    fireBackground: { mean: [], deviation: [] },
    smokeBackground: { mean: [], deviation: [] },
    fireLooks: [],
    signLooks: [],
    smokeLooks: [],
    fires: [],
    smokes: [],
    nextRegionId: 0,
  };
}
