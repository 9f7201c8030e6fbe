import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

/** What the tracker remembers of one object. */
export const TrackRecord = z.strictObject({
  trackId: z.int().min(0),
  /** Sum of scores by label. */
  votes: z.record(z.string(), z.number()),
  scoreSum: z.number().min(0),
  sightings: z.int().min(1),
  box: Box,
  /** Speed of the box's centre in fractions of the frame a second. */
  velocity: z.strictObject({ x: z.number(), y: z.number() }),
  firstSeenAtMs: EpochMs,
  lastSeenAtMs: EpochMs,
  /** The place that it has kept since `sinceMs`. */
  anchor: z.strictObject({
    box: Box,
    /** Where the anchor was when standing was confirmed: however slowly an object creeps, the anchor does not follow it far. */
    origin: Box,
    sinceMs: EpochMs,
    sightings: z.int().min(1),
    observedMs: z.int().min(0),
  }),
  /** Whether it has kept its place for long enough to be called standing. From then on it is bound to the place. */
  isStationary: z.boolean(),
  /** How steadily it was seen in its place of late, 0 to 1, as of `lastSeenAtMs`. */
  presence: z.number().min(0).max(1),
  /** Time since `lastSeenAtMs` in which nobody looked. */
  blindMs: z.int().min(0),
  /** A track that began beside its place when it was last missed: perhaps this very object, driving away. */
  leftAs: z.int().nullable(),
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
