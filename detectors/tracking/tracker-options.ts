/** How the tracker decides. Times are capture times in ms, shares are of the size of a box. */
export interface TrackerOptions {
  /** Least score that starts a track. */
  readonly startScore: number;
  /** Least score that continues one. */
  readonly continueScore: number;
  /** Least IoU between where a moving object is expected and a detection. */
  readonly moveIou: number;
  /** How far, in box sizes, a moving object may be from where it is expected when the boxes do not overlap. */
  readonly moveReach: number;
  /** Least IoU with the anchor that counts as the same place. */
  readonly placeIou: number;
  /** Shift of the centre, as a share of the box's width and height, that counts as the same place. */
  readonly placeShift: number;
  /** Least IoU with the mean of what was seen there that a new object must keep to be called at rest. */
  readonly restIou: number;
  /** Shift that the model's own unrest may cause even in the smallest boxes, in fractions of the frame. */
  readonly placeJitter: number;
  /** Time constant with which the anchor follows what is seen. */
  readonly anchorTimeMs: number;
  /** How long an object must keep its place before it is called standing. */
  readonly confirmMs: number;
  /** How long an object that moves is remembered while it is not seen. Short, or the next one in the lane takes its track over. */
  readonly keepMovingMs: number;
  /** How long an object is remembered that was seen twice in one place, but not for long enough to be called standing. */
  readonly keepHaltedMs: number;
  /** How long an object that stands is remembered while it is not seen. */
  readonly keepStationaryMs: number;
  /** Longest time between two looks that the later one can cover. */
  readonly coverGapMs: number;
  /** Longest time between two looks that says something about what was not seen; of a longer one, the rest is blind. */
  readonly lookGapMs: number;
  /** Longest time between two looks over which anything is remembered, e.g. across a restart. */
  readonly maxBlindMs: number;
  /** How long a place must be empty, after something was seen to drive off from it, before what stood there is gone. */
  readonly vacantMs: number;
  /** Most tracks at a time. Beyond it, those go first that were not seen for longest, then the weakest newcomers; both are counted. */
  readonly maxTracks: number;
}

/** Values that suit a street camera. */
export const TRACKER_DEFAULTS: TrackerOptions = {
  startScore: 0.35,
  continueScore: 0.2,
  moveIou: 0.2,
  moveReach: 0.8,
  placeIou: 0.6,
  placeShift: 0.15,
  restIou: 0.75,
  placeJitter: 0.004,
  anchorTimeMs: 30_000,
  confirmMs: 3_000,
  keepMovingMs: 1_500,
  keepHaltedMs: 3_000,
  keepStationaryMs: 60_000,
  coverGapMs: 3_000,
  lookGapMs: 5_000,
  // A restart of two minutes, the seconds before it that were not saved, and the time to the first look.
  maxBlindMs: 150_000,
  vacantMs: 1_000,
  maxTracks: 200,
};
