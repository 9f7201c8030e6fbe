import { Track } from '@lamppost/detectors';

/** First byte of a track: what of it is as it was, or as it was to be expected, is left out. */
export const TRACK = {
  visible: 1,
  box: 2,
  score: 4,
  anchor: 8,
  observed: 16,
  stationary: 32,
  /** A second byte follows. */
  rare: 64,
} as const;

/** Second byte of a track. */
export const RARE = { label: 1, firstSeen: 2, lastSeen: 4, hasLeft: 8, hasLeftIsTrue: 16 } as const;

/** First byte of an unknown object: what of it changed. */
export const OBJECT = { box: 1, since: 2, area: 4, stability: 8 } as const;

/** How the look as a whole is told. */
export const LOOK = {
  isLooked: 1,
  hasHazards: 2,
  /** Hazards as at the last look. */
  sameHazards: 4,
  hasObjects: 8,
  hasFurniture: 16,
  /** Furniture as at the last look. */
  sameFurniture: 32,
} as const;

const NO_BOX = { x1: 0, y1: 0, x2: 0, y2: 0 } as const;

/** What a new track is told against. */
export const NEW_TRACK: Track = {
  trackId: 0,
  label: '',
  box: NO_BOX,
  score: 0,
  firstSeenAtMs: 0,
  lastSeenAtMs: 0,
  stationarySinceMs: null,
  anchorBox: NO_BOX,
  observedMs: 0,
  visible: false,
};

/** How many fields a track has that is not told of for the last time; one with more is not known here. */
export const TRACK_FIELDS = Object.keys(Track.shape).length - 1;

/** How long a track is expected to have been seen in place, when it was so at the look before. */
export function expectedObservedMs(before: Track, sinceMs: number | null, visible: boolean, gapMs: number): number {
  if (sinceMs === null) return 0;
  return before.observedMs + (visible ? Math.max(0, gapMs) : 0);
}
