import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { Anchor } from './anchor.js';
import { Motion } from './motion.js';

/** What the tracker remembers of one object. */
export const TrackRecord = z.strictObject({
  trackId: z.int().min(0),
  /** Sum of scores by label. */
  votes: z.record(z.string(), z.number()),
  scoreSum: z.number().min(0),
  sightings: z.int().min(1),
  /** As it was last seen. */
  box: Box,
  motion: Motion,
  firstSeenAtMs: EpochMs,
  lastSeenAtMs: EpochMs,
  anchor: Anchor,
  /** Where the last look saw it when that was away from an anchor which is not yet confirmed; else null. */
  rival: Anchor.nullable(),
  /** Whether it has kept its place for long enough to be called standing. From then on it is bound to the place. */
  isStationary: z.boolean(),
  /** How steadily it was seen in its place of late, 0 to 1, as of `lastSeenAtMs`. */
  presence: z.number().min(0).max(1),
  /** Time since `lastSeenAtMs` in which nobody looked. */
  blindMs: z.int().min(0),
  /** A track that began beside its place just when it was missed: perhaps this very object, driving away. */
  leftAs: z.int().nullable(),
  /** Whether that track was then seen to move away from the place. */
  hasLeft: z.boolean(),
  /** Since when, while it is missed, nothing at all was seen in its place; null when something hides it or it is seen. */
  vacantSinceMs: EpochMs.nullable(),
});
export type TrackRecord = z.infer<typeof TrackRecord>;

/** All that the tracker of one camera remembers between looks: plain data, so that it survives a restart. */
export const TrackerState = z.strictObject({
  /** Time of the last look; null before the first. */
  atMs: EpochMs.nullable(),
  nextTrackId: z.int().min(0),
  tracks: z.array(TrackRecord),
  /** Tracks and newcomers that were given up because there were too many. */
  dropped: z.int().min(0),
});
export type TrackerState = z.infer<typeof TrackerState>;

/** The state before the first look. */
export function emptyTracker(): TrackerState {
  return { atMs: null, nextTrackId: 0, tracks: [], dropped: 0 };
}
